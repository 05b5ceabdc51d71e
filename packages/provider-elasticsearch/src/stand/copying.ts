import type { JsonObject } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import type { CopyCounts, CopyTask } from './copy-task.ts';
import { bytesOf, type Documents, splitAt, totalOf, type Written } from './document-store.ts';
import { findSource } from './open-source.ts';
import type { ElasticsearchService } from './service.ts';
import { showTask } from './show-task.ts';
import { writeBatch } from './write-batch.ts';

/** The largest answer of another cluster that a copy takes. */
const REMOTE_BUFFER_BYTES = 104_857_600;

interface Running {
  readonly cluster: Cluster;
  readonly task: CopyTask;
}

/** Lets every task work until now: the steps of all clusters in the order in which they are due. */
export function advanceTasks(service: ElasticsearchService): void {
  const nowMs = service.world.nowMs();
  let running = service.state.runningTasks();
  for (let next = earliest(running); next !== null && next.task.dueAtMs <= nowMs; next = earliest(running)) {
    stepTask(next, next.task.dueAtMs, service);
    if (next.task.state !== 'running') running = running.filter(({ task }) => task.state === 'running');
  }
  restartNodes(service, nowMs);
}

/** Of several that are due at once, the first of the list. */
function earliest(running: readonly Running[]): Running | null {
  return running.reduce<Running | null>(
    (first, each) => (first === null || each.task.dueAtMs < first.task.dueAtMs ? each : first),
    null,
  );
}

/** Does all of a copy at once, for a caller who waits for it. */
export function finishTask(running: Running, service: ElasticsearchService): void {
  while (running.task.state === 'running') stepTask(running, service.world.nowMs(), service);
}

function restartNodes({ state, world }: ElasticsearchService, nowMs: number): void {
  const { restarts } = world.settings();
  for (const cluster of state.clusters) while (cluster.restarts < (restarts[cluster.name] ?? 0)) cluster.restart(nowMs);
}

/** The first search, or one batch. */
function stepTask(running: Running, atMs: number, service: ElasticsearchService): void {
  const { task } = running;
  try {
    if (task.isCanceled) task.finish({ kind: 'response', failures: [], canceled: true }, atMs);
    else if (task.source === null) openTask(running, atMs, service);
    else copyBatch(running, task.source.rest, { atMs, service });
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    task.finish({ kind: 'error', error }, atMs);
  }
  if (task.state === 'ended') keepResult(running, atMs, service);
}

function openTask({ task, cluster }: Running, atMs: number, service: ElasticsearchService): void {
  const { request, plannedFailure } = task.beginning;
  if (plannedFailure?.type !== null && plannedFailure !== null)
    throw new ClusterError(500, plannedFailure.type, plannedFailure.message ?? 'The copy failed.');
  const { indices, documents } = findSource(request, cluster, service);
  const isRemote = request.remote !== null;
  const { first } = splitAt(documents, request.batchSize);
  if (isRemote) refuseLargeChunk(bytesOf(first));
  task.source = { index: indices, isRemote, rest: documents };
  task.note({ total: totalOf(documents) }, atMs);
  schedule(task, { atMs, written: 0, service });
}

function copyBatch(
  { task, cluster }: Running,
  rest: readonly Documents[],
  { atMs, service }: { atMs: number; service: ElasticsearchService },
): void {
  const { request } = task.beginning;
  const { source } = task;
  if (source === null || !isStillThere(source.index, cluster, service)) throw goneSource();
  const { first, rest: left } = splitAt(rest, request.batchSize);
  if (source.isRemote) refuseLargeChunk(bytesOf(first));
  const written = writeBatch(first, { task, cluster, service });
  task.note(countsAfter(task, written, { atMs, isEmpty: first.length === 0 }), atMs);
  source.rest = left;
  const isOver = written.failures.length > 0 || left.length === 0;
  if (isOver && request.refreshes) cluster.indices.get(request.destination)?.documents.refresh();
  if (isOver) task.finish({ kind: 'response', failures: written.failures, canceled: false }, atMs);
  else schedule(task, { atMs, written: totalOf(first), service });
}

function countsAfter(
  { counts, unthrottledDueAtMs }: CopyTask,
  written: Written,
  { atMs, isEmpty }: { atMs: number; isEmpty: boolean },
): Partial<CopyCounts> {
  const pauseMs = counts.batches === 0 ? 0 : Math.max(0, atMs - unthrottledDueAtMs);
  return {
    created: counts.created + written.created,
    updated: counts.updated + written.updated,
    versionConflicts: counts.versionConflicts + written.conflicts,
    batches: counts.batches + (isEmpty ? 0 : 1),
    throttledMs: counts.throttledMs + pauseMs,
  };
}

/** The next batch is written as soon as it can be, and not before what throttling allows. */
function schedule(
  task: CopyTask,
  { atMs, written, service }: { atMs: number; written: number; service: ElasticsearchService },
): void {
  const next = Math.min(task.beginning.request.batchSize, totalOf(task.source?.rest ?? []));
  const workName = `${task.id}/${task.counts.batches}`;
  const workMs = (service.world.durationMs('elasticsearchReindexMs', workName) * next) / 1_000;
  task.lastBatch = written;
  task.lastStepAtMs = atMs;
  task.unthrottledDueAtMs = atMs + workMs;
  task.dueAtMs = Math.max(task.unthrottledDueAtMs, atMs + task.pauseMs());
}

/** A deleted index takes its scroll contexts with it. */
function isStillThere(
  indices: NonNullable<CopyTask['source']>['index'],
  cluster: Cluster,
  { state }: ElasticsearchService,
): boolean {
  const clusters = [cluster, ...state.clusters];
  return indices.every((index) => clusters.some((each) => each.indices.get(index.name) === index));
}

function goneSource(): ClusterError {
  return new ClusterError(404, 'search_phase_execution_exception', 'all shards failed', {
    caused_by: { type: 'search_context_missing_exception', reason: 'No search context found for id [1]' },
  });
}

function refuseLargeChunk(bytes: number): void {
  if (bytes <= REMOTE_BUFFER_BYTES) return;
  throw illegalArgument('Remote responded with a chunk that was too large. Use a smaller batch size.', {
    caused_by: {
      type: 'content_too_long_exception',
      reason: `entity content is too long [${bytes}] for the configured buffer limit [${REMOTE_BUFFER_BYTES}]`,
    },
  });
}

function keepResult({ task, cluster }: Running, atMs: number, { world }: ElasticsearchService): void {
  if (!task.beginning.keepsResult || !world.settings().keepsTaskResults) return;
  const source: JsonObject = { completed: true, ...showTask(task, atMs) };
  cluster.results.set(task.id, { id: task.id, source, visibleFromMs: task.beginning.hiddenUntilMs });
}
