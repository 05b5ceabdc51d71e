import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { possibleTaskIds } from './possible-task-ids.ts';
import type { JournalRecord, OrphansSwept, UnitRedone } from './record.ts';
import { holdOfStep, type StandingHold } from './step-hold.ts';
import type { StepState } from './step-state.ts';

/** What is known of the tasks from before a unit was started over. */
export interface LeftBehind {
  /** Those that the journal has an answer of. */
  readonly taskIds: readonly string[];
  /** A call whose outcome was not known then: it may have made a task that the journal does not have. */
  readonly hasLostCall: boolean;
  /** When the unit was started over last, by the wall clock. */
  readonly atMs: number;
  /**
   * `open`: nobody has looked since. `cleared`: nothing was left when the vendor was asked. `unlisted`: the vendor cannot be
   * asked, because its tasks do not say who created them.
   */
  readonly sweep: 'open' | 'cleared' | 'unlisted';
  /** What it kept others from then, and nobody has given back. Absent: nothing. */
  readonly holds?: readonly StandingHold[];
}

/** As much of a step's state as shows whether it made something. */
type DoneStep = Pick<StepState, 'status' | 'outputs' | 'at' | 'holds'>;

/** A vendor may show a task only some time after its call. What it shows later is found, but is not waited for. */
const APPEARS_WITHIN_MS = 10 * 60_000;

/** Adds what a unit leaves that is started over, before its steps are forgotten. */
export function addLeftBehind(
  leftBehind: Map<string, LeftBehind>,
  { unit, steps, readSteps = [], t }: JournalRecord & UnitRedone,
  states: ReadonlyMap<string, DoneStep>,
): void {
  const redone = steps.filter((step) => !readSteps.includes(step)).flatMap((step) => states.get(step) ?? []);
  const before = leftBehind.get(unit);
  const holds = redoneHolds(steps, states, before?.holds);
  const hasMade = redone.some(mayHaveMade);
  if (!hasMade && holds.length === 0) return;
  const taskIds = redone.flatMap(({ outputs }) => possibleTaskIds(outputs));
  leftBehind.set(unit, {
    taskIds: [...new Set([...(before?.taskIds ?? []), ...taskIds])],
    hasLostCall: before?.hasLostCall === true || (taskIds.length === 0 && redone.some(isOpen)),
    atMs: hasMade ? t : (before?.atMs ?? t),
    sweep: hasMade ? 'open' : (before?.sweep ?? 'cleared'),
    ...defined({ holds: nonEmpty(holds) }),
  });
}

/** Those of this life of the unit, and of earlier ones that it did not take up again. */
function redoneHolds(
  steps: readonly string[],
  states: ReadonlyMap<string, DoneStep>,
  before: readonly StandingHold[] = [],
): readonly StandingHold[] {
  const own = steps.flatMap((step) => {
    const { holds } = states.get(step) ?? {};
    return holds === undefined ? [] : (holdOfStep(step, holds, states) ?? []);
  });
  return [...before.filter(({ step }) => !states.has(step)), ...own];
}

/** A unit that was started over once more since the vendor was asked is not what was asked about. */
export function sweepLeftBehind(
  leftBehind: Map<string, LeftBehind>,
  { cleared, unlisted }: OrphansSwept,
  generation: (unit: string) => number,
): void {
  for (const [units, sweep] of [[cleared, 'cleared'] as const, [unlisted, 'unlisted'] as const]) {
    for (const [unit, asked] of Object.entries(units)) {
      const left = leftBehind.get(unit);
      if (left !== undefined && generation(unit) === asked) leftBehind.set(unit, { ...left, sweep });
    }
  }
}

/** The units of which something may be left, in the order in which they were started over first. */
export function unitsLeftBehind(
  { leftBehind }: { readonly leftBehind: ReadonlyMap<string, LeftBehind> },
  sweep: Exclude<LeftBehind['sweep'], 'cleared'>,
): readonly string[] {
  return [...leftBehind].flatMap(([unit, left]) => (left.sweep === sweep ? [unit] : []));
}

/** Whether a list of now shows whatever the calls of that time made. */
export function isAllToBeSeen({ hasLostCall, atMs }: LeftBehind, nowMs: number): boolean {
  return !hasLostCall || nowMs - atMs >= APPEARS_WITHIN_MS;
}

/** An effect that answered something, such as the id of a task, or of which nobody knows whether it happened. */
function mayHaveMade(step: DoneStep): boolean {
  return step.status === 'succeeded' ? Object.keys(step.outputs).length > 0 : isOpen(step);
}

function isOpen({ status }: DoneStep): boolean {
  return status === 'intended' || status === 'unknown';
}
