import type { Preview, PreviewUnit } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { CALLS_OF_JOBS, describeJobs } from '../folds/describe-jobs.ts';
import { groupImpacts, nameImpacted } from '../folds/group-impacts.ts';
import { capitalise } from '../text/capitalise.ts';
import { formatSpan } from '../text/format-time.ts';
import { nameUnits } from './markdown-checks.ts';
import { markdownCode as code, markdownTable, markdownText as text } from './markdown-text.ts';
import { describeApprovals, describeBottleneck, formatRange, type PreviewFacts } from './preview-facts.ts';
import { secretMissing, secretSource } from './secret-source.ts';

export function renderLevels({ levels, units }: Preview): readonly string[] {
  const members = Map.groupBy(units, ({ level }) => level);
  const rows = levels.map(({ level, units: count, migrations }) => {
    const steps = (members.get(level) ?? []).flatMap((unit) => unit.steps);
    const gates = steps.filter((step) => traitsOf(step).needsApproval).length;
    return [
      `${level + 1}`,
      formatCount(count),
      formatCount(steps.length),
      formatCount(gates),
      migrations.map(code).join(', '),
      timesOf(members.get(level) ?? []),
    ];
  });
  return markdownTable(['level', 'units', 'steps', 'gates', 'migrations', 'simulated'], rows);
}

/** When the first unit starts and the last one ends. */
function timesOf(units: readonly PreviewUnit[]): string {
  const spans = units.flatMap(({ simulated }) => (simulated === undefined ? [] : [simulated]));
  if (spans.length === 0) return '';
  const starts = spans.reduce((least, { starts_ms: ms }) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  const ends = spans.reduce((most, { ends_ms: ms }) => Math.max(most, ms), 0);
  return `${formatSpan(starts)} to ${formatSpan(ends)}`;
}

export function renderTimes({ schedule }: Preview, facts: PreviewFacts): readonly string[] {
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
    `**How long:** ${formatRange(p50, p90)} (P50–P90 of ${counted(samples, 'simulated run')}${facts.gates === 0 ? '' : ', without the time that approvals take at gates'}).${approvals === undefined ? '' : ` ${capitalise(approvals)}.`}${facts.bottleneck === undefined ? '' : ` ${capitalise(describeBottleneck(facts.bottleneck))}.`}`,
    '',
    ...folded('What the estimate is based on', markdownTable(['provider', 'what', 'takes', 'basis', 'source'], rows)),
  ];
}

export function renderImpact(preview: Preview): readonly string[] {
  const rows = groupImpacts(preview).map((group) => [
    `${code(group.kind)}: ${nameUnits(nameImpacted(group))}`,
    text(group.downtime),
    text(group.risk),
    text(group.rollback),
  ]);
  return markdownTable(['kind', 'downtime', 'risk', 'rollback'], rows);
}

export function renderCalls({ operations, schedule, providers }: Preview): readonly string[] {
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

export function renderJobs(preview: Preview): readonly string[] {
  const jobs = describeJobs(preview);
  return jobs.length === 0 ? [] : folded('Own work', [...jobs.map((job) => `- ${text(job)}`), '', CALLS_OF_JOBS]);
}

export function renderSecrets({ secrets }: Preview): readonly string[] {
  const rows = secrets.map((secret) => [
    code(secret.name),
    code(secretSource(secret)),
    secret.resolves === null ? 'not looked up' : secret.resolves ? 'resolves' : secretMissing(secret, '**missing**'),
  ]);
  return rows.length === 0 ? [] : folded('Secrets', markdownTable(['secret', 'from', ''], rows));
}

/** What the units of each migration do, said once for all that do the same. */
export function renderSteps({ units }: Preview): readonly string[] {
  const groups = Map.groupBy(units, ({ migration, steps }) =>
    JSON.stringify([migration, ...steps.map(({ name }) => name)]),
  );
  const rows = [...groups.values()].map((members) => [
    code(members[0]?.migration ?? ''),
    countStates(members),
    (members[0]?.steps ?? []).map(({ name }) => text(name)).join(' → '),
  ]);
  return folded('Steps of units', markdownTable(['migration', 'units', 'steps'], rows));
}

/** `40 succeeded, 6 pending` */
function countStates(units: readonly PreviewUnit[]): string {
  return [...Map.groupBy(units, ({ state }) => state)]
    .map(([state, members]) => `${formatCount(members.length)} ${state}`)
    .join(', ');
}

function folded(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${text(summary)}</summary>`, '', ...lines, '', '</details>'];
}
