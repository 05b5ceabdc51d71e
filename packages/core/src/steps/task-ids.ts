import type { Graph, Step } from '../graph/graph.ts';
import type { Operation } from '../provider/operation.ts';
import type { Poll } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderSession } from '../provider/session.ts';
import { hasEffect, waitsOutside } from '../provider/steps/step-traits.ts';
import type { JsonObject } from '../value/value.ts';

/** The remote task that a call created, by the output that its operation declares. */
export function taskIdsOfCall(
  operation: Pick<Operation, 'outputs' | 'taskId'>,
  outputs: JsonObject,
): readonly string[] {
  if (operation.taskId === undefined) return [];
  const names = Object.entries(operation.outputs).filter(([, pointer]) => pointer === operation.taskId);
  return names.flatMap(([name]) => textsOf(outputs[name]));
}

/** The remote task that a step of the plan created or found. */
export function taskIdsOfStep(
  step: Step,
  { operations, polls }: Pick<Provider, 'operations' | 'polls'>,
  outputs: JsonObject,
): readonly string[] {
  const operation = hasEffect(step) ? operations[step.operation] : undefined;
  if (operation !== undefined) return taskIdsOfCall(operation, outputs);
  return waitsOutside(step) ? taskIdsOfPoll(polls[step.poll] ?? {}, outputs) : [];
}

/** Whether what a step keeps was there before: nothing at the vendor is the step's own. Unknown steps count as effects. */
export function isRead(address: string, { stepsByAddress }: Pick<Graph, 'stepsByAddress'>): boolean {
  const step = stepsByAddress.get(address);
  return step !== undefined && !hasEffect(step) && !waitsOutside(step);
}

/** Where ids of tasks are unique: two steps with one of them have the same task. */
export function taskScopeOf(
  { type }: Pick<Provider, 'type'>,
  { taskScope = '' }: Pick<ProviderSession, 'taskScope'>,
): string {
  return `${type}\n${taskScope}`;
}

/** The remote task that a wait found. */
export function taskIdsOfPoll(poll: Pick<Poll, 'taskId'>, outputs: JsonObject): readonly string[] {
  return poll.taskId === undefined ? [] : textsOf(outputs[poll.taskId]);
}

function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}
