import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StepOmission } from '../journal/omissions.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { MOST_OMITTED_NAMED, type Omission } from '../provider/omission.ts';
import type { Difference } from '../provider/verification.ts';
import { defined } from '../value/defined.ts';

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
  if (own.length > 0) return eachOnce(own);
  const most = entries.toSorted(([, one], [, other]) => other.named.length - one.named.length);
  return most.slice(0, 1);
}

/** A later step that names the same again takes the place of an earlier one. */
function eachOnce(entries: readonly Entry[]): readonly Entry[] {
  const latest = new Map(entries.flatMap(([step, { named }]) => named.map((each) => [keyOf(each), step] as const)));
  return entries.flatMap(([step, omission]): Entry[] => {
    const named = omission.named.filter((each) => latest.get(keyOf(each)) === step);
    const count = omission.count - (omission.named.length - named.length);
    return count === 0 ? [] : [[step, { ...omission, count, named }]];
  });
}

function keyOf({ id, details }: Difference): string {
  return JSON.stringify([id, details?.['routing']]);
}

/**
 * What units are without, because the plan allows it, by unit: each document or key once. Not those that were led back: their clients
 * use the source, which has all. Pure.
 */
export function allowedOmissions(
  recorded: Recorded & Partial<Pick<Checkpoint, 'decisions'>>,
): ReadonlyMap<string, Omission> {
  if (recorded.omissions.size === 0) return NONE;
  return new Map(
    [...omissionsByUnit(recorded)].flatMap(([unit, entries]) => {
      if (recorded.decisions?.get(unit)?.rollback === 'ended') return [];
      const allowed = entries.filter(([, { isAllowed }]) => isAllowed);
      return allowed.length === 0 ? [] : [[unit, together(allowed)] as const];
    }),
  );
}

const NONE: ReadonlyMap<string, Omission> = new Map();

function together(entries: readonly Entry[]): Omission {
  const place = entries.map(([, omission]) => omission.place).find((each) => each !== undefined);
  return {
    count: entries.reduce((sum, [, { count }]) => sum + count, 0),
    named: entries.flatMap(([, { named }]) => named).slice(0, MOST_OMITTED_NAMED),
    ...defined({ place }),
    ...(entries.some(([, { written }]) => written === true) ? { written: true as const } : {}),
  };
}
