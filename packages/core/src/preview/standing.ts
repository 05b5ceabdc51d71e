import type { Graph, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { type ProgressCounts, UnitStates, type UnitStatus } from '../progress/unit-states.ts';
import { Ledger, type StepStatus } from '../run/ledger.ts';

/** Where every step and unit of a plan stands, as far as its journal tells. */
export interface Standing {
  step(address: string): StepStatus;
  unit(address: string): UnitStatus;
  /** The numbers of every view. */
  readonly counts: ProgressCounts;
}

/**
 * What a run would find when it resumed now, without running. It rests on the same ledger as a run: a gate is `gated`
 * exactly when a run would let an approval through, and checks that a run would repeat do not count as done. `running`: an
 * effect was begun and nothing is recorded after it, in a run that has not ended. One that has ended in order could not
 * tell what became of the effect: `unknown`.
 *
 * `isRunning`: the last run is going on, so that a check that passed in it is done. Default false.
 */
export function computeStanding(graph: Graph, checkpoint: Checkpoint, isRunning: boolean = false): Standing {
  const ledger = new Ledger(graph);
  const states = new UnitStates(graph, checkpoint);
  const unknown = new Set<string>();
  const { lastRun } = checkpoint;
  const checksSinceMs = isRunning && lastRun?.ended === undefined ? lastRun?.startedAtMs : undefined;
  const options = { retryFailed: false, ...(checksSinceMs === undefined ? {} : { checksSinceMs }) };
  for (const step of ledger.restore(checkpoint, options).ready) {
    const status = statusBeyondReady(step, checkpoint);
    if (status === 'unknown') unknown.add(step.address);
    // The ledger would give up everything behind an unknown outcome; the next run may still settle it.
    ledger.mark(step, status === 'unknown' ? 'running' : status);
  }
  return {
    step: (address) => (unknown.has(address) ? 'unknown' : ledger.status(address)),
    unit: (address) => states.status(address),
    counts: states.counts,
  };
}

type OpenStatus = 'ready' | 'running' | 'sleeping' | 'waiting' | 'gated' | 'unknown';

function statusBeyondReady(step: Step, { steps, lastRun }: Checkpoint): OpenStatus {
  if (step.kind === 'gate') return 'gated';
  if (step.kind === 'await') return 'waiting';
  switch (steps.get(step.address)?.status) {
    case 'intended':
      return lastRun?.ended === undefined ? 'running' : 'unknown';
    case 'unknown':
      return 'unknown';
    case 'retryable':
      return 'sleeping';
    default:
      return 'ready';
  }
}
