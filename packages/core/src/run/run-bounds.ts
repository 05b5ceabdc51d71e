import type { ConnectedProviders } from '../connect/connect-providers.ts';
import type { RunEventBody } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import type { RunEnded } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { VERSION } from '../version.ts';
import type { RunResult } from './run-result.ts';

/** What observers learn of a run that begins. */
export function startedEvent(started: {
  readonly run: string;
  readonly plan: Plan;
  readonly graph: Graph;
  readonly isResumed: boolean;
  readonly counts: ProgressCounts;
}): RunEventBody {
  const { run, plan, graph, isResumed, counts } = started;
  return {
    kind: 'run.started',
    run,
    plan: plan.name,
    isResumed,
    unitCount: graph.units.length,
    stepCount: graph.stepCount,
    finishedStepCount: counts.steps.done,
  };
}

/** By provider type: the version of each part that a run uses. */
export function versionsOf(providers: ConnectedProviders): Readonly<Record<string, string>> {
  const entries = [...providers.byAlias.values()].map(({ provider }) => [provider.type, provider.version] as const);
  return { core: VERSION, ...Object.fromEntries(entries) };
}

/** By status: units of it, without those that have none. */
export function countUnits({ counts }: Pick<RunResult, 'counts'>): Readonly<Record<string, number>> {
  const { total: _total, ...byStatus } = counts.units;
  return Object.fromEntries(Object.entries(byStatus).filter(([, count]) => count > 0));
}

/** The last record of a run that came to an end by itself. */
export function endedRecord(
  run: string,
  result: Pick<RunResult, 'outcome' | 'counts' | 'suspended' | 'stopReason' | 'heldPlaces'>,
): RunEnded {
  const { outcome, suspended, stopReason, heldPlaces } = result;
  return {
    kind: 'run.ended',
    run,
    outcome,
    unitCounts: countUnits(result),
    ...defined({ suspended: nonEmpty(suspended), stopReason, heldPlaces: nonEmpty(heldPlaces) }),
  };
}
