import type { AlicloudWorld } from './alicloud-world.ts';
import { type DataTask, hasSinkIndexAt, type SinkCluster } from './data-task.ts';
import type { AlicloudInstanceSeed } from './settings.ts';

/** An Elasticsearch instance as the API describes it. */
export type AlicloudInstance = Required<AlicloudInstanceSeed>;

/** What an idempotency token stands for: the request it came with and whether its effect is done. */
interface UsedToken {
  readonly requestDigest: string;
  readonly usedAtMs: number;
}

const INSTANCE_ID = /^es-cn-[A-Za-z0-9]{4,32}$/;

/** Everything that exists at the Elasticsearch service. */
export class AlicloudState {
  readonly #world: AlicloudWorld;
  #tasks: DataTask[] = [];
  #tasksByInstance = new Map<string, DataTask[]>();
  /** As above, with deleted tasks: their indices stay. */
  #everByInstance = new Map<string, DataTask[]>();
  #tasksBySink = new Map<string, DataTask[]>();
  #createdByKey = new Map<string, number>();
  #tokens = new Map<string, UsedToken>();

  constructor(world: AlicloudWorld) {
    this.#world = world;
  }

  /** Null when there is no such instance. */
  instance(instanceId: string): AlicloudInstance | null {
    const settings = this.#world.settings();
    const { autoCreateInstances } = this.#world.generalSettings();
    const seed = settings.instances.find((candidate) => candidate.instanceId === instanceId);
    if (seed === undefined && !(autoCreateInstances && INSTANCE_ID.test(instanceId))) return null;
    return {
      status: 'active',
      esVersion: settings.defaultEsVersion,
      vpcId: 'vpc-sandbox00000000000000',
      zoneId: 'cn-beijing-f',
      health: 'GREEN',
      indices: [],
      instanceId,
      ...seed,
    };
  }

  addTask(task: DataTask): void {
    this.#tasks.push(task);
    appendTo(this.#tasksByInstance, task.instanceId, task);
    appendTo(this.#everByInstance, task.instanceId, task);
    appendTo(this.#tasksBySink, sinkKey(task.instanceId, task.sink.index), task);
    const key = naturalKey(task);
    this.#createdByKey.set(key, (this.#createdByKey.get(key) ?? 0) + 1);
  }

  /** False when the instance has no such task. */
  deleteTask(instanceId: string, taskId: string): boolean {
    const tasks = this.#tasksByInstance.get(instanceId) ?? [];
    const at = tasks.findIndex((task) => task.taskId === taskId);
    const task = tasks[at];
    if (task === undefined) return false;
    task.deletedAtMs = this.#world.nowMs();
    tasks.splice(at, 1);
    return true;
  }

  /** The tasks into one instance, oldest first, without deleted ones. */
  tasksInto(instanceId: string): readonly DataTask[] {
    return this.#tasksByInstance.get(instanceId) ?? [];
  }

  hasIndex(instance: AlicloudInstance, index: string): boolean {
    if (instance.indices.includes(index)) return true;
    return (this.#tasksBySink.get(sinkKey(instance.instanceId, index)) ?? []).some((task) => this.#hasSinkIndex(task));
  }

  indicesOf(instance: AlicloudInstance): readonly string[] {
    const tasks = this.#everByInstance.get(instance.instanceId) ?? [];
    const migrated = tasks.filter((task) => this.#hasSinkIndex(task)).map((task) => task.sink.index);
    return [...new Set([...instance.indices, ...migrated])].toSorted();
  }

  /** What a data task gave the index that it created; null when no task created it. */
  sinkOf(instance: AlicloudInstance, index: string): SinkCluster | null {
    const tasks = this.#tasksBySink.get(sinkKey(instance.instanceId, index)) ?? [];
    return tasks.findLast((task) => this.#hasSinkIndex(task))?.sink ?? null;
  }

  /**
   * Claims an idempotency token: `first` when it is new, `repeated` when it came with the same request before,
   * `different` when it came with another one.
   */
  tokenUse(key: string, requestDigest: string): 'first' | 'repeated' | 'different' {
    const used = this.#tokens.get(key);
    const { clientTokenLifetimeMs } = this.#world.settings();
    const isForgotten =
      used === undefined ||
      (clientTokenLifetimeMs !== null && this.#world.nowMs() - used.usedAtMs >= clientTokenLifetimeMs);
    if (isForgotten) return 'first';
    return used.requestDigest === requestDigest ? 'repeated' : 'different';
  }

  rememberToken(key: string, requestDigest: string): void {
    this.#tokens.set(key, { requestDigest, usedAtMs: this.#world.nowMs() });
  }

  /** Every task ever created, deleted ones too. */
  allTasks(): readonly DataTask[] {
    return this.#tasks;
  }

  /** How many tasks were created per (instance, source index, sink index). */
  createdByKey(): ReadonlyMap<string, number> {
    return this.#createdByKey;
  }

  reset(): void {
    this.#tasks = [];
    this.#tasksByInstance = new Map();
    this.#everByInstance = new Map();
    this.#tasksBySink = new Map();
    this.#createdByKey = new Map();
    this.#tokens = new Map();
  }

  #hasSinkIndex(task: DataTask): boolean {
    return hasSinkIndexAt(task, this.#world.nowMs(), this.#world.settings().failedTaskKeepsSinkIndex);
  }
}

function naturalKey(task: DataTask): string {
  return `${task.instanceId}/${task.source.index} -> ${task.sink.index}`;
}

function sinkKey(instanceId: string, index: string): string {
  return `${instanceId}/${index}`;
}

function appendTo(lists: Map<string, DataTask[]>, key: string, task: DataTask): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [task]);
  else list.push(task);
}
