import type { Report } from '@waybill/core';
import type { ReportDecision, ReportEdit } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { whyApproved } from '../report/describe-approval.ts';
import { formatTime } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { spacedDigest } from './page-facts.ts';
import { unitLink, unitLinks } from './unit-links.ts';

const SHOWN = 200;

/** Who approved and decided what, and what anyone can check the report against. */
export function renderEvidence(report: Report): Markup {
  const { evidence, approvals, decisions, edits, is_rebuilt: isRebuilt } = report;
  const { sha256, records, how } = evidence;
  return html`<section id="people" aria-labelledby="people-title">
<h2 id="people-title">Approvals and decisions ${basisBadge('checked')}</h2>
${approvals.length === 0 && decisions.length === 0 && edits.length === 0 && html`<p class="calm">No approval or decision was needed.</p>`}
${
  approvals.length > 0 &&
  html`<h3>Approvals</h3>${table(
    ['When', 'Gate', 'By', 'Why'],
    approvals
      .slice(0, SHOWN)
      .map(
        (approval) =>
          html`<tr><td class="short">${time(approval.at)}</td><th scope="row">${unitLink(approval.step)}</th><td>${approval.by}</td><td>${whyApproved(approval).replace(/^: /, '')}</td></tr>`,
      ),
  )}${rest(approvals.length)}`
}
${decisions.length > 0 && html`<h3>Decisions</h3>${table(['When', 'What about', 'Decision', 'By', 'Why'], decisions.slice(0, SHOWN).map(renderDecision))}${rest(decisions.length)}`}
${edits.length > 0 && html`<h3>Edits of the plan between runs</h3><ul class="findings">${edits.slice(0, SHOWN).map(renderEdit)}</ul>`}
</section>
<section id="evidence" aria-labelledby="evidence-title">
<h2 id="evidence-title">Evidence ${basisBadge('checked')}</h2>
<p>This report rests on a journal of ${counted(records, 'record')}. SHA-256 of its export:</p>
<p class="command"><code>${sha256}</code></p>
<p>Anyone with the state can check it:</p>
<p class="command"><code>${how}</code></p>
<p class="note">A journal only grows. If more has been recorded since, its first ${formatCount(records + 1)} lines still give this hash: put <code>head -n ${records + 1}</code> between the two commands.</p>
${isRebuilt && html`<p class="note">The preview in this report was made after the run, from the plan as it is.</p>`}
</section>`;
}

function table(columns: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${columns.join(', ')}"><table class="plain"><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function rest(count: number): Markup | false {
  return count > SHOWN && html`<p class="note">and ${formatCount(count - SHOWN)} more: in the embedded JSON.</p>`;
}

function renderDecision({ at, address, decision, by, reason }: ReportDecision): Markup {
  return html`<tr><td class="short">${time(at)}</td><th scope="row">${unitLink(address)}</th><td>${decision.replaceAll('-', ' ')}</td><td>${by}</td><td>${reason}</td></tr>`;
}

function renderEdit({ at, from_digest: from, to_digest: to, kept, orphaned }: ReportEdit): Markup {
  return html`<li class="finding" data-verdict="warning"><div class="finding-head"><b>${time(at)}</b> <code>${spacedDigest(from)}</code> became <code>${spacedDigest(to)}</code></div>
${kept.length > 0 && html`<p class="note">${counted(kept.length, 'step')} kept as done:</p>${unitLinks(kept, 8)}`}${orphaned.length > 0 && html`<p class="note">${counted(orphaned.length, 'step')} no longer in the plan:</p>${unitLinks(orphaned, 8)}`}</li>`;
}

function time(at: string): string {
  return formatTime(Date.parse(at));
}
