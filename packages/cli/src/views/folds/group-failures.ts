import { defined } from '@waybill/core';
import { causeOf, failedVerificationOf, type UnitFailure } from '@waybill/node/live';
import type { FailureGroup } from '../documents/json-objects.ts';

export type { UnitFailure };

/**
 * Units with the same cause together, the largest group first. Messages that differ only by ids tell the same cause; the
 * first one stands for all.
 */
export function groupFailures(failures: readonly UnitFailure[]): readonly FailureGroup[] {
  const alike = [...Map.groupBy(failures, ({ code, message }) => `${code}\n${message}`).values()];
  const causes = Map.groupBy(alike, ([first]) => (first === undefined ? '' : causeOf(first)));
  return [...causes.values()]
    .flatMap((groups) => {
      const [first] = groups[0] ?? [];
      return first === undefined ? [] : [toGroup(first, groups)];
    })
    .toSorted((left, right) => right.units.length - left.units.length);
}

function toGroup(first: UnitFailure, groups: readonly (readonly UnitFailure[])[]): FailureGroup {
  const { code, message, hint } = first;
  return {
    code,
    ...defined({ result: failedVerificationOf(code) }),
    message,
    ...(groups.length === 1 ? {} : { is_example: true }),
    ...defined({ hint }),
    units: groups.flatMap((members) => members.map(({ unit }) => unit)),
  };
}
