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

class IndexedTasks implements TaskList {
  readonly #byId: ReadonlyMap<string, DataTask>;
  /** By the sink index, and by the source index where the sides may be swapped. */
  readonly #byIndex = new Map<string, DataTask[]>();

  constructor(tasks: readonly DataTask[]) {
    this.#byId = new Map(tasks.map((task) => [task.taskId, task]));
    for (const task of tasks) {
      this.#addIndex(task.sink.index, task);
      if (task.isSwapped && task.source.index !== task.sink.index) this.#addIndex(task.source.index, task);
    }
  }

  byId(taskId: string): DataTask | undefined {
    return this.#byId.get(taskId);
  }

  ofPair(pair: IndexPair): readonly DataTask[] {
    return (this.#byIndex.get(pair.sink.index ?? '') ?? []).filter((task) => matchesPair(task, pair));
  }

  #addIndex(index: string | undefined, task: DataTask): void {
    if (index === undefined) return;
    const tasks = this.#byIndex.get(index);
    if (tasks === undefined) this.#byIndex.set(index, [task]);
    else tasks.push(task);
  }
}
