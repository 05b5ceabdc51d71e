import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { hasEnded, isWorking, type MigrationTask, snapshotAt, type TaskInstance } from './migration-task.ts';
import { realInstanceSeed } from './real-instance-seed.ts';
import type { DcsInstanceSeed } from './settings.ts';

const INSTANCE_ID = /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/;

/** Everything that exists at the DCS service of the one project. */
export class HuaweicloudState {
  readonly #world: HuaweicloudWorld;
  /** Not deleted, oldest first. */
  #listed: MigrationTask[] = [];
  /** Every task ever created, by id; insertion order is order of creation. */
  #tasks = new Map<string, MigrationTask>();
  #tasksByJob = new Map<string, MigrationTask>();
  #holderByTarget = new Map<string, MigrationTask>();
  #createdByName = new Map<string, number>();

  constructor(world: HuaweicloudWorld) {
    this.#world = world;
  }

  addTask(task: MigrationTask): void {
    this.#tasks.set(task.taskId, task);
    this.#listed.push(task);
    if (task.jobId !== null) this.#tasksByJob.set(task.jobId, task);
    this.#createdByName.set(task.name, (this.#createdByName.get(task.name) ?? 0) + 1);
  }

  task(taskId: string): MigrationTask | null {
    return this.#tasks.get(taskId) ?? null;
  }

  taskOfJob(jobId: string): MigrationTask | null {
    return this.#tasksByJob.get(jobId) ?? null;
  }

  /** Not deleted, oldest first. */
  listedTasks(): readonly MigrationTask[] {
    return this.#listed;
  }

  removeFromList(task: MigrationTask): void {
    const at = this.#listed.indexOf(task);
    if (at >= 0) this.#listed.splice(at, 1);
  }

  /** The task that moves data into the target now, if any. */
  holderOf(target: TaskInstance): MigrationTask | null {
    const holder = this.#holderByTarget.get(targetKey(target));
    return holder !== undefined && isWorking(snapshotAt(holder, this.#world.nowMs())) ? holder : null;
  }

  hold(target: TaskInstance, task: MigrationTask): void {
    this.#holderByTarget.set(targetKey(target), task);
  }

  /** Null when there is no such instance. */
  instance(instanceId: string): DcsInstanceSeed | null {
    const seed = this.#world.settings().instances.find((candidate) => candidate.instance_id === instanceId);
    const real = this.#world.data?.instances().find(({ id }) => id === instanceId);
    if (real !== undefined) return { ...seed, ...realInstanceSeed(real) };
    // Behind real data there is no instance without a server.
    if (this.#world.data !== undefined) return null;
    if (seed !== undefined) return seed;
    const { autoCreateInstances } = this.#world.generalSettings();
    return autoCreateInstances && INSTANCE_ID.test(instanceId) ? { instance_id: instanceId } : null;
  }

  /** Those that lists have: the others come into being when they are named. */
  listedInstances(): readonly DcsInstanceSeed[] {
    const { data } = this.#world;
    if (data === undefined) return this.#world.settings().instances;
    return data.instances().flatMap(({ id }) => this.instance(id) ?? []);
  }

  allTasks(): readonly MigrationTask[] {
    return [...this.#tasks.values()];
  }

  createdByName(): ReadonlyMap<string, number> {
    return this.#createdByName;
  }

  reset(): void {
    this.#world.data?.reset();
    this.#listed = [];
    this.#tasks = new Map();
    this.#tasksByJob = new Map();
    this.#holderByTarget = new Map();
    this.#createdByName = new Map();
  }
}

/** A target is the same when its id is, or, without an id, its addresses. */
export function targetKey(target: TaskInstance): string {
  return target.id ?? target.addrs ?? '';
}

/** Whether a machine that has ended, or was never configured, has been released by now. */
export function isReleased(task: MigrationTask, atMs: number, releaseIdleAfterMs: number | null): boolean {
  if (releaseIdleAfterMs === null) return false;
  const snapshot = snapshotAt(task, atMs);
  const isIdle = snapshot.word === 'RUNNING' || hasEnded(snapshot);
  return isIdle && atMs >= idleSinceMs(task, snapshot) + releaseIdleAfterMs;
}

function idleSinceMs(task: MigrationTask, { phase }: ReturnType<typeof snapshotAt>): number {
  if (phase.kind === 'creating') return phase.readyAtMs;
  if (phase.kind === 'migrating') return phase.syncedAtMs;
  return 'endsAtMs' in phase ? phase.endsAtMs : task.createdAtMs;
}
