import { unitOfStep } from '../graph/unit-of-step.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StepOmission } from '../journal/omissions.ts';
import { MOST_OMITTED_NAMED, type Omission } from '../provider/omission.ts';
import type { Difference } from '../provider/verification.ts';

type Recorded = Pick<Checkpoint, 'omissions'>;
type Entry = readonly [step: string, omission: StepOmission];

/**
 * What steps of units have omitted, by unit, and in the order in which that was recorded. Comparisons count where no other
 * step of the unit names what it has omitted: they find the same again, without the reasons. Pure.
 */
export function omissionsByUnit({ omissions }: Recorded): ReadonlyMap<string, readonly Entry[]> {
  const units = Map.groupBy(omissions, ([step]) => unitOfStep(step));
  return new Map([...units].map(([unit, entries]) => [unit, tellingOf(entries)]));
}

function tellingOf(entries: readonly Entry[]): readonly Entry[] {
  const own = entries.filter(([, { isCompared }]) => !isCompared);
  if (own.length > 0) return own;
  const most = entries.toSorted(([, one], [, other]) => other.named.length - one.named.length);
  return most.slice(0, 1);
}

/** What units are without, because the plan allows it, by unit: each document or key once. Pure. */
export function allowedOmissions(recorded: Recorded): ReadonlyMap<string, Omission> {
  if (recorded.omissions.size === 0) return NONE;
  return new Map(
    [...omissionsByUnit(recorded)].flatMap(([unit, entries]) => {
      const allowed = entries.filter(([, { isAllowed }]) => isAllowed);
      return allowed.length === 0 ? [] : [[unit, together(allowed)] as const];
    }),
  );
}

const NONE: ReadonlyMap<string, Omission> = new Map();

/** A later reason takes the place of an earlier one. */
function together(entries: readonly Entry[]): Omission {
  const named = new Map<string, Difference>();
  let unnamed = 0;
  for (const [, omission] of entries) {
    for (const each of omission.named) named.set(JSON.stringify([each.id, each.details?.['routing']]), each);
    unnamed += Math.max(0, omission.count - omission.named.length);
  }
  return { count: named.size + unnamed, named: [...named.values()].slice(0, MOST_OMITTED_NAMED) };
}
