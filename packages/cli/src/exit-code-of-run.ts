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
  if (outcome !== 'failed' || suspended.length > 0) return BY_OUTCOME[outcome];
  const failed = units.filter(({ status }) => status === 'failed' || status === 'unknown');
  const areDifferences = failed.every(({ failure }) => failedVerificationOf(failure?.code) !== undefined);
  return failed.length > 0 && areDifferences ? EXIT.different : EXIT.failed;
}
