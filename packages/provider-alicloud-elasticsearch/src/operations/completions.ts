import { type Completion, isValueObject, Reference, type Value, type ValueObject } from '@waybill/core';
import { DATA_TASKS_POLL } from '../polls/data-tasks-poll.ts';

/** Name of the step that a low-level operation becomes. */
const CALL_STEP = 'call';

/** The created task is known by its indices: no answer names it. */
export function createCompletion(args: ValueObject): Completion {
  return {
    poll: DATA_TASKS_POLL,
    goal: 'succeeded',
    arguments: pairArguments(args, CALL_STEP),
  };
}

export function deleteCompletion(args: ValueObject): Completion {
  return {
    poll: DATA_TASKS_POLL,
    goal: 'absent',
    arguments: { InstanceId: args['InstanceId'] ?? null, taskId: args['taskId'] ?? null },
  };
}

/** Arguments of a wait for the task that the step `createStep` creates with `args`. */
export function pairArguments(args: ValueObject, createStep: string): ValueObject {
  return {
    InstanceId: args['InstanceId'] ?? null,
    sourceIndex: field(args['sourceCluster'], 'index'),
    sourceType: field(args['sourceCluster'], 'type'),
    sinkIndex: field(args['sinkCluster'], 'index'),
    sinkType: field(args['sinkCluster'], 'type'),
    existing_ids: new Reference(['steps', createStep, 'existing']),
  };
}

function field(cluster: Value | undefined, name: string): Value {
  return isValueObject(cluster) ? (cluster[name] ?? null) : null;
}
