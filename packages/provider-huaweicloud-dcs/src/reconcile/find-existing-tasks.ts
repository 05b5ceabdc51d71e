import { isJsonObject, type Json, type JsonObject, type ReadCall } from '@waybill/core';
import { visitTaskPages } from '../poll/list-tasks.ts';

/** Name of the argument that names the task, of operations whose lost answer is looked up by it. */
const NAME_ARGUMENTS: Readonly<Record<string, string>> = {
  CreateOnlineMigrationTask: 'name',
  CreateMigrationTask: 'task_name',
};

/** Ids of the tasks that already carry the name of the task about to be created. */
export async function findExistingTasks(
  operation: string,
  args: JsonObject,
  read: ReadCall,
): Promise<readonly string[]> {
  const name = createdTaskName(operation, args);
  if (name === undefined) return [];
  const tasks = await findTasksByName(name, read);
  return tasks.map((task) => task.id);
}

/** Undefined for operations that create no task. */
export function createdTaskName(operation: string, args: JsonObject): string | undefined {
  const name = args[NAME_ARGUMENTS[operation] ?? ''];
  return typeof name === 'string' ? name : undefined;
}

export interface NamedTask {
  readonly id: string;
  readonly status: string;
  /** Undefined when the list does not say. */
  readonly description: string | undefined;
  readonly createdAt: string | undefined;
}

/** How the API compares names is not documented (its example finds a longer name), so they are compared again here. */
export async function findTasksByName(name: string, read: ReadCall): Promise<readonly NamedTask[]> {
  const found = new Map<string, NamedTask>();
  await visitTaskPages(read, { name }, (tasks) => {
    for (const task of tasks) {
      const named = parseNamedTask(task, name);
      if (named !== undefined) found.set(named.id, named);
    }
    return 'continue';
  });
  return [...found.values()];
}

function parseNamedTask(task: Json, name: string): NamedTask | undefined {
  if (!isJsonObject(task) || task['task_name'] !== name || typeof task['task_id'] !== 'string') return undefined;
  const { task_id: id, status, description, created_at: createdAt } = task;
  return {
    id,
    status: typeof status === 'string' ? status : '',
    description: typeof description === 'string' ? description : undefined,
    createdAt: typeof createdAt === 'string' ? createdAt : undefined,
  };
}
