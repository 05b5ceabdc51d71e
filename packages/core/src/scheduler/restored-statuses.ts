import type { PlannedUnit } from '../graph/graph.ts';
import { stepsUnder } from '../graph/steps-under.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import { impliedSteps } from '../progress/implied-steps.ts';
import { recordedStatuses } from '../progress/recorded-statuses.ts';
import { beginsUnit, isRepeatedOnResume } from '../provider/steps/step-traits.ts';

export interface RestoreOptions {
  readonly retryFailed: boolean;
  /** @default never */
  readonly checksSinceMs?: number;
}

type RestoredUnit = Pick<PlannedUnit, 'address' | 'shape' | 'steps'>;
type RestoredStatus = readonly [step: string, status: 'succeeded' | 'failed' | 'skipped'];

/**
 * The steps of a unit that earlier runs or an operator ended. A check that passed before any effect of its unit was sent
 * is not among them: the world may have changed since; unless it passed at `checksSinceMs` or later, in a run that is
 * still in progress; and neither is what was done under a hold that was taken back. Failed steps stay failed unless `retryFailed`. Steps that are new before done ones count as done, see
 * `impliedSteps`.
 */
export function restoredStatuses(
  planned: RestoredUnit,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
  { retryFailed, checksSinceMs = Number.POSITIVE_INFINITY }: RestoreOptions,
): readonly RestoredStatus[] {
  const { address: unit, shape } = planned;
  const decision = decisions.get(unit)?.decision;
  if (decision !== undefined) {
    const status = decision === 'accepted' ? 'succeeded' : 'skipped';
    return shape.steps.map(({ name }) => [`${unit}.${name}`, status]);
  }
  if (steps.size === 0) return [];
  const hasBegun = shape.steps.some((step) => beginsUnit(step) && steps.has(`${unit}.${step.name}`));
  const implied = impliedSteps(planned, recordedStatuses(planned, steps));
  const states = shape.steps.map(({ name }) => steps.get(`${unit}.${name}`));
  const isKeptFailed = !retryFailed && states.some((state) => state?.status === 'failed');
  const again = isKeptFailed ? NONE : notWorthKeeping(planned, states);
  return shape.steps.flatMap((step, place): readonly RestoredStatus[] => {
    const address = `${unit}.${step.name}`;
    const { status, at = 0 } = states[place] ?? {};
    const isRestored = !isRepeatedOnResume(step) || hasBegun || at >= checksSinceMs;
    const isDone = status === 'succeeded' && isRestored && !again.has(step.name);
    if (isDone || implied.has(place)) return [[address, 'succeeded']];
    return status === 'failed' && !retryFailed ? [[address, 'failed']] : [];
  });
}

type States = readonly (StepState | undefined)[];

/**
 * Names of the steps that were done of what is to be held anew: what lifted it is to lift it again, and what was done under it is worth
 * nothing by then.
 */
function notWorthKeeping({ address, shape, steps }: RestoredUnit, states: States): ReadonlySet<string> {
  const lifts: string[] = [];
  const open: string[] = [];
  for (const [place, state] of states.entries()) {
    if (state?.holds === undefined || state.status === 'succeeded') continue;
    lifts.push(state.holds.liftedBy);
    open.push(`${address}.${shape.steps[place]?.name ?? ''}`);
  }
  if (open.length === 0) return NONE;
  return new Set([...lifts, ...open.flatMap((hold) => stepsUnder(steps, hold).map(({ name }) => name))]);
}

const NONE: ReadonlySet<string> = new Set();
