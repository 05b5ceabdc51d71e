import { assertInvariant, defined, type Verdict } from '@waybill/core';

/**
 * One verdict for all tasks of a wait: failed as soon as one has failed, reached when all are. The status text holds one
 * word per task in their order, so that the history of each can be read from it.
 */
export function combineVerdicts(ids: readonly string[], verdicts: readonly Verdict[]): Verdict {
  const [only] = verdicts;
  assertInvariant(only !== undefined && ids.length === verdicts.length, 'each task of a wait has a verdict');
  if (verdicts.length === 1) return only;
  const status = verdicts.map((verdict) => verdict.status).join(', ');
  const failures = verdicts.filter((verdict) => verdict.kind === 'failed');
  if (failures[0] !== undefined) {
    const { hint, code } = failures[0];
    const reason = failures.map((failure) => failure.reason).join(' ');
    const isStillRunning = verdicts.some((verdict) => verdict.kind === 'pending' || isRunningOn(verdict));
    return {
      kind: 'failed',
      status,
      reason,
      ...defined({ code, hint }),
      isStillRunning,
      // One that has ended does not begin to run by waiting for the others.
      isFinal: failures.some(({ isStillRunning: isRunning = false, isFinal = !isRunning }) => isFinal),
      // One whose work was certainly not done is to be started over.
      ...(failures.every(({ mayBeDone = false }) => mayBeDone) && failures.length === verdicts.length
        ? { mayBeDone: true }
        : {}),
    };
  }
  const open = verdicts.filter((verdict) => verdict.kind === 'pending');
  if (open.length === 0) return { kind: 'reached', status, outputs: { task_ids: ids } };
  const warnings = open.flatMap((verdict) => verdict.warning ?? []);
  return {
    kind: 'pending',
    status,
    progress: (verdicts.length - open.length) / verdicts.length,
    ...defined({ warning: warnings.length === 0 ? undefined : warnings.join(' ') }),
  };
}

function isRunningOn(verdict: Verdict): boolean {
  return verdict.kind === 'failed' && verdict.isStillRunning === true;
}
