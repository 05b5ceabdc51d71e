import { createHash } from 'node:crypto';
import type { JsonObject } from '@waybill/stand-kit';
import type { CopyTask } from './copy-task.ts';
import type { Scroll } from './scroll.ts';
import type { ElasticsearchClusterSeed } from './settings.ts';
import type { StoredIndex } from './stored-index.ts';
import { type ClusterVersion, versionOf } from './version.ts';

/** The numbers of tasks begin here after each start of a node. */
const FIRST_TASK = 100;
/** Other tasks of a node take numbers too. */
const STEP_BETWEEN_TASKS = 3;

/** A task that has ended, as `.tasks` keeps it. */
export interface KeptResult {
  readonly id: string;
  readonly source: JsonObject;
  readonly visibleFromMs: number;
}

/** One cluster: a node that answers, and perhaps others with data. */
export class Cluster {
  readonly name: string;
  readonly seed: ElasticsearchClusterSeed;
  readonly version: ClusterVersion;
  readonly uuid: string;
  /** Of the node that answers; the same after a restart. */
  readonly nodeId: string;
  readonly indices: Map<string, StoredIndex> = new Map();
  /** Every task since the sandbox began, lost ones too. */
  readonly tasks: CopyTask[] = [];
  readonly results: Map<string, KeptResult> = new Map();
  /** Positions in what searches found. */
  readonly scrolls: Map<string, Scroll> = new Map();
  /** Indices that were seeded once, and are not seeded again when they are deleted. */
  readonly seeded: Set<string> = new Set();
  /** Indices made by requests. */
  readonly created: string[] = [];
  restarts: number;
  #nextTask = FIRST_TASK;
  #nextScroll = 1;

  constructor(seed: ElasticsearchClusterSeed, defaults: { readonly version: string; readonly restarts: number }) {
    this.name = seed.name;
    this.seed = seed;
    this.version = versionOf(seed.version ?? defaults.version);
    this.uuid = idFrom(`${seed.name}/cluster`);
    this.nodeId = nodeIdOf(seed.name, 0);
    this.restarts = defaults.restarts;
  }

  /** The id of a new position. */
  openScroll(): string {
    const id = `scroll-${this.#nextScroll}`;
    this.#nextScroll += 1;
    return id;
  }

  get dataNodes(): number {
    return this.seed.dataNodes ?? 1;
  }

  get remotes(): readonly string[] {
    return this.seed.remotes ?? ['*:*'];
  }

  /** In the order of names, as clusters list them. */
  get indicesByName(): readonly StoredIndex[] {
    return [...this.indices.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  takeTaskNumber(): number {
    this.#nextTask += STEP_BETWEEN_TASKS;
    return this.#nextTask;
  }

  /** The task of that id which its node knows: it runs. */
  runningTask(id: string): CopyTask | null {
    return this.tasks.find((task) => task.id === id && task.state === 'running') ?? null;
  }

  /** Running tasks and the positions of searches are lost, written documents are not. */
  restart(nowMs: number): void {
    for (const task of this.tasks) task.loseAt(nowMs);
    this.scrolls.clear();
    for (const index of this.indices.values()) index.documents.refresh();
    this.#nextTask = FIRST_TASK;
    this.restarts += 1;
  }
}

/** Of the node that answers, 0, or of another one. */
export function nodeIdOf(cluster: string, number: number): string {
  return idFrom(`${cluster}/node/${number}`);
}

/** 22 characters, as clusters give their ids. */
export function idFrom(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
