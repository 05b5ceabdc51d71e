import { failedVerificationOf as findResult } from '@waybill/core/internal';

/** What a verification found that failed a step with the code; undefined where the step failed for another reason. */
export function failedVerificationOf(code: string | undefined): 'different' | 'unstable' | undefined {
  return findResult(code);
}
