import type { Graph } from '@waybill/core';
import type { Estimate, PreviewCriticalStep, PreviewLane, PreviewSchedule, UnitSpan } from '@waybill/core/internal';
import { needsApproval } from '@waybill/core/internal';

const MINUTE = 60_000;

/** An estimate that nothing was simulated for: plausible numbers, the same ones every time. */
export function makeUpEstimate(graph: Graph): Estimate {
  const units = spanUnits(graph);
  const endsMs = Math.max(0, ...[...units.values()].slice(-1_000).map((span) => span.endsMs));
  return { schedule: makeUpSchedule(graph, units, endsMs), units };
}

function spanUnits(graph: Graph): ReadonlyMap<string, UnitSpan> {
  const spans = new Map<string, UnitSpan>();
  const lastOf = new Map<string, number>();
  const slots = new Map<string, number[]>();
  for (const [index, { address, unit, needs }] of graph.units.entries()) {
    const { provider, name } = unit.migration;
    const free = slots.get(provider) ?? [0, 0, 0, 0, 0];
    const slot = free.indexOf(Math.min(...free));
    const after = needs.map((need) => spans.get(need)?.endsMs ?? lastOf.get(need) ?? 0);
    const startsMs = Math.max(free[slot] ?? 0, ...after);
    const endsMs = startsMs + (8 + ((index * 7) % 23)) * MINUTE;
    free[slot] = endsMs;
    slots.set(provider, free);
    spans.set(address, { startsMs, endsMs });
    lastOf.set(`${name}[*]`, Math.max(lastOf.get(`${name}[*]`) ?? 0, endsMs));
  }
  return spans;
}

function makeUpSchedule(graph: Graph, units: ReadonlyMap<string, UnitSpan>, endsMs: number): PreviewSchedule {
  return {
    samples: 200,
    p50_ms: endsMs,
    p90_ms: Math.round(endsMs * 1.4),
    durations: [
      { provider: 'search', title: 'wait until the data task has ended', steps: 27, ...times(14), ...ASSUMED },
      { provider: 'cache', title: 'wait until the migration task has ended', steps: 10, ...times(18), ...LEARNED },
    ],
    critical_path: criticalPath(graph, units),
    limits: [
      { provider: 'search', limit: 'active', declared: '5', raised_to: '10', saves_ms: 52 * MINUTE },
      { provider: 'cache', limit: 'active_per_target', declared: '1', raised_to: '2', saves_ms: 0 },
      { provider: 'search', limit: 'requests', declared: '20/s', raised_to: '40/s', saves_ms: 0 },
      { provider: 'cache', limit: 'requests', declared: '5/s', raised_to: '10/s', saves_ms: 0 },
    ],
    calls: [
      { provider: 'search', operation: 'ListDataTasks', calls: 412, peak: 4 },
      { provider: 'search', operation: 'GetClusterDataInformation', calls: 81, peak: 11 },
      { provider: 'search', operation: 'CreateDataTasks', calls: 27, peak: 5 },
      { provider: 'cache', operation: 'ListMigrationTask', calls: 260, peak: 5 },
      { provider: 'cache', operation: 'ShowInstance', calls: 36, peak: 4 },
      { provider: 'cache', operation: 'CreateOnlineMigrationTask', calls: 6, peak: 2 },
    ],
    gates: graph.units.filter(({ steps }) => steps.some(needsApproval)).length,
    lanes: makeUpLanes(graph, units),
  };
}

/** Each gate three minutes before its unit ends, of which the last two are downtime. */
function makeUpLanes(graph: Graph, units: ReadonlyMap<string, UnitSpan>): readonly PreviewLane[] {
  const migrations = Map.groupBy(graph.units.slice(0, MOST_IN_LANES), ({ unit }) => unit.migration.name);
  return [...migrations].map(([name, members]): PreviewLane => {
    const spans = members.flatMap(({ address }) => units.get(address) ?? []);
    const ends = spans.map(({ endsMs }) => endsMs).toSorted((left, right) => left - right);
    const gate = members[0]?.steps.find(needsApproval);
    const endMs = ends.at(-1) ?? 0;
    const migration = members[0]?.unit.migration;
    return {
      migrations: [name],
      uses: `${migration?.provider}.${migration?.recipe}`,
      units: members.length,
      starts_ms: Math.min(...spans.map(({ startsMs }) => startsMs)),
      ends_p50_ms: endMs,
      ends_p90_ms: Math.round(endMs * 1.4),
      ...stopsOf(gate, ends.slice(0, 24)),
    };
  });
}

const MOST_IN_LANES = 1_000;

function stopsOf(
  gate: { readonly name: string; readonly title: string } | undefined,
  ends: readonly number[],
): Pick<PreviewLane, 'gates' | 'downtime'> {
  if (gate === undefined) return {};
  const before = (minutes: number): readonly number[] => ends.map((endMs) => endMs - minutes * MINUTE);
  return {
    gates: [{ step: gate.name, title: gate.title, units: ends.length, reached_ms: before(3) }],
    downtime: { units: ends.length, starts_ms: before(2), ...times(2) },
  };
}

const ASSUMED = { basis: 'assumed', source: 'no earlier run; a guess for this kind of work' } as const;
const LEARNED = { basis: 'computed', source: '9 earlier waits' } as const;

function times(minutes: number): { readonly p50_ms: number; readonly p90_ms: number } {
  return { p50_ms: minutes * MINUTE, p90_ms: minutes * 2 * MINUTE };
}

/** Back from the unit that ends last, over the needed one that ends last. */
function criticalPath(graph: Graph, units: ReadonlyMap<string, UnitSpan>): readonly PreviewCriticalStep[] {
  const path: PreviewCriticalStep[] = [];
  const ends = (address: string) => units.get(address)?.endsMs ?? 0;
  let unit = graph.units.reduce((last, other) => (ends(other.address) > ends(last.address) ? other : last));
  for (;;) {
    const { startsMs, endsMs } = units.get(unit.address) ?? { startsMs: 0, endsMs: 0 };
    const step = unit.steps.findLast(({ kind }) => kind === 'await') ?? unit.steps[0];
    const { name, provider } = unit.unit.migration;
    const before = graph.units.filter(
      (other) =>
        other !== unit &&
        ends(other.address) === startsMs &&
        (other.unit.migration.provider === provider || unit.needs.includes(`${other.unit.migration.name}[*]`)),
    )[0];
    const isNeed = unit.needs.some((need) => need.startsWith(`${before?.unit.migration.name ?? name}[`));
    path.unshift({
      step: step?.address ?? unit.address,
      title: step?.title ?? '',
      ready_ms: isNeed ? startsMs : Math.max(0, startsMs - 4 * MINUTE),
      starts_ms: startsMs,
      ends_ms: endsMs,
      held_by: isNeed || startsMs === 0 ? null : 'active',
    });
    if (before === undefined || startsMs === 0 || path.length > 12) return path;
    unit = before;
  }
}
