import { createHash } from 'node:crypto';
import {
  type Answer,
  type Call,
  canonicalJson,
  defined,
  type JsonObject,
  objectOf,
  Refusal,
  textOrNumberOf,
  withoutNulls,
} from '@waybill/stand-kit';
import type { AlicloudInstance } from './alicloud-state.ts';
import type { AlicloudWorld } from './alicloud-world.ts';
import { type CheckedElement, checkElements } from './check-elements.ts';
import { clusterAt } from './cluster-at.ts';
import type { DataTask } from './data-task.ts';
import { resultAnswer } from './gateway.ts';
import { readClientToken, requireActiveInstance } from './require-instance.ts';
import type { AlicloudService } from './service.ts';

/** Creates all elements or none. Source: Alibaba Cloud Elasticsearch, CreateDataTasks. */
export function createDataTasks(call: Call, service: AlicloudService): Answer {
  const { world, state } = service;
  const instance = requireActiveInstance(call, state);
  const token = readClientToken(call);
  const tokenKey = `CreateDataTasks/${instance.instanceId}/${token}`;
  const digest = digestOf(call.json);
  const use = token === null ? 'first' : state.tokenUse(tokenKey, digest);
  if (use === 'different') throw tokenMismatch();

  const elements = checkElements(call);
  if (use === 'repeated') return resultAnswer(world, echoOf(elements, instance, world), 0);
  checkSink(instance, elements, service);
  for (const element of elements) state.addTask(buildTask(element, instance, call, service));
  if (token !== null) state.rememberToken(tokenKey, digest);
  return resultAnswer(world, echoOf(elements, instance, world), elements.length);
}

export function tokenMismatch(): Refusal {
  return new Refusal(
    400,
    'IdempotentParameterMismatch',
    'The request uses the same client token as a previous, but non-identical request.',
  );
}

/** Only a hash of the body is kept: it contains passwords. */
function digestOf(body: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(withoutNulls(body)))
    .digest('hex');
}

/** Sinks must be 6.3.2 or 6.7.0 and must not have the index yet. Source: CreateDataTasks; one-click migration guide. */
function checkSink(instance: AlicloudInstance, elements: readonly CheckedElement[], service: AlicloudService): void {
  const version = instance.esVersion.split('_')[0];
  if (version !== '6.3.2' && version !== '6.7.0') {
    throw new Refusal(400, 'InstanceVersionNotSupport', `Data tasks do not support Elasticsearch ${version}.`);
  }
  const names = elements.map((element) => element.sink.index);
  const clash = names.find((name, at) => names.indexOf(name) !== at || service.state.hasIndex(instance, name));
  if (clash !== undefined) {
    throw new Refusal(400, 'SinkIndexAlreadyExists', `The index ${clash} already exists in the sink cluster.`);
  }
}

function buildTask(
  element: CheckedElement,
  instance: AlicloudInstance,
  call: Call,
  service: AlicloudService,
): DataTask {
  const { world } = service;
  const { taskFaults } = call;
  const createdAtMs = world.nowMs();
  const workName = `${instance.instanceId}/${element.source.index}/${element.sink.index}`;
  const startsAtMs = createdAtMs + world.durationMs('alicloudPendingMs', workName);
  return {
    taskId: `et_cn_${world.random.base36(17)}`,
    instanceId: instance.instanceId,
    createdAtMs,
    startsAtMs,
    endsAtMs: startsAtMs + world.durationMs('alicloudRunningMs', workName),
    source: element.source,
    sink: element.sink,
    failure: failureOf(element, call, service),
    unfinishedWord: taskFaults.statusWord,
    hiddenUntilMs: createdAtMs + taskFaults.hiddenMs,
    deletedAtMs: null,
  };
}

/** A source that cannot be read makes the task fail later, not the request. Source: one-click migration guide. */
function failureOf(element: CheckedElement, call: Call, service: AlicloudService): DataTask['failure'] {
  const fault = call.taskFaults.failure;
  if (fault !== null) return { statusWord: fault.status };
  const cluster = clusterAt(element.source, service);
  const isReadable = cluster.isConnectable && cluster.hasIndex(element.source.index);
  return isReadable ? null : { statusWord: null };
}

/** The documented response repeats the request, passwords included, and has neither task id nor status. */
function echoOf(
  elements: readonly CheckedElement[],
  instance: AlicloudInstance,
  world: AlicloudWorld,
): readonly JsonObject[] {
  const { echoPasswords } = world.settings();
  return elements.map(({ request }) => ({
    sourceCluster: echoCluster(objectOf(request, 'sourceCluster'), echoPasswords, {}),
    sinkCluster: echoCluster(objectOf(request, 'sinkCluster'), echoPasswords, {
      vpcId: instance.vpcId,
      vpcInstanceId: `${instance.instanceId}-worker`,
      vpcInstancePort: '9200',
    }),
  }));
}

function echoCluster(cluster: JsonObject, echoPasswords: boolean, extra: JsonObject): JsonObject {
  const { vpcIp: _vpcIp, password, vpcInstancePort, ...rest } = cluster;
  const port = textOrNumberOf({ vpcInstancePort }, 'vpcInstancePort');
  return {
    ...rest,
    ...defined({
      password: echoPasswords ? password : undefined,
      vpcInstancePort: port === null ? undefined : Number(port),
    }),
    ...extra,
  };
}
