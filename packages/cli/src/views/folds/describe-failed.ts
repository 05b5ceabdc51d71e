import { defined, type Graph, remedyOf, type StepFailure } from '@waybill/core';
import { findTakeover } from './find-takeover.ts';
import type { FailedUnit } from './next-steps.ts';

/** A failed unit by what can be done about it. */
export function describeFailed(unit: string, failure: StepFailure | undefined, graph: Graph): FailedUnit {
  const takeover = findTakeover(unit, failure, graph);
  return {
    unit,
    remedy: remedyOf('failed', failure),
    ...defined({ takeover }),
    ...(failure?.mayBeDone === true ? { mayBeDone: true } : {}),
    ...(failure?.movedFrom === undefined ? {} : { movedFrom: failure.movedFrom }),
  };
}
