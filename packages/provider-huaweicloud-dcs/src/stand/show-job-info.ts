import type { Answer, Call } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { MigrationTask, Phase } from './migration-task.ts';
import { unknownTask } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/** A job waits this fraction of its time before it runs. */
const INIT_FRACTION = 0.2;

/** Source: Huawei Cloud DCS API reference, ShowJobInfo. The job type of a migration is not documented. */
export function showJobInfo(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = state.taskOfJob(call.params['job_id'] ?? '');
  if (task === null) throw unknownTask();
  const creating = creatingPhase(task);
  const seenAtMs = Math.max(creating.atMs, world.nowMs() - call.taskFaults.staleMs);
  const hasEnded = seenAtMs >= creating.jobEndsAtMs;
  const hasFailed = hasEnded && creating.failure !== null;
  return dcsAnswer(world, {
    job_id: task.jobId,
    job_type: 'createMigrationTask',
    status: hasFailed ? 'FAIL' : jobStatus(creating, seenAtMs),
    begin_time: String(Math.floor(creating.atMs)),
    end_time: hasEnded ? String(Math.floor(creating.jobEndsAtMs)) : null,
    fail_reason: hasFailed ? (creating.failure?.message ?? 'The migration machine could not be created.') : null,
  });
}

function jobStatus(creating: Extract<Phase, { kind: 'creating' }>, atMs: number): string {
  if (atMs >= creating.jobEndsAtMs) return 'SUCCESS';
  const runsAtMs = creating.atMs + (creating.jobEndsAtMs - creating.atMs) * INIT_FRACTION;
  return atMs < runsAtMs ? 'INIT' : 'RUNNING';
}

function creatingPhase(task: MigrationTask): Extract<Phase, { kind: 'creating' }> {
  const [phase] = task.phases;
  if (phase?.kind !== 'creating') throw new Error(`job ${task.jobId} belongs to a task without a machine`);
  return phase;
}
