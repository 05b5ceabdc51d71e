import { isJsonObject, type Json } from '@waybill/core';
import { type DataTask, parseDataTasks } from './data-task.ts';
import { type IndexPair, matchesPair } from './index-pair.ts';

/** The data tasks of an instance as one answer lists them, newest first. */
export interface TaskList {
  byId(taskId: string): DataTask | undefined;
  /** The tasks that copy between these indices. */
  ofPair(pair: IndexPair): readonly DataTask[];
}

/** One answer serves many steps: what it says is worked out once, and its tasks are found without going through all. */
const lists = new WeakMap<object, TaskList>();

/** @throws ProviderError for an answer without a readable list */
export function readTaskList(response: Json): TaskList {
  if (!isJsonObject(response)) return new IndexedTasks(parseDataTasks(response));
  const known = lists.get(response);
  if (known !== undefined) return known;
  const list = new IndexedTasks(parseDataTasks(response));
  lists.set(response, list);
  return list;
}

/** Each way of finding a task is prepared when it is first used: most answers serve waits that know their tasks' ids. */
class IndexedTasks implements TaskList {
  readonly #tasks: readonly DataTask[];
  #byId: ReadonlyMap<string, DataTask> | undefined;
  #byIndex: ReadonlyMap<string, readonly DataTask[]> | undefined;

  constructor(tasks: readonly DataTask[]) {
    this.#tasks = tasks;
  }

  byId(taskId: string): DataTask | undefined {
    this.#byId ??= new Map(this.#tasks.map((task) => [task.taskId, task]));
    return this.#byId.get(taskId);
  }

  ofPair(pair: IndexPair): readonly DataTask[] {
    this.#byIndex ??= byIndex(this.#tasks);
    return (this.#byIndex.get(pair.sink.index ?? '') ?? []).filter((task) => matchesPair(task, pair));
  }
}

/** By the sink index, and by the source index where the sides may be swapped. */
function byIndex(tasks: readonly DataTask[]): ReadonlyMap<string, readonly DataTask[]> {
  const found = new Map<string, DataTask[]>();
  const add = (index: string | undefined, task: DataTask): void => {
    if (index === undefined) return;
    const known = found.get(index);
    if (known === undefined) found.set(index, [task]);
    else known.push(task);
  };
  for (const task of tasks) {
    add(task.sink.index, task);
    if (task.isSwapped && task.source.index !== task.sink.index) add(task.source.index, task);
  }
  return found;
}
