import { defined, type Report, type ReportUnit } from '@waybill/core';
import type { ReportRun } from '@waybill/core/internal';
import type { OmittedUnit } from '../documents/compared-json.ts';
import type { FailureGroup } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { heldTimesIn } from '../folds/describe-held-times.ts';
import { describeOmitted, omittedIn } from '../folds/describe-omitted.ts';
import { warningsIn } from '../folds/describe-warnings.ts';
import { groupFailures, type UnitFailure } from '../folds/group-failures.ts';
import { groupSkipped } from '../folds/group-skipped.ts';
import { COMPARED_THEN, groupVerified } from '../report/group-verified.ts';
import { formatTime, formatTook } from '../text/format-time.ts';
import { describeHeldTime, HELD_TITLE } from '../text/render-held-times.ts';
import { titleOfOmitted } from '../text/render-omitted.ts';
import { WARNINGS_TITLE } from '../text/render-warnings.ts';
import { basisBadge, stateBadge } from './badges.ts';
import { html, type Markup, prose } from './markup.ts';
import { spacedDigest } from './page-facts.ts';
import { unitLink, unitLinks } from './unit-links.ts';

const SHOWN_UNITS = 12;
const SHOWN_GROUPS = 60;

/** How it ended: failures by cause, what was not reached, and the runs. */
export function renderOutcome(report: Report): Markup {
  const { totals } = report;
  return html`<section id="outcome" aria-labelledby="outcome-title">
<h2 id="outcome-title">Outcome ${basisBadge('checked')}</h2>
<p class="note">${formatCount(totals.steps_done)} of ${counted(totals.steps, 'step')} done in ${counted(totals.attempts, 'attempt')}; ${counted(totals.unknown_outcomes, 'outcome')} not known at first.</p>
${renderBroken(report)}
${renderCompared(report)}
${renderOmitted(report)}
${renderWarnings(report)}
${renderHeld(report)}
${renderNotReached(report)}
${renderUnsettled(report)}
${renderRuns(report.runs)}
</section>`;
}

function renderBroken({ units }: Report): Markup {
  const unknown = groupFailures(failuresOf(units, 'unknown'));
  const failed = groupFailures(failuresOf(units, 'failed'));
  return html`${unknown.length > 0 && html`<h3>Outcome unknown</h3><p class="note">The call may have happened. Waybill sends nothing more for these units until an operator has decided.</p>${renderGroups(unknown, 'warning')}`}
${failed.length > 0 && html`<h3>Failures by cause</h3>${renderGroups(failed, 'blocking')}`}
${failed.length + unknown.length === 0 && html`<p class="calm">Nothing failed.</p>`}`;
}

function renderCompared(report: Report): Markup | false {
  const groups = groupVerified(report);
  if (groups.length === 0) return false;
  const rows = groups.map(
    ({ result, text, units }) =>
      html`<li class="finding" data-verdict="${result === 'equal' ? 'passed' : 'blocking'}"><div class="finding-head"><span class="badge" data-tone="${result === 'equal' ? 'good' : 'bad'}">${result}</span> <b>${text}</b></div>${unitLinks(units, SHOWN_UNITS)}</li>`,
  );
  return html`<h3>Compared</h3><ul class="findings">${rows}</ul><p class="note">${COMPARED_THEN}</p>`;
}

/** What copies are without, because the plan allows it, and what differs although clients may have written it. */
function renderOmitted(report: Report): Markup | false {
  const groups = Map.groupBy(omittedIn(report) ?? [], titleOfOmitted);
  if (groups.size === 0) return false;
  return html`${[...groups].map(([title, units]) => renderOmittedUnits(title, units))}`;
}

/** What steps warned of while they ran. */
function renderWarnings(report: Report): Markup | false {
  const groups = warningsIn(report).map(({ step, ...group }): FailureGroup => ({ code: step, ...group }));
  return groups.length > 0 && html`<h3>${WARNINGS_TITLE}</h3>${renderGroups(groups, 'warning')}`;
}

/** For how long writers waited, by whose work. */
function renderHeld(report: Report): Markup | false {
  const held = heldTimesIn(report);
  if (held.length === 0) return false;
  const hidden = held.length - SHOWN_GROUPS;
  return html`<h3>${HELD_TITLE}</h3><ul class="findings">${held.slice(0, SHOWN_GROUPS).map((each) => html`<li>${describeHeldTime(each)}</li>`)}${hidden > 0 && html`<li class="more">and ${formatCount(hidden)} more</li>`}</ul>`;
}

function renderOmittedUnits(title: string, omitted: readonly OmittedUnit[]): Markup {
  const rows = omitted
    .slice(0, SHOWN_GROUPS)
    .map(
      ({ unit, ...omission }) =>
        html`<li class="finding" data-verdict="warning"><div class="finding-head"><span class="badge" data-tone="warn">${formatCount(omission.count)} ${omission.written === true ? 'different' : 'left out'}</span> <b>${describeOmitted(omission)}</b></div>${unitLinks([unit], SHOWN_UNITS)}</li>`,
    );
  const hidden = omitted.length - SHOWN_GROUPS;
  return html`<h3>${title}</h3><ul class="findings">${rows}${hidden > 0 && html`<li class="more">and ${formatCount(hidden)} more units</li>`}</ul>`;
}

function renderGroups(groups: readonly FailureGroup[], look: 'warning' | 'blocking'): Markup {
  const hidden = groups.length - SHOWN_GROUPS;
  return html`<ul class="findings">${groups.slice(0, SHOWN_GROUPS).map((group) => renderGroup(group, look))}${hidden > 0 && html`<li class="more">and ${formatCount(hidden)} more causes</li>`}</ul>`;
}

