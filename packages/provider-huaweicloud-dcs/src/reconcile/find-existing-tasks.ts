import type { JsonObject, ReadCall } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { type ListedTask, visitTaskPages } from '../polls/list-tasks.ts';
import { carriesToken } from './task-token.ts';

/** Name of the argument that names the task, of operations whose lost answer is looked up by it. */
const NAME_ARGUMENTS: Readonly<Record<string, string>> = {
  CreateOnlineMigrationTask: 'name',
  CreateMigrationTask: 'task_name',
};

/**
 * Ids of the tasks that already carry the name of the task about to be created. A name with a token is looked for in the
 * list of all tasks, which every unit shares; the vendor's filter serves names as the plan has them.
 */
export async function findExistingTasks(
  operation: string,
  args: JsonObject,
  read: ReadCall,
): Promise<readonly string[]> {
  const name = createdTaskName(operation, args);
  if (name === undefined) return [];
  const tasks = await findTasksByName(name, read, { inWholeList: carriesToken(args['description']) });
  return tasks.map((task) => task.id);
}

/** Undefined for operations that create no task. */
export function createdTaskName(operation: string, args: JsonObject): string | undefined {
  const name = args[NAME_ARGUMENTS[operation] ?? ''];
  return typeof name === 'string' ? name : undefined;
}

export interface NamedTask {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Undefined when the list does not say. */
  readonly description: string | undefined;
  readonly createdAt: string | undefined;
  /** Id or addresses of the instance that it writes to; undefined until it is configured. */
  readonly target: string | undefined;
}

/** How the API compares names is not documented (its example finds a longer name), so they are compared again here. */
export async function findTasksByName(
  name: string,
  read: ReadCall,
  options: { readonly inWholeList?: boolean } = {},
): Promise<readonly NamedTask[]> {
  const found = new Map<string, NamedTask>();
  await visitTaskPages(read, options.inWholeList === true ? {} : { name }, (tasks) => {
    for (const task of tasks) {
      const named = parseNamedTask(task, name);
      if (named !== undefined) found.set(named.id, named);
    }
    return 'continue';
  });
  return [...found.values()];
}

function parseNamedTask(task: ListedTask, name: string): NamedTask | undefined {
  return task.task_name === name ? parseListedTask(task) : undefined;
}

/** A row of ListMigrationTask; undefined when it has no id. */
export function parseListedTask(row: ListedTask): NamedTask | undefined {
  const id = textOf(row.task_id);
  if (id === undefined) return undefined;
  return {
    id,
    name: textOf(row.task_name) ?? '',
    status: textOf(row.status) ?? '',
    description: textOf(row.description),
    createdAt: textOf(row.created_at),
    target: textOf(row.target_instance_id) ?? textOf(row.target_instance_addrs),
  };
}
