import type { Preview, Report } from '@waybill/core';
import type { ReportRun } from '@waybill/core/internal';

export interface Span {
  readonly startsMs: number;
  readonly endsMs: number;
}

export interface Bar extends Span {
  readonly address: string;
  readonly state: string;
}

export interface Lane {
  readonly provider: string;
  readonly name: string;
  readonly planned: readonly Bar[];
  readonly actual: readonly Bar[];
  /** While remote tasks of its units ran. */
  readonly tasks: readonly Span[];
}

export interface Timeline {
  readonly isReport: boolean;
  readonly lanes: readonly Lane[];
  readonly endsMs: number;
  /** Of reports: where runs after the first begin. */
  readonly runStarts: readonly { readonly run: string; readonly atMs: number }[];
}

/** More lanes than these share one. */
const MOST_LANES = 40;

/**
 * Spans of units from the start, by provider and migration. Actual times count only while a run was in progress, so that a night
 * between two runs takes no room.
 */
export function buildTimeline(preview: Preview, report: Report | undefined): Timeline {
  const clock = runningClock(report?.runs ?? []);
  const actual = new Map((report?.units ?? []).map((unit) => [unit.address, unit]));
  const endOfRuns = clock(Number.POSITIVE_INFINITY);
  const uses = new Map(preview.migrations.map(({ name, uses: used }) => [name, used.slice(0, used.indexOf('.'))]));
  const lanes = new Map<string, { provider: string; name: string; planned: Bar[]; actual: Bar[]; tasks: Span[] }>();
  let endsMs = 0;
  for (const { address, migration, simulated, state } of preview.units) {
    const provider = uses.get(migration) ?? '';
    const name = lanes.has(migration) || lanes.size < MOST_LANES - 1 ? migration : 'other migrations';
    const lane = lanes.get(name) ?? {
      provider: name === migration ? provider : '',
      name,
      planned: [],
      actual: [],
      tasks: [],
    };
    lanes.set(name, lane);
    const seen = actual.get(address);
    if (simulated !== undefined)
      lane.planned.push({
        startsMs: simulated.starts_ms,
        endsMs: simulated.ends_ms,
        address,
        state: seen?.state ?? state,
      });
    if (seen?.actual !== undefined) {
      const { starts_at: from, ends_at: to } = seen.actual;
      const endMs = to === null ? endOfRuns : clock(Date.parse(to));
      lane.actual.push({ startsMs: clock(Date.parse(from)), endsMs: endMs, address, state: seen.state });
    }
    if (seen?.task !== undefined) {
      const { starts_at: from, ends_at: to } = seen.task;
      lane.tasks.push({ startsMs: clock(Date.parse(from)), endsMs: to === null ? endOfRuns : clock(Date.parse(to)) });
    }
    endsMs = Math.max(endsMs, lane.planned.at(-1)?.endsMs ?? 0, lane.actual.at(-1)?.endsMs ?? 0);
  }
  const filled = [...lanes.values()].filter((lane) => lane.planned.length > 0 || lane.actual.length > 0);
  const runStarts = (report?.runs ?? [])
    .slice(1)
    .map(({ run, started_at: at }) => ({ run, atMs: clock(Date.parse(at)) }));
  return {
    isReport: report !== undefined,
    lanes: filled.toSorted((left, right) => left.provider.localeCompare(right.provider, 'en')),
    endsMs,
    runStarts,
  };
}

/** From wall time to the time for which runs had gone on until then. */
function runningClock(runs: readonly ReportRun[]): (t: number) => number {
  const spans = runs.map((run) => [Date.parse(run.started_at), Date.parse(run.ended_at)] as const);
  return (t) => spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(t, to) - from), 0);
}