function failuresOf(units: readonly ReportUnit[], state: 'failed' | 'unknown'): readonly UnitFailure[] {
  return units
    .filter((unit) => unit.state === state)
    .map(({ address, steps }) => {
      const last = steps.find((step) => step.state === state)?.attempts.at(-1);
      const unsaid =
        state === 'failed' ? 'It failed without a recorded reason.' : 'The outcome of the call is not known.';
      return {
        unit: address,
        code: last?.code ?? (state === 'failed' ? 'RUN_FAILED' : 'RUN_OUTCOME_UNKNOWN'),
        message: last?.message ?? unsaid,
        ...defined({ hint: last?.hint }),
      };
    });
}

function renderGroup(
  { code, message, is_example: isExample, hint, units }: FailureGroup,
  look: 'warning' | 'blocking',
): Markup {
  return html`<li class="finding" data-verdict="${look}"><div class="finding-head"><span class="badge" data-tone="${look === 'warning' ? 'warn' : 'bad'}">${counted(units.length, 'unit')}</span> <b>${message}</b></div>
<p class="finding-what"><code>${code}</code>${isExample === true && html` <span class="sep">·</span> the others differ only in ids`}</p>
${hint !== undefined && html`<p class="hint">${prose(hint)}</p>`}${unitLinks(units, SHOWN_UNITS)}</li>`;
}

function renderNotReached({ preview, units, decisions }: Report): Markup | false {
  const states = new Map(units.map(({ address, state }) => [address, state]));
  const givenUp = new Set(decisions.filter(({ decision }) => decision === 'skip').map(({ address }) => address));
  const groups = groupSkipped({
    graph: { units: preview.units.map((unit) => ({ ...unit, unit: { migration: { name: unit.migration } } })) },
    statusOf: (unit) => states.get(unit) ?? 'pending',
    isGivenUp: (unit) => givenUp.has(unit),
  });
  if (groups.length === 0) return false;
  return html`<h3>Not reached</h3><ul class="findings">${groups
    .slice(0, SHOWN_GROUPS)
    .map(
      ({ because, because_status: status, units: members }) =>
        html`<li class="finding" data-verdict="unasked"><div class="finding-head"><span class="badge" data-tone="quiet">${counted(members.length, 'unit')}</span> <b>because of ${unitLink(because)}</b> ${stateBadge(status)}</div>${unitLinks(members, SHOWN_UNITS)}</li>`,
    )}</ul>`;
}

const SHOWN_SETTLED = 100;

/** Answers that were lost, and how it was found out what had become of them. */
function renderUnsettled({ units }: Report): Markup | false {
  const lost = units.flatMap(({ steps }) =>
    steps.flatMap(({ address, attempts }) =>
      attempts
        .filter(({ outcome }) => outcome === 'unknown')
        .map(({ settled, message, attempt }) => ({ address, settled, message, attempt })),
    ),
  );
  if (lost.length === 0) return false;
  const rows = lost.slice(0, SHOWN_SETTLED).map(({ address, settled, message, attempt }) => {
    const how =
      settled === undefined
        ? 'sent again with the same token, or not settled'
        : `${settled.resolution.replaceAll('-', ' ')}, by ${settled.by === 'person' ? 'an operator' : 'a look-up'}`;
    return html`<tr><th scope="row">${unitLink(address)} <small>attempt ${attempt}</small></th><td>${message ?? 'the process ended meanwhile'}</td><td>${how}${settled !== undefined && html`<br><small>${settled.evidence}</small>`}</td></tr>`;
  });
  return html`<h3>Outcomes that were not known</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Outcomes that were not known"><table class="plain"><thead><tr><th scope="col">Call</th><th scope="col">What happened</th><th scope="col">How it was settled</th></tr></thead><tbody>${rows}</tbody></table></div>
${lost.length > SHOWN_SETTLED && html`<p class="note">and ${formatCount(lost.length - SHOWN_SETTLED)} more.</p>`}`;
}

const SHOWN_RUNS = 50;

function renderRuns(runs: readonly ReportRun[]): Markup {
  const shown = runs.slice(-SHOWN_RUNS);
  const rows = shown.map(
    ({
      run,
      started_at: from,
      ended_at: to,
      outcome,
      stop_reason: stopReason,
      owner,
      versions,
      plan_digest: digest,
      preview_digest: preview,
    }) => {
      const spent = formatTook(Date.parse(to) - Date.parse(from));
      return html`<tr><th scope="row" class="short">${run}</th><td>${stateBadge(outcome ?? 'unfinished')}${stopReason !== undefined && html`<br><small class="wrap">${stopReason}</small>`}</td><td class="short">${formatTime(Date.parse(from))}</td><td class="short">${spent}</td><td>${owner.user}@${owner.host}${owner.url !== undefined && html`<br><small class="wrap">${owner.url}</small>`}</td><td class="short"><code title="${preview ?? digest}">${spacedDigest(preview ?? digest)}</code><br><small>${preview === undefined ? 'the plan as it is' : 'saved preview'}</small></td><td><small>${Object.entries(
        versions,
      )
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}</small></td></tr>`;
    },
  );
  return html`<h3>Runs</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="plain"><thead><tr><th scope="col">Run</th><th scope="col">Outcome</th><th scope="col">Started</th><th scope="col">Took</th><th scope="col">By</th><th scope="col">Applied</th><th scope="col">Versions</th></tr></thead><tbody>${rows}</tbody></table></div>
${runs.length > SHOWN_RUNS && html`<p class="note">The latest ${SHOWN_RUNS} of ${formatCount(runs.length)}.</p>`}`;
}
