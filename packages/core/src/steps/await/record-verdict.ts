import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { RecordBody } from '../../journal/record.ts';
import type { Poll, Verdict } from '../../provider/poll.ts';
import type { StepWith } from '../../provider/steps/step-traits.ts';
import { keepValues } from '../../redact/keep-values.ts';
import type { Redactor } from '../../redact/redactor.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { JsonObject } from '../../value/value.ts';
import type { ClaimedIds, StepEnding } from '../step-context.ts';
import { taskIdsOfPoll } from '../task-ids.ts';
import { ELSEWHERE, type Elsewhere } from './elsewhere-verdict.ts';

/** Writes down how the wait for a remote task ended. */
export async function recordVerdict(
  step: StepWith<'waitsOutside'>,
  verdict: Exclude<Verdict, { kind: 'pending' }>,
  to: {
    /** What the poll was asked with. */
    readonly arguments: JsonObject;
    readonly record: (body: RecordBody) => Promise<void>;
    readonly redactor: Redactor;
    readonly claims: ClaimedIds;
    readonly poll: Pick<Poll, 'taskId'>;
    readonly elsewhere?: Elsewhere | undefined;
  },
): Promise<StepEnding> {
  const base = { step: step.address, attempt: 1, fingerprint: fingerprintStep(step) };
  const outputs = keepValues(verdict.outputs ?? {}, { template: step.arguments, resolved: to.arguments }, to.redactor);
  if (verdict.kind === 'reached') {
    await to.record({ kind: 'step.succeeded', ...base, outputs });
    to.claims.add(taskIdsOfPoll(to.poll, outputs));
    return { kind: 'succeeded', detail: verdict.status };
  }
  const { reason: message, code = 'RUN_TASK_FAILED' } = verdict;
  const failure = { code, message, ...defined({ hint: verdict.hint }) };
  const { isStillRunning = false, isFinal = !isStillRunning, mayBeDone = false } = verdict;
  await to.record({
    kind: 'step.failed',
    ...base,
    outcome: 'terminal',
    ...failure,
    ...(isFinal ? { isFinal } : {}),
    ...(isFinal && isStillRunning ? { mayRun: true } : {}),
    ...(mayBeDone ? { mayBeDone } : {}),
    ...defined({ outputs: nonEmpty(outputs) }),
    ...(code === ELSEWHERE ? { movedFrom: to.elsewhere?.moved ?? [] } : {}),
  });
  return { kind: 'failed', ...failure, isStillRunning };
}
