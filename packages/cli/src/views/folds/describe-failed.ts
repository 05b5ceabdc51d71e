import { defined, type Graph, type StepFailure } from '@waybill/core';
import { remedyOf } from '@waybill/core/internal';
import { failedVerificationOf } from '@waybill/node/live';
import type { FailedUnit } from './failed-next-steps.ts';
import { findTakeover } from './find-takeover.ts';

/** A failed unit by what can be done about it. */
export function describeFailed(unit: string, failure: StepFailure | undefined, graph: Graph): FailedUnit {
  const takeover = findTakeover(unit, failure, graph);
  return {
    unit,
    remedy: remedyOf('failed', failure),
    ...defined({ takeover }),
    ...(failure?.mayBeDone === true ? { mayBeDone: true } : {}),
    ...(failure?.mayRun === true ? { mayRun: true } : {}),
    ...defined({
      isDifferent: failedVerificationOf(failure?.code) === undefined ? undefined : true,
      movedFrom: failure?.movedFrom,
    }),
  };
}
