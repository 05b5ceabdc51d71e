import { formatRate } from '../plan/load/rate.ts';
import type { Limits } from '../provider/limits.ts';
import type { Sliced } from '../value/sliced.ts';
import type { LimitName, PreviewLimit } from './schedule.ts';
import type { SimulatedRun } from './simulate-run.ts';
import type { ModelLane, SimulationModel } from './simulation-model.ts';

/** Simulates the same run with other limits: how long it takes; undefined when that could not be done. */
export type TryLimits = (limits: ReadonlyMap<string, Limits>) => Sliced<number | undefined>;

const LIMITS: readonly LimitName[] = ['requests', 'in_flight', 'active', 'active_per_target'];

/**
 * What twice as much of each declared limit would save of a run, most first. A limit that nothing ever waited for saves
 * nothing. A schedule can become longer by a raised limit, because other steps come first then: that saves nothing too.
 */
export function* raiseLimits(
  model: SimulationModel,
  run: SimulatedRun,
  tryLimits: TryLimits,
): Sliced<readonly PreviewLimit[]> {
  const declared = [...model.lanes.values()].flatMap((lane) =>
    LIMITS.map((limit) => ({ lane, limit, raised: doubled(lane.limits, limit) })),
  );
  const tried: PreviewLimit[] = [];
  for (const { lane, limit, raised } of declared) {
    if (raised === undefined) continue;
    const isReached = run.reached.get(lane.alias)?.has(limit) === true;
    const saved = isReached ? savedMs(run, yield* tryLimits(new Map([[lane.alias, raised]]))) : 0;
    tried.push(describe(lane, limit, raised, saved));
  }
  return tried.toSorted((left, right) => right.saves_ms - left.saves_ms);
}

function savedMs(run: SimulatedRun, makespanMs: number | undefined): number {
  return makespanMs === undefined ? 0 : Math.max(0, Math.round(run.makespanMs - makespanMs));
}

function describe({ alias, limits }: ModelLane, limit: LimitName, raised: Limits, saves: number): PreviewLimit {
  return {
    provider: alias,
    limit,
    declared: formatLimit(limits, limit),
    raised_to: formatLimit(raised, limit),
    saves_ms: saves,
  };
}

/** Undefined when there is no such limit. */
function doubled(limits: Limits, limit: LimitName): Limits | undefined {
  const { requests, inFlight, active, activePerTarget } = limits;
  switch (limit) {
    case 'requests':
      return { ...limits, requests: { ...requests, count: requests.count * 2 } };
    case 'in_flight':
      return { ...limits, inFlight: inFlight * 2 };
    case 'active':
      return active === undefined ? undefined : { ...limits, active: active * 2 };
    case 'active_per_target':
      return activePerTarget === undefined ? undefined : { ...limits, activePerTarget: activePerTarget * 2 };
  }
}

function formatLimit({ requests, inFlight, active, activePerTarget }: Limits, limit: LimitName): string {
  switch (limit) {
    case 'requests':
      return formatRate(requests);
    case 'in_flight':
      return String(inFlight);
    case 'active':
      return String(active);
    case 'active_per_target':
      return String(activePerTarget);
  }
}
