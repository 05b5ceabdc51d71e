import type { FailureGroup } from './json-objects.ts';

export interface UnitFailure {
  readonly unit: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Units with the very same code and message together, the largest group first. */
export function groupFailures(failures: readonly UnitFailure[]): readonly FailureGroup[] {
  const groups = Map.groupBy(failures, ({ code, message }) => `${code}\n${message}`);
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      return first === undefined ? [] : [toGroup(first, members)];
    })
    .toSorted((left, right) => right.units.length - left.units.length);
}

function toGroup(first: UnitFailure, members: readonly UnitFailure[]): FailureGroup {
  const { code, message, hint } = first;
  return { code, message, ...(hint === undefined ? {} : { hint }), units: members.map(({ unit }) => unit) };
}
