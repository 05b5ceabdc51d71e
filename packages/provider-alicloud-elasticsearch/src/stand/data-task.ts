import type { AlicloudStatusWords } from './settings.ts';

/**
 * One index migration. Its state is a function of time, so nothing has to run for it to move on.
 * User names and passwords are never kept.
 */
export interface DataTask {
  readonly taskId: string;
  /** The sink cluster. */
  readonly instanceId: string;
  readonly createdAtMs: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly source: SourceCluster;
  readonly sink: SinkCluster;
  /** How it ends when it does not succeed. */
  readonly failure: { readonly statusWord: string | null } | null;
  /** Shown instead of the usual words while it is unfinished. */
  readonly unfinishedWord: string | null;
  readonly hiddenUntilMs: number;
  deletedAtMs: number | null;
}

/** The members of a source cluster that ListDataTasks shows. */
export interface SourceCluster {
  readonly dataSourceType: string;
  readonly index: string;
  readonly type: string;
  readonly endpoint: string | null;
  readonly vpcId: string | null;
  readonly vpcInstanceId: string | null;
  readonly vpcInstancePort: number | null;
  readonly vpcIp: string | null;
}

export interface SinkCluster {
  readonly dataSourceType: string;
  readonly index: string;
  readonly type: string;
  readonly settings: string;
  readonly mapping: string;
}

export function statusWordAt(task: DataTask, atMs: number, words: AlicloudStatusWords): string {
  if (atMs >= task.endsAtMs) return task.failure === null ? words.success : (task.failure.statusWord ?? words.failed);
  if (task.unfinishedWord !== null) return task.unfinishedWord;
  return atMs < task.startsAtMs ? words.pending : words.running;
}

export function isFinishedAt(task: DataTask, atMs: number): boolean {
  return atMs >= task.endsAtMs;
}

/** When the task stopped, or will stop, being active. */
export function activeUntilMs(task: DataTask): number {
  return Math.min(task.endsAtMs, task.deletedAtMs ?? Number.POSITIVE_INFINITY);
}

/** The sink index appears when the task starts to run, not when it is accepted. */
export function hasSinkIndexAt(task: DataTask, atMs: number, failedTaskKeepsSinkIndex: boolean): boolean {
  if (atMs < task.startsAtMs) return false;
  if (task.deletedAtMs !== null && task.deletedAtMs <= task.startsAtMs) return false;
  return task.failure === null || failedTaskKeepsSinkIndex || atMs < task.endsAtMs;
}
