import type { Answer, Call, JsonObject } from '@waybill/stand-kit';
import { type DataTask, isFinishedAt, type SourceCluster, statusWordAt } from './data-task.ts';
import { resultAnswer } from './gateway.ts';
import { requireInstance } from './require-instance.ts';
import type { AlicloudService } from './service.ts';
import type { AlicloudSettings } from './settings.ts';

/** Every task of the instance, newest first; there is no paging. Source: Alibaba Cloud Elasticsearch, ListDataTasks. */
export function listDataTasks(call: Call, service: AlicloudService): Answer {
  const instance = requireInstance(call, service.state);
  const nowMs = service.world.nowMs();
  const { taskFaults } = call;
  const rows = service.state
    .tasksInto(instance.instanceId)
    .filter((task) => task.hiddenUntilMs <= nowMs && task.createdAtMs <= nowMs - taskFaults.hiddenMs)
    .map((task) => rowOf(task, { call, nowMs, settings: service.world.settings() }))
    .toReversed();
  return resultAnswer(service.world, rows, 0);
}

function rowOf(task: DataTask, view: { call: Call; nowMs: number; settings: AlicloudSettings }): JsonObject {
  const { statusWord, staleMs } = view.call.taskFaults;
  const seenAtMs = Math.max(task.createdAtMs, view.nowMs - staleMs);
  const isDisguised = statusWord !== null && !isFinishedAt(task, seenAtMs);
  return {
    taskId: task.taskId,
    status: isDisguised ? statusWord : statusWordAt(task, seenAtMs, view.settings.statusWords),
    createTime: formatCreateTime(task.createdAtMs),
    ...clustersOf(task, view.settings.listShape),
  };
}

/** The vendor's sample puts the address with the source; its response table puts it with the sink. */
function clustersOf(task: DataTask, shape: AlicloudSettings['listShape']): JsonObject {
  const { source, sink } = task;
  const names = { dataSourceType: source.dataSourceType, index: source.index, type: source.type };
  const address = addressOf(source);
  if (shape === 'sample') return { sourceCluster: { ...names, ...address }, sinkCluster: { ...sink } };
  const { settings, mapping, ...sinkNames } = sink;
  return { sourceCluster: { ...names, settings, mapping }, sinkCluster: { ...sinkNames, ...address } };
}

function addressOf(source: SourceCluster): JsonObject {
  const { endpoint, vpcId, vpcInstanceId, vpcInstancePort } = source;
  const address = { endpoint, vpcId, vpcInstanceId, vpcInstancePort };
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== null));
}

const CHINA_TIME_MS = 8 * 3_600_000;

/** The vendor writes `yyyy-MM-dd HH:mm:ss` and names no zone; the sandbox takes it for China time. */
function formatCreateTime(atMs: number): string {
  return new Date(atMs + CHINA_TIME_MS).toISOString().slice(0, 19).replace('T', ' ');
}
