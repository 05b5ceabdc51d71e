import type { RunOutcome, RunResult } from '@waybill/core';
import { failedVerificationOf } from '@waybill/node/live';
import { EXIT, type ExitCode } from './exit-codes.ts';

const BY_OUTCOME: Readonly<Record<RunOutcome, ExitCode>> = {
  succeeded: EXIT.done,
  gated: EXIT.gated,
  stopped: EXIT.stopped,
  failed: EXIT.failed,
};

/** Whatever is graver than a difference that a verification found has the code of its own. */
export function exitCodeOfRun({
  outcome,
  units,
  suspended,
}: Pick<RunResult, 'outcome' | 'units' | 'suspended'>): ExitCode {
  const failed = units.filter(({ status }) => status === 'failed' || status === 'unknown');
  const isVerification =
    suspended.length === 0 && failed.every(({ failure }) => failedVerificationOf(failure?.code) !== undefined);
  return outcome === 'failed' && failed.length > 0 && isVerification ? EXIT.different : BY_OUTCOME[outcome];
}
