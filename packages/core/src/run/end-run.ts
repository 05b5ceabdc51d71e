import type { RunOutcome } from '../journal/record.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import type { Ledger } from '../scheduler/ledger.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import type { Sliced } from '../value/sliced.ts';
import { describeSuspensions } from './describe-suspension.ts';
import { RuledGates } from './ruled-gates.ts';
import { buildUnitReports, type RunResult, type UnitReport } from './run-result.ts';
import type { StepContextSources } from './step-contexts.ts';
import { isStoppedByCaller, stopReasonOf } from './stop-reason.ts';

/** Of units that a run which is stopped leaves to the next one. */
const UNFINISHED: ReadonlySet<string> = new Set(['pending', 'started', 'active']);

/** Sums up a run that does nothing more. `suspended`: by alias. */
export function* endRun(
  { parts, scheduler, records }: StepContextSources,
  suspended: ReadonlyMap<string, ProviderError>,
): Sliced<RunResult> {
  const { id, graph, fold, selection, redactor } = parts;
  yield* records.end();
  const ruled = new RuledGates(parts);
  const units = yield* buildUnitReports({
    graph,
    states: records.states,
    ledger: scheduler.ledger,
    fold,
    verdictOf: (gate) => ruled.ruledVerdictOf(gate),
  });
  const stopping = parts.stopping.signal;
  const selected = units.filter(({ address }) => selection.includes(address));
  const outcome = outcomeOf(selected, {
    stopping,
    isSuspended: suspended.size > 0,
    isHeld: scheduler.held.some(({ endsRun }) => endsRun === true),
    ledger: scheduler.ledger,
  });
  const stopReason = stopReasonOf({ outcome, stopping, suspended });
  return {
    run: id,
    outcome,
    units,
    counts: records.counts,
    suspended: describeSuspensions(suspended, redactor),
    heldPlaces: heldPlaces({ parts, scheduler, records }),
    ...defined({ stopReason, held: nonEmpty(scheduler.held) }),
  };
}

/** Units that failed, or left the plan, and whose tasks may run, as far as other units wait for their places. */
function heldPlaces({ parts, scheduler, records }: StepContextSources): readonly string[] {
  const held = [...parts.providers.keys()].flatMap((alias) => scheduler.queue.placesWaitedFor(alias));
  const orphans = new Set(parts.orphans.map(({ unit }) => unit));
  return [...new Set(held)].filter((unit) => orphans.has(unit) || records.states.status(unit) === 'failed');
}

function outcomeOf(
  units: readonly UnitReport[],
  run: {
    readonly stopping: AbortSignal;
    readonly isSuspended: boolean;
    /** What is left waits for a window to open. */
    readonly isHeld: boolean;
    readonly ledger: Ledger;
  },
): RunOutcome {
  const statuses = units.map(({ status }) => status);
  // What an operator gave up is no failure, and neither is what was skipped because of it: a skip after a failure has one.
  if (statuses.every((status) => status === 'succeeded' || status === 'skipped')) return 'succeeded';
  const isUnfinished = units.some((unit) => UNFINISHED.has(unit.status) || isStillToBeSettled(unit, run.ledger));
  if (isStoppedByCaller(run.stopping) && isUnfinished) return 'stopped';
  const isBroken = statuses.some((status) => status === 'failed' || status === 'unknown') || run.isSuspended;
  if (isBroken) return 'failed';
  return statuses.includes('gated') || run.isHeld ? 'gated' : 'stopped';
}

/** The run ended before it could ask what became of the unit's call; the next one does. */
function isStillToBeSettled({ status, step }: UnitReport, ledger: Ledger): boolean {
  return status === 'unknown' && step !== undefined && ledger.status(step) !== 'unknown';
}
