import type { BlueprintProblem } from '@waybill/core';

/** Of a unit whose `verify.connect` names connections that no provider compares. `type`: of those that can be compared. */
export function notComparable(type: string): BlueprintProblem {
  return {
    severity: 'error',
    path: ['verify', 'connect'],
    summary: 'nothing compares these connections',
    detail: 'The provider of verify.connect does not compare what its connections have.',
    hint: `Name entries of type ${type}, and use the provider ${type}.`,
  };
}
