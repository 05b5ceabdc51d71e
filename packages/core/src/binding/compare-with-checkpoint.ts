import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph, Step } from '../graph/graph.ts';
import { shapeAt } from '../graph/unit-shape.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import { isRepeatedOnResume } from '../provider/steps/step-traits.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { formerAlias } from './former-alias.ts';

/** Some milliseconds of work. */
const STEPS_PER_SLICE = 1_000;

/** What an edited plan means for what was done already. */
export interface Comparison {
  /** Steps that were done or begun and now mean something else, which nobody has accepted yet. */
  readonly changed: readonly string[];
  /** Steps that mean something else now and of which an operator said that they stay as they were done. */
  readonly accepted: readonly string[];
  /** Steps that were done or begun and are no longer in the plan. */
  readonly orphaned: readonly string[];
  readonly isSamePlan: boolean;
}

/** Compares by address, fingerprint and the connection of a migration's `uses`. Pure. Steps that never began may change freely. */
export function compareWithCheckpoint(graph: Graph, planDigest: string, checkpoint: Checkpoint): Comparison {
  return atOnce(compareWithCheckpointSliced(graph, planDigest, checkpoint));
}

/** What `compareWithCheckpoint` gives. */
export function* compareWithCheckpointSliced(
  graph: Graph,
  planDigest: string,
  checkpoint: Checkpoint,
): Sliced<Comparison> {
  const changed: string[] = [];
  const accepted: string[] = [];
  const orphaned: string[] = [];
  const { runs } = checkpoint;
  yield* eachSliced(checkpoint.steps, STEPS_PER_SLICE, ([address, state]) => {
    // A gate's approval carries no fingerprint; what each run repeats binds nobody, and its step need not be built.
    const shape = shapeAt(graph, address);
    if (shape !== undefined && (isRepeatedOnResume(shape) || state.fingerprint === '')) return;
    const step = graph.stepsByAddress.get(address);
    if (step === undefined) orphaned.push(address);
    else if (!isRepeatedOnResume(step) && state.fingerprint !== '') {
      const moved = isMovedAway(step, state, { graph, runs });
      const fingerprint = fingerprintStep(step);
      if (state.fingerprint === fingerprint && !moved) return;
      if (state.acceptedFingerprint === (moved ? acceptedElsewhere(step) : fingerprint)) accepted.push(address);
      else changed.push(address);
    }
  });
  const lastDigest = checkpoint.lastRun?.started.planDigest;
  return { changed, accepted, orphaned, isSamePlan: lastDigest === undefined || lastDigest === planDigest };
}

/** What is recorded of a changed step that stays as it was done. */
export function acceptedMeaning(step: Step, graph: Graph, { steps, runs }: Checkpoint): string {
  return isMovedAway(step, steps.get(step.address), { graph, runs }) ? acceptedElsewhere(step) : fingerprintStep(step);
}

/** A connection is no part of a fingerprint, so that its alias can be renamed; but a task is known to one account only. */
function isMovedAway(
  step: Step,
  state: StepState | undefined,
  { graph, runs }: { readonly graph: Graph; readonly runs: Checkpoint['runs'] },
): boolean {
  if (state?.run === undefined) return false;
  const former = formerAlias(step, state, { unit: graph.unitsByAddress.get(step.unit)?.unit, runs });
  if (former === undefined) return false;
  return former.isOther || graph.units.some(({ unit }) => unit.migration.provider === former.alias);
}

function acceptedElsewhere(step: Step): string {
  return `${fingerprintStep(step)}@${step.provider}`;
}
