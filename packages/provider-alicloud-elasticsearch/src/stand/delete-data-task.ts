import { type Answer, type Call, queryOf, Refusal } from '@waybill/stand-kit';
import { tokenMismatch } from './create-data-tasks.ts';
import { resultAnswer } from './gateway.ts';
import { readClientToken, requireInstance } from './require-instance.ts';
import type { AlicloudService } from './service.ts';

/** Removes a task in any state; its sink index stays. Source: Alibaba Cloud Elasticsearch, DeleteDataTask. */
export function deleteDataTask(call: Call, service: AlicloudService): Answer {
  const { world, state } = service;
  const instance = requireInstance(call, state);
  const token = readClientToken(call);
  if (token === null) throw new Refusal(400, 'MissingClientToken', 'ClientToken is mandatory for this action.');
  const taskId = queryOf(call, 'taskId') ?? '';

  const tokenKey = `DeleteDataTask/${instance.instanceId}/${token}`;
  const use = state.tokenUse(tokenKey, taskId);
  if (use === 'different') throw tokenMismatch();
  if (use === 'repeated') return resultAnswer(world, true, 0);
  if (!state.deleteTask(instance.instanceId, taskId)) {
    throw new Refusal(404, 'TaskNotFound', `The data task ${taskId} does not exist.`);
  }
  state.rememberToken(tokenKey, taskId);
  return resultAnswer(world, true, 1);
}
