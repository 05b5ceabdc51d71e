import { type Answer, type Call, textOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { requireBody } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/**
 * Starts building the migration machine. The answer's instance_id is the task's id; job_id is not documented but sent.
 * Names need not be unique. Source: Huawei Cloud DCS API reference, CreateOnlineMigrationTask.
 */
export function createOnlineMigrationTask(call: Call, { world, state }: HuaweicloudService): Answer {
  const body = requireBody(call);
  const name = textOf(body, 'name') ?? '';
  const network = {
    vpcId: textOf(body, 'vpc_id'),
    subnetId: textOf(body, 'subnet_id'),
    securityGroupId: textOf(body, 'security_group_id'),
  };
  const taskId = world.random.uuid();
  const jobId = `ff8080${world.random.hex(26)}`;
  const createdAtMs = world.nowMs();
  const readyAtMs = createdAtMs + world.durationMs('dcsMachineCreationMs', name);
  const jobEndsAtMs = Math.max(readyAtMs, createdAtMs + world.durationMs('dcsJobMs', name));
  state.addTask({
    taskId,
    jobId,
    name,
    description: textOf(body, 'description'),
    kind: 'online',
    createdAtMs,
    hiddenUntilMs: createdAtMs + call.taskFaults.hiddenMs,
    network,
    backupFiles: null,
    resumeMode: null,
    unfinishedWord: call.taskFaults.statusWord,
    phases: [{ kind: 'creating', atMs: createdAtMs, readyAtMs, jobEndsAtMs, failure: call.taskFaults.failure }],
  });
  const answer = world.settings().omitJobId ? { instance_id: taskId } : { instance_id: taskId, job_id: jobId };
  return dcsAnswer(world, answer, { effects: 1 });
}
