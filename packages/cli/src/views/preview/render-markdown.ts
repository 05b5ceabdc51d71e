import type { Preview, PreviewFinding, PreviewUnit } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { groupImpacts } from '../folds/group-impacts.ts';
import { describeConnection, groupMovements } from '../folds/group-movements.ts';
import { formatSpan } from '../text/format-time.ts';
import { markdownCode as code, markdownTable, markdownText as text } from './markdown-text.ts';
import {
  collectFacts,
  describeApprovals,
  describeBottleneck,
  describeUnits,
  formatRange,
  type PreviewFacts,
  placeOf,
  shortDigest,
} from './preview-facts.ts';
import { secretMissing, secretSource } from './secret-source.ts';

/** Less than this holds no verdict. */
export const LEAST_MAX_BYTES = 2_000;
/** Units that are named with a finding, and rows of one wave. */
const NAMED_UNITS = 5;
const ROWS_OF_WAVE = 50;
const ROWS_OF_PLACES = 200;

export interface RenderMarkdownOptions {
  readonly nextSteps: readonly NextStep[];
  /** Upper bound of the comment, in bytes of UTF-8. GitHub refuses comments of more than 65,536 characters. */
  readonly maxBytes: number;
}

/**
 * A preview as one comment on a pull request: the verdict first, checks unfolded, details folded, and never longer than
 * allowed: details give way from the end, and the comment says what was left out. Its first line marks it, so that a
 * workflow finds the comment again and replaces it.
 */
export function renderMarkdown(preview: Preview, { nextSteps, maxBytes }: RenderMarkdownOptions): string {
  const facts = collectFacts(preview);
  const foot = renderFoot(preview, nextSteps);
  const page = new Page(maxBytes - bytesOf(foot) - ROOM_FOR_OMISSIONS);
  page.add('', renderHead(preview, facts));
  page.addList(
    'blocking checks',
    facts.blocking.map((finding) => renderFinding(preview, finding)),
  );
  page.addList(
    'warnings of checks',
    facts.cautions.map((finding) => renderFinding(preview, finding)),
  );
  page.addList(
    'warnings',
    preview.warnings.map(({ summary, detail }) => `- :warning: **${text(summary)}**: ${text(detail)}`),
  );
  page.add('from where to where', renderMovements(preview));
  page.add('places of single units', renderUnitPlaces(preview));
  page.add('checks that were not asked', renderUnasked(preview));
  page.add('the edit since the last run', renderEdit(preview));
  page.add('waves', renderWaves(preview));
  page.add('times', renderTimes(preview, facts));
  page.add('downtime, risk and rollback', renderImpact(preview));
  page.add('API calls', renderCalls(preview));
  page.add('secrets', renderSecrets(preview));
  for (const { wave } of preview.waves) page.add(`units of wave ${wave + 1}`, renderWaveUnits(preview, wave));
  return `${page.end()}${foot}`;
}

/** The first line of every comment on a plan: what a later one is found by. */
export function markOf({ plan }: Preview): string {
  return `<!-- waybill preview of ${text(plan.name).replaceAll('--', '- -')} -->`;
}

/** Kept free for the sentence that names what was left out. */
const ROOM_FOR_OMISSIONS = 500;

/** Blocks that fit, and the names of those that did not. */
class Page {
  #text = '';
  #room: number;
  readonly #omitted: string[] = [];

  constructor(roomBytes: number) {
    this.#room = roomBytes;
  }

