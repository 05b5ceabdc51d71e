import type { Step } from '@waybill/core';
import { needsApproval } from '@waybill/core/internal';

/** A gate after which clients use the target. */
export function isCutover(step: Step): boolean {
  return needsApproval(step) && step.isCutover;
}
