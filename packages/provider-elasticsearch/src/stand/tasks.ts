import { type Answer, type JsonObject, queryOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import type { CopyTask } from './copy-task.ts';
import { isLike } from './filter-path.ts';
import { readRequestsPerSecond } from './read-reindex-request.ts';
import type { ClusterCall } from './service.ts';
import { showNodeHead } from './show-nodes.ts';
import { REINDEX_ACTION, showTask, showTaskInfo } from './show-task.ts';

/** A task while it runs, and afterwards what is kept of it. */
export function getTask({ call, cluster, service }: ClusterCall): Answer {
  const id = readTaskId(call.params['task_id'] ?? '');
  const atMs = service.world.nowMs() - call.taskFaults.staleMs;
  const running = cluster.runningTask(id);
  if (running !== null) return clusterAnswer(call, { completed: false, ...showTask(running, atMs) });
  const kept = cluster.results.get(id);
  if (kept === undefined) throw noSuchTask(id, cluster);
  const ended = cluster.tasks.findLast((task) => task.id === id && task.state === 'ended');
  const isStale = ended !== undefined && (ended.endedAtMs ?? 0) > atMs;
  return clusterAnswer(call, isStale ? { completed: false, ...showTask(ended, atMs) } : kept.source);
}

/** Tasks that run at the moment; whoever lists by nodes gets an empty object where none does. */
export function listTasks({ call, cluster, service }: ClusterCall): Answer {
  const nowMs = service.world.nowMs();
  const patterns = (queryOf(call, 'actions') ?? '*').split(',');
  const isDetailed = ['true', ''].includes(queryOf(call, 'detailed') ?? 'false');
  const isMeant = patterns.some((pattern) => isLike(REINDEX_ACTION, pattern));
  const running = cluster.tasks.filter((task) => task.state === 'running' && task.beginning.hiddenUntilMs <= nowMs);
  const shown = (isMeant ? running : []).map(
    (task) => [task.id, showTaskInfo(task, { atMs: nowMs, isDetailed })] as const,
  );
  switch (queryOf(call, 'group_by') ?? 'nodes') {
    case 'none':
      return clusterAnswer(call, { tasks: shown.map(([, task]) => task) });
    case 'parents':
      return clusterAnswer(call, { tasks: Object.fromEntries(shown) });
    default:
      return clusterAnswer(call, { nodes: byNode(cluster, shown) });
  }
}

/** A task that is not running any more is reported as not found, in an answer with status 200. */
export function cancelTask(request: ClusterCall): Answer {
  return changeRunning(request, {
    isDetailed: false,
    missing: 'is not found',
    change: (task) => task.cancel(request.service.world.nowMs()),
  });
}

export function rethrottleReindex(request: ClusterCall): Answer {
  const given = queryOf(request.call, 'requests_per_second');
  if (given === null) throw illegalArgument('requests_per_second is a required parameter');
  const requestsPerSecond = readRequestsPerSecond(given);
  return changeRunning(request, {
    isDetailed: true,
    missing: 'is missing',
    change: (task) => task.rethrottle(requestsPerSecond, request.service.world.nowMs()),
  });
}

interface Change {
  /** Whether the answer shows what the task has done. */
  readonly isDetailed: boolean;
  /** What is said of a task that does not run. */
  readonly missing: string;
  readonly change: (task: CopyTask) => void;
}

function changeRunning({ call, cluster, service }: ClusterCall, { isDetailed, missing, change }: Change): Answer {
  const id = readTaskId(call.params['task_id'] ?? '');
  const task = cluster.runningTask(id);
  if (task === null) return clusterAnswer(call, notFound(id, missing));
  change(task);
  const shown = showTaskInfo(task, { atMs: service.world.nowMs(), isDetailed });
  return clusterAnswer(call, { nodes: byNode(cluster, [[id, shown]]) }, { effects: 1 });
}

function notFound(id: string, missing: string): JsonObject {
  const node = id.split(':')[0] ?? '';
  return {
    node_failures: [
      {
        type: 'failed_node_exception',
        reason: `Failed node [${node}]`,
        node_id: node,
        caused_by: { type: 'resource_not_found_exception', reason: `task [${id}] ${missing}` },
      },
    ],
    nodes: {},
  };
}

function byNode(cluster: Cluster, tasks: readonly (readonly [id: string, task: JsonObject])[]): JsonObject {
  if (tasks.length === 0) return {};
  return { [cluster.nodeId]: { ...showNodeHead(cluster, 0), tasks: Object.fromEntries(tasks) } };
}

function readTaskId(id: string): string {
  if (/^[^:]+:\d+$/.test(id)) return id;
  throw illegalArgument(`malformed task id ${id}`);
}

/** Of a node that is not there the same is known, and where it was looked for. */
function noSuchTask(id: string, cluster: Cluster): ClusterError {
  const node = id.split(':')[0] ?? '';
  const unknown = new ClusterError(
    404,
    'resource_not_found_exception',
    `task [${id}] isn't running and hasn't stored its results`,
  );
  if (node === cluster.nodeId) return unknown;
  const reason = `task [${id}] belongs to the node [${node}] which isn't part of the cluster and there is no record of the task`;
  return new ClusterError(404, 'resource_not_found_exception', reason, { caused_by: unknown.shown });
}
