import type { Json, LostCall, ReadCall } from '@waybill/core';
import { type Look, undecided } from '@waybill/provider-kit';
import { createdTaskName, findTasksByName, type NamedTask } from './find-existing-tasks.ts';
import { carriesToken, withoutUnitMark } from './task-token.ts';

/**
 * Looks for the task that a lost create may have made: of the same name and description, not there before, not captured
 * by another step. The vendor has no idempotency token and allows duplicate names.
 */
export async function reconcileCreate(lost: LostCall, read: ReadCall): Promise<Look> {
  const name = createdTaskName(lost.operation, lost.arguments);
  if (name === undefined) return undecided(`${lost.operation} was sent without a name.`);
  const foreign = new Set([...lost.existingIds, ...lost.takenIds]);
  const candidates = (await findTasksByName(name, read)).filter((task) => !foreign.has(task.id));
  const ours = candidates.filter((task) => hasOurDescription(task, lost));
  if (ours.length === 0 && candidates.length > 0) {
    return undecided(
      `A task named ${name} has appeared whose description is not the one sent: ${ids(candidates)}. It may belong to this call or to someone else.`,
    );
  }
  const [first, ...more] = ours;
  if (first === undefined) {
    const evidence = `No task named ${name} has appeared in the project's list.`;
    return { kind: 'open', absent: { kind: 'did-not-happen', evidence } };
  }
  if (more.length === 0) return adopted(lost.operation, first, name, `Task ${first.id} named ${name} has appeared.`);
  if (!carriesToken(lost.arguments['description'])) {
    return undecided(
      `${ours.length} tasks named ${name} have appeared: ${ids(ours)}. It cannot be determined which one belongs to this call.`,
    );
  }
  const oldest = more.reduce(olderOf, first);
  const others = ours.filter((task) => task !== oldest);
  return adopted(
    lost.operation,
    oldest,
    name,
    `${ours.length} tasks carry the unit's token; the oldest, ${oldest.id}, is used. Delete by hand: ${ids(others)}.`,
  );
}

/** A list that shows no description cannot contradict the name. */
export function hasOurDescription(task: NamedTask, { arguments: args }: Pick<LostCall, 'arguments'>): boolean {
  const sent = args['description'];
  if (typeof sent !== 'string' || task.description === undefined) return true;
  // A task of an older version lacks the second mark.
  return withoutUnitMark(task.description) === withoutUnitMark(sent);
}

/** By creation time where both can be read; otherwise the one further down, since the list shows the newest first. */
function olderOf(left: NamedTask, right: NamedTask): NamedTask {
  return Date.parse(left.createdAt ?? '') < Date.parse(right.createdAt ?? '') ? left : right;
}

function adopted(operation: string, task: NamedTask, name: string, evidence: string): Look {
  const response = createResponse(operation, task, name);
  return { kind: 'settled', result: { kind: 'happened', response, evidence } };
}

/** What a create would have answered, had its answer come. */
export function createResponse(operation: string, task: Pick<NamedTask, 'id' | 'status'>, name: string): Json {
  return operation === 'CreateOnlineMigrationTask'
    ? { instance_id: task.id }
    : { id: task.id, name, status: task.status };
}

function ids(tasks: readonly NamedTask[]): string {
  return tasks.map((task) => task.id).join(', ');
}
