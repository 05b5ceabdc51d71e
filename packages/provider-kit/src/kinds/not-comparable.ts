import type { BlueprintProblem } from '@waybill/core';

/** Of a unit whose `verify.connect` names connections that no provider compares. `type`: of those that can be compared. */
export function notComparable(type: string): BlueprintProblem {
  return {
    severity: 'error',
    path: ['verify', 'connect'],
    summary: 'these connections cannot be compared',
    detail: 'The provider of the connections in verify.connect has no comparison.',
    hint: `Name entries of type ${type}, and use the provider ${type}.`,
  };
}
