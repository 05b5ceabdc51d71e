import type { PlannedUnit } from '../graph/graph.ts';
import type { StepShape, UnitShape } from '../graph/unit-shape.ts';
import { moduleOf } from '../provider/steps/step-modules.ts';
import { beginsUnit, traitsOf } from '../provider/steps/step-traits.ts';
import { collectReferences } from '../value/value.ts';
import type { RecordedStatus } from './recorded-statuses.ts';

type Places = ReadonlySet<number>;

const NONE: Places = new Set();

/**
 * Places of the steps that count as done without a record: a later step that needs them, directly or not, is done. A run
 * never ends steps in that order, so the plan, or an earlier version, did not have them then; to do them now would change
 * what was made from their place on. Not those whose outputs a step needs that is still to be done.
 */
export function impliedSteps(unit: Pick<PlannedUnit, 'shape' | 'steps'>, statuses: readonly RecordedStatus[]): Places {
  const before = stepsBeforeDone(unit.shape, statuses);
  if (before.size === 0) return NONE;
  const implied = new Set(before);
  const { steps, shape } = unit;
  // Steps come after those whose outputs they take, so that one pass from the end finds all.
  for (const [place, step] of [...steps.entries()].toReversed()) {
    if (implied.has(place) || statuses[place] === 'succeeded') continue;
    for (const { path } of collectReferences(moduleOf(step).meaning(step)))
      if (path[0] === 'steps') implied.delete(shape.places.get(String(path[1])) ?? -1);
  }
  return implied;
}

/** Places of the steps without a record that lie before a done one, whoever needs what they give. */
export function stepsBeforeDone({ steps }: Pick<UnitShape, 'steps'>, statuses: readonly RecordedStatus[]): Places {
  // Nearly always: the steps that are done are the first ones.
  const firstOpen = statuses.indexOf(undefined);
  if (firstOpen < 0 || !statuses.includes('succeeded', firstOpen)) return NONE;
  const before = new Set<number>();
  for (const [place, step] of [...steps.entries()].toReversed()) {
    const isDone = statuses[place] === 'succeeded' && showsWhatIsBefore(step);
    if (isDone || before.has(place)) for (const need of step.needs) before.add(need);
  }
  return new Set([...before].filter((place) => statuses[place] === undefined));
}

/** The name of the first done step that shows that `step`, which has no record, was passed; undefined: none does. */
export function findDoneAfter(
  { steps, places }: Pick<UnitShape, 'steps' | 'places'>,
  step: string,
  statuses: readonly RecordedStatus[],
): string | undefined {
  const behind = new Set([places.get(step)]);
  const done = steps.find((after, place) => {
    if (!after.needs.some((need) => behind.has(need))) return false;
    behind.add(place);
    return statuses[place] === 'succeeded' && showsWhatIsBefore(after);
  });
  return done?.name;
}

/**
 * A step that is done after a failure as well shows nothing; nor does a check or an approval, which a unit can have before
 * anything of it is made.
 */
function showsWhatIsBefore(step: StepShape): boolean {
  return !step.always && (beginsUnit(step) || traitsOf(step).waitsOutside);
}