  add(name: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (!this.#take(`${lines.join('\n')}\n\n`)) this.#omitted.push(name);
  }

  /** A list of which as much is shown as fits. */
  addList(name: string, items: readonly string[]): void {
    const shown = items.findIndex((item) => !this.#take(`${item}\n`));
    if (shown !== -1) this.#omitted.push(`${formatCount(items.length - shown)} ${name}`);
    if (items.length > 0) this.#take('\n');
  }

  end(): string {
    if (this.#omitted.length === 0) return this.#text;
    const shown = this.#omitted.slice(0, 8).join(', ');
    const more = this.#omitted.length > 8 ? ` and ${this.#omitted.length - 8} more sections` : '';
    return `${this.#text}_Left out to keep this comment short: ${shown}${more}. The saved preview has all of it._\n\n`;
  }

  #take(block: string): boolean {
    const size = bytesOf(block);
    if (size > this.#room) return false;
    this.#room -= size;
    this.#text += block;
    return true;
  }
}

function bytesOf(block: string): number {
  return Buffer.byteLength(block);
}

function renderHead(preview: Preview, facts: PreviewFacts): readonly string[] {
  const { plan, digest, checks } = preview;
  const verdict = [
    facts.blocking.length === 0 ? ':white_check_mark:' : ':no_entry:',
    describeUnits(facts),
    ...(checks.counts.blocking > 0 ? [`**${counted(checks.counts.blocking, 'blocking check')}**`] : []),
    ...(facts.warningCount > 0 ? [counted(facts.warningCount, 'warning')] : []),
    ...(facts.gates > 0 ? [counted(facts.gates, 'gate')] : []),
    ...(facts.eta === undefined ? [] : [`about ${facts.eta}`]),
  ];
  return [
    markOf(preview),
    `### ${verdict.join(' · ')}`,
    '',
    `Plan ${code(plan.name)} (${code(plan.file)}${plan.environment === undefined ? '' : `, environment ${code(plan.environment)}`}), preview ${code(shortDigest(digest))}${plan.description === '' ? '' : `: ${text(plan.description)}`}`,
    '',
    checks.basis === 'assumed'
      ? 'Checks: nothing was asked; everything is asked before the first effect of a unit.'
      : `Checks: ${formatCount(checks.counts.passed)} passed, ${formatCount(checks.counts.blocking)} blocking, ${counted(checks.counts.warning, 'warning')}, ${formatCount(checks.counts.unasked)} not asked.`,
  ];
}

function renderFinding(preview: Preview, finding: PreviewFinding): string {
  const { verdict, check, provider, detail, hint, units } = finding;
  const place = placeOf(preview, finding);
  const symbol = verdict === 'blocking' ? ':no_entry: **BLOCKING**' : ':warning:';
  const whom = units.length === 0 ? '' : ` ${nameUnits(units)}`;
  const parts = [
    `- ${symbol} ${provider === undefined ? '' : `${text(provider)} `}${code(check)}:${whom} ${text(detail)}`,
    ...(hint === undefined ? [] : [`_${text(hint)}_`]),
    ...(place === '' ? [] : [code(place)]),
  ];
  return parts.join(' ');
}

function nameUnits(units: readonly string[]): string {
  const shown = units.slice(0, NAMED_UNITS).map(code).join(', ');
  return units.length > NAMED_UNITS ? `${shown} and ${formatCount(units.length - NAMED_UNITS)} more` : shown;
}

function renderMovements(preview: Preview): readonly string[] {
  const rows = groupMovements(preview).map(({ migration, units, from = '', to = '', rows: differing }) => [
    code(migration),
    formatCount(units),
    codeOrNone(from),
    `${codeOrNone(to)}${differing.length === 0 ? '' : ' (the rest for each unit below)'}`,
  ]);
  const connections = preview.providers.map(
    (provider) =>
      `- ${code(provider.alias)} is ${text(provider.type)} ${code(describeConnection(provider) || 'where it leads is known with its secrets only')}`,
  );
  return [...markdownTable(['migration', 'units', 'from', 'to'], rows), '', ...connections];
}

function codeOrNone(place: string): string {
  return place === '' ? '' : code(place);
}

/** What differs between the units of one migration. */
function renderUnitPlaces(preview: Preview): readonly string[] {
  const all = groupMovements(preview).flatMap(({ rows }) => rows);
  if (all.length === 0) return [];
  const rows = all.slice(0, ROWS_OF_PLACES).map(({ unit, from, to }) => [code(unit), codeOrNone(from), codeOrNone(to)]);
  const hidden = all.length - rows.length;
  return folded(`From → to of ${counted(all.length, 'unit')}`, [
    ...markdownTable(['unit', 'from', 'to'], rows),
    ...(hidden > 0 ? ['', `${counted(hidden, 'row')} hidden.`] : []),
  ]);
}

function renderUnasked({ checks }: Preview): readonly string[] {
  if (checks.basis === 'assumed') return [];
  const groups = Map.groupBy(
    checks.findings.filter(({ verdict }) => verdict === 'unasked'),
    ({ detail }) => detail,
  );
  return [...groups].map(([detail, findings]) => {
    const names = [...new Set(findings.map(({ check }) => code(check)))].join(', ');
    return `- not asked: ${names}: ${text(detail)}`;
  });
}

function renderEdit({ state }: Preview): readonly string[] {
  if (state === undefined) return [];
  const { steps_done: done, steps_left: left, accepted, changed, orphaned, steps_new: added } = state;
  const lines = [`Done before: ${counted(done, 'step')}; left: ${formatCount(left)}.`];
  if (!state.is_same_plan) lines.push(`The plan or its inputs changed since: ${counted(added, 'step')} not begun.`);
  if (changed.length > 0)
    lines.push(`**Done or begun, and changed now** (refused without \`--keep-changed\`): ${nameUnits(changed)}.`);
  if (accepted.length > 0) lines.push(`Done or begun, changed, and accepted as done: ${nameUnits(accepted)}.`);
  if (orphaned.length > 0) lines.push(`Done or begun, and no longer in the plan: ${nameUnits(orphaned)}.`);
  return lines;
}

function renderWaves({ waves, units }: Preview): readonly string[] {
  const members = Map.groupBy(units, ({ wave }) => wave);
  const rows = waves.map(({ wave, units: count, migrations }) => {
    const steps = (members.get(wave) ?? []).flatMap((unit) => unit.steps);
    const gates = steps.filter((step) => traitsOf(step).needsApproval).length;
    return [
      `${wave + 1}`,
      formatCount(count),
      formatCount(steps.length),
      formatCount(gates),
      migrations.map(code).join(', '),
      timesOf(members.get(wave) ?? []),
    ];
  });
  return markdownTable(['wave', 'units', 'steps', 'gates', 'migrations', 'simulated'], rows);
}

/** When the first unit starts and the last one ends. */
function timesOf(units: readonly PreviewUnit[]): string {
  const spans = units.flatMap(({ simulated }) => (simulated === undefined ? [] : [simulated]));
  if (spans.length === 0) return '';
  const starts = spans.reduce((least, { starts_ms: ms }) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  const ends = spans.reduce((most, { ends_ms: ms }) => Math.max(most, ms), 0);
  return `${formatSpan(starts)} to ${formatSpan(ends)}`;
}

function renderTimes({ schedule }: Preview, facts: PreviewFacts): readonly string[] {
  if (schedule === undefined) return [];
  const { p50_ms: p50, p90_ms: p90, samples, durations } = schedule;
  const rows = durations.map((duration) => [
    text(duration.provider),
    text(duration.title),
    formatRange(duration.p50_ms, duration.p90_ms),
    duration.basis,
    text(duration.source),
  ]);
  const approvals = describeApprovals(schedule);
  return [
    `**How long:** ${formatRange(p50, p90)} (P50–P90 of ${counted(samples, 'simulated run')}${facts.gates === 0 ? '' : ', without the time that approvals take at gates'}).${approvals === undefined ? '' : ` ${capital(approvals)}.`}${facts.bottleneck === undefined ? '' : ` ${capital(describeBottleneck(facts.bottleneck))}.`}`,
    '',
    ...folded('What the estimate rests on', markdownTable(['provider', 'what', 'takes', 'basis', 'source'], rows)),
  ];
}

function capital(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}

function renderImpact(preview: Preview): readonly string[] {
  const rows = groupImpacts(preview).map(({ kind, migrations, downtime, risk, rollback }) => [
    `${code(kind)}: ${nameUnits(migrations)}`,
    text(downtime),
    text(risk),
    text(rollback),
  ]);
  return markdownTable(['kind', 'downtime', 'risk', 'rollback'], rows);
}

function renderCalls({ operations, schedule, providers }: Preview): readonly string[] {
  const rates = new Map(providers.map(({ alias, limits }) => [alias, limits.requests]));
  const rows =
    schedule === undefined
      ? operations.map(({ provider, operation, left, has_effect: hasEffect }) => [
          code(`${provider}.${operation}`),
          formatCount(left),
          '',
          rates.get(provider) ?? '',
          hasEffect ? 'effect' : 'read',
        ])
      : schedule.calls.map(({ provider, operation, calls, peak }) => [
          code(`${provider}.${operation}`),
          formatCount(calls),
          formatCount(peak),
          rates.get(provider) ?? '',
          operations.some((known) => known.provider === provider && known.operation === operation && known.has_effect)
            ? 'effect'
            : 'read',
        ]);
  return folded('API calls', markdownTable(['operation', 'calls', 'most in one window', 'limit', ''], rows));
}

function renderSecrets({ secrets }: Preview): readonly string[] {
  const rows = secrets.map((secret) => [
    code(secret.name),
    code(secretSource(secret)),
    secret.resolves === null ? 'not looked up' : secret.resolves ? 'resolves' : secretMissing(secret, '**missing**'),
  ]);
  return rows.length === 0 ? [] : folded('Secrets', markdownTable(['secret', 'from', ''], rows));
}

function renderWaveUnits(preview: Preview, wave: number): readonly string[] {
  const units = preview.units.filter((unit) => unit.wave === wave);
  const rows = units
    .slice(0, ROWS_OF_WAVE)
    .map(({ address, state, steps }) => [code(address), state, steps.map(({ name }) => text(name)).join(' → ')]);
  const hidden = units.length - rows.length;
  return folded(`Wave ${wave + 1}: ${counted(units.length, 'unit')}`, [
    ...markdownTable(['unit', 'state', 'steps'], rows),
    ...(hidden > 0 ? ['', `${counted(hidden, 'row')} hidden.`] : []),
  ]);
}

function folded(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${text(summary)}</summary>`, '', ...lines, '', '</details>'];
}

function renderFoot({ digest }: Preview, nextSteps: readonly NextStep[]): string {
  const [next] = nextSteps;
  const command = next === undefined ? '' : `To carry out exactly this: ${code(next.command)}\n\n`;
  return `${command}Approving this approves preview \`${digest}\`; any other digest is another preview.\n`;
}
