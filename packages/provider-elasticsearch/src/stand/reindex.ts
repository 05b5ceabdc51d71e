import { type Answer, type Call, headerOf, type QueryPair } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { CopyTask } from './copy-task.ts';
import { finishTask } from './copying.ts';
import { type ReindexRequest, readReindexRequest } from './read-reindex-request.ts';
import type { ClusterCall, ElasticsearchService } from './service.ts';
import { showResponse } from './show-task.ts';

/** By what it is: a copy that runs on its own, or one that its caller waits for. */
export function nameOfReindex(query: readonly QueryPair[]): 'Reindex' | 'TryReindex' {
  const [, waits] = query.find(([name]) => name === 'wait_for_completion') ?? [];
  return waits === 'false' ? 'Reindex' : 'TryReindex';
}

/** Only the form is checked before a task begins; everything else becomes how the task ends. */
export function reindex({ call, cluster, service }: ClusterCall): Answer {
  const request = readReindexRequest(call, cluster.version);
  const isOwnTask = nameOfReindex(call.query) === 'Reindex';
  const task = beginTask(request, { call, cluster, service, isOwnTask });
  cluster.tasks.push(task);
  if (isOwnTask) return clusterAnswer(call, { task: task.id }, { effects: 1 });
  finishTask({ task, cluster }, service);
  return answerWhole(call, task);
}

function beginTask(
  request: ReindexRequest,
  of: {
    readonly call: Call;
    readonly cluster: Cluster;
    readonly service: ElasticsearchService;
    readonly isOwnTask: boolean;
  },
): CopyTask {
  const { call, cluster, service, isOwnTask } = of;
  const nowMs = service.world.nowMs();
  const { failure, hiddenMs } = call.taskFaults;
  const workName = `${cluster.name}/${request.destination}/${cluster.tasks.length}`;
  return new CopyTask({
    node: cluster.nodeId,
    number: cluster.takeTaskNumber(),
    startedAtMs: nowMs,
    dueAtMs: nowMs + service.world.durationMs('elasticsearchReindexStartMs', workName),
    hiddenUntilMs: nowMs + hiddenMs,
    opaqueId: headerOf(call, 'x-opaque-id'),
    description: describe(request, cluster),
    request,
    plannedFailure: failure === null ? null : { type: failure.status, message: failure.message },
    keepsResult: isOwnTask,
    saysCancelled: cluster.version.saysCancelled,
  });
}

/** The status of an answer that was waited for is the highest of its failures. */
function answerWhole(call: Call, task: CopyTask): Answer {
  const { end, counts } = task;
  if (end?.kind === 'error') throw end.error;
  const statuses = (end?.failures ?? []).map((failure) => Number(failure['status']));
  return clusterAnswer(call, showResponse(task), {
    status: Math.max(200, ...statuses),
    effects: counts.created + counts.updated > 0 ? 1 : 0,
  });
}

/** Words of each line of versions; never the user or the password. */
function describe({ remote, indices, query, destination }: ReindexRequest, { version }: Cluster): string {
  const from = remote === null ? '' : `${describeRemote(remote.address, query)}`;
  const type = version.major === 7 ? '[_doc]' : '';
  return `reindex from ${from}[${indices.join(', ')}] to [${destination}]${type}`;
}

function describeRemote(address: string, query: ReindexRequest['query']): string {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  return `[host=${host} port=${port} query=${JSON.stringify(query ?? { match_all: {} })}]`;
}
