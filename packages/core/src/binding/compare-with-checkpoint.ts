import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph } from '../graph/graph.ts';
import { isRepeatedOnResume } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';

/** What an edited plan means for what was done already. */
export interface Comparison {
  /** Steps that were done or begun and now mean something else, which nobody has accepted yet. */
  readonly changed: readonly string[];
  /** Steps that mean something else now and of which a person said that they stay as they were done. */
  readonly accepted: readonly string[];
  /** Steps that were done or begun and are no longer in the plan. */
  readonly orphaned: readonly string[];
  readonly isSamePlan: boolean;
}

/** Compares by address and fingerprint. Pure. Steps that never began may change freely. */
export function compareWithCheckpoint(graph: Graph, planDigest: string, checkpoint: Checkpoint): Comparison {
  const changed: string[] = [];
  const accepted: string[] = [];
  const orphaned: string[] = [];
  for (const [address, state] of checkpoint.steps) {
    const step = graph.stepsByAddress.get(address);
    if (step === undefined) orphaned.push(address);
    // A gate's approval carries no fingerprint; what each run repeats binds nobody.
    else if (!isRepeatedOnResume(step) && state.fingerprint !== '') {
      const fingerprint = fingerprintStep(step);
      if (state.fingerprint === fingerprint) continue;
      if (state.acceptedFingerprint === fingerprint) accepted.push(address);
      else changed.push(address);
    }
  }
  const lastDigest = checkpoint.lastRun?.started.planDigest;
  return { changed, accepted, orphaned, isSamePlan: lastDigest === undefined || lastDigest === planDigest };
}
