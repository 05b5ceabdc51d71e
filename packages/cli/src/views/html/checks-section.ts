import type { Preview, PreviewFinding } from '@waybill/core';
import type { PreviewNote, PreviewWarning } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { foldFindings, PREVENTED } from '../folds/fold-findings.ts';
import { basisBadge, verdictBadge } from './badges.ts';
import { html, type Markup, prose } from './markup.ts';
import { placeInPlan } from './page-facts.ts';
import { unitLinks } from './unit-links.ts';

const SHOWN_UNITS = 8;
const SHOWN_NOTES = 100;
/** Findings that say the same are one already; beyond this many a page is no list any more. */
const SHOWN_FINDINGS = 200;

export function renderChecks(preview: Preview): Markup {
  const { checks, warnings } = preview;
  const { counts, findings } = checks;
  const isOpen = (finding: PreviewFinding): boolean => finding.verdict === 'blocking' || finding.verdict === 'warning';
  const open = foldFindings(findings.filter(isOpen));
  const rest = foldFindings(findings.filter((finding) => !isOpen(finding)));
  return html`<section id="checks" aria-labelledby="checks-title">
<h2 id="checks-title">Checks ${basisBadge(checks.basis)}</h2>
<p class="note">${counted(counts.blocking, 'blocking', 'blocking')}, ${counted(counts.warning + warnings.length, 'warning')}, ${formatCount(counts.unasked)} not run yet, ${formatCount(counts.passed)} passed.</p>
<ul class="findings">${open.slice(0, SHOWN_FINDINGS).map((finding) => renderFinding(finding, preview))}${warnings.map((warning) => renderWarning(warning, preview))}
${open.length > SHOWN_FINDINGS && html`<li class="more">and ${formatCount(open.length - SHOWN_FINDINGS)} more findings: in the JSON to download</li>`}
${open.length === 0 && warnings.length === 0 && html`<li class="calm">Nothing blocks, and nothing warns.</li>`}</ul>
${renderNotes(checks.notes ?? [])}
${rest.length > 0 && html`<details class="fold"><summary>${formatCount(rest.length)} kinds of checks passed or will run later</summary><ul class="findings">${rest.slice(0, SHOWN_FINDINGS).map((finding) => renderFinding(finding, preview))}</ul></details>`}
</section>`;
}

/** What a reviewer should read although nothing is wrong: in sight, as far as a page has room. */
function renderNotes(notes: readonly PreviewNote[]): Markup | false {
  if (notes.length === 0) return false;
  const hidden = notes.length - SHOWN_NOTES;
  return html`<h3>What checks found</h3><ul class="findings">${notes.slice(0, SHOWN_NOTES).map(
    ({ check, detail, units }) => html`<li class="finding" data-verdict="passed">
<div class="finding-head"><b>${prose(detail)}</b></div>
<p class="finding-what"><code>${check}</code></p>
${unitLinks(units, SHOWN_UNITS)}
</li>`,
  )}${hidden > 0 && html`<li class="more">and ${formatCount(hidden)} more: in the JSON to download</li>`}</ul>`;
}

function renderFinding(finding: PreviewFinding, preview: Preview): Markup {
  const { verdict, check, title, detail, hint, provider, units, line, path, basis, prevents } = finding;
  const place = placeInPlan(preview, line);
  return html`<li class="finding" data-verdict="${verdict}">
<div class="finding-head">${verdictBadge(verdict)} <b>${prose(detail)}</b> ${basisBadge(basis)}</div>
<p class="finding-what"><code>${check}</code> ${title}${provider !== undefined && html` <span class="sep">·</span> ${provider}`}${place !== undefined && html` <span class="sep">·</span> <code class="place">${place}</code>`}${path !== undefined && html` <span class="sep">·</span> <code>${path}</code>`}</p>
${hint !== undefined && html`<p class="hint">${prose(hint)}</p>`}
${prevents !== undefined && html`<p class="finding-what">${PREVENTED} ${prevents.join(', ')}</p>`}
${units.length > 0 && unitLinks(units, SHOWN_UNITS)}
</li>`;
}

function renderWarning(warning: PreviewWarning, preview: Preview): Markup {
  const { code, summary, detail, hint, line, path } = warning;
  const place = placeInPlan(preview, line);
  return html`<li class="finding" data-verdict="warning">
<div class="finding-head">${verdictBadge('warning')} <b>${summary}</b> ${basisBadge('computed')}</div>
<p class="finding-what"><code>${code}</code> ${detail}${place !== undefined && html` <span class="sep">·</span> <code class="place">${place}</code>`}${path !== undefined && html` <span class="sep">·</span> <code>${path}</code>`}</p>
${hint !== undefined && html`<p class="hint">${prose(hint)}</p>`}
</li>`;
}
