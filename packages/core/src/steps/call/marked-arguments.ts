import type { CallStep } from '../../graph/graph.ts';
import type { Operation } from '../../provider/operation.ts';
import type { JsonObject } from '../../value/value.ts';
import type { StepContext } from '../step-context.ts';

/**
 * The arguments of a call with everything filled in, and with the unit's mark where the operation takes one. The mark is
 * put in here and not by the kind, so that it is no part of what a step means: plans of older states stay the same.
 */
export function markedArguments(
  step: CallStep,
  { mark }: Operation,
  context: Pick<StepContext, 'resolve' | 'unitMark'>,
): JsonObject {
  return context.resolve(mark === undefined ? step.arguments : mark(step.arguments, context.unitMark));
}
