import {
  type Answer,
  type Call,
  isJsonObject,
  type JsonObject,
  objectOf,
  parseJson,
  Refusal,
  textOf,
  withoutNulls,
} from '@waybill/stand-kit';
import { clusterAt, type VisibleCluster } from './cluster-at.ts';
import { resultAnswer } from './gateway.ts';
import type { AlicloudService } from './service.ts';

/**
 * Without an index: can the cluster be reached, and which indices has it. With an index: its settings and mapping.
 * With a type too: the fields that can route. Source: Alibaba Cloud Elasticsearch, GetClusterDataInformation.
 */
export function getClusterDataInformation(call: Call, service: AlicloudService): Answer {
  const body = withoutNulls(call.json);
  if (!isJsonObject(body)) throw new Refusal(400, 'InvalidRequestBody', 'The body must describe one cluster.');
  const cluster = clusterAt(
    {
      endpoint: textOf(body, 'endpoint'),
      vpcInstanceId: textOf(body, 'vpcInstanceId'),
      vpcIp: textOf(body, 'vpcIp'),
      instanceId: textOf(body, 'instanceId'),
    },
    service,
  );
  const result = {
    connectable: cluster.isConnectable,
    metaInfo: cluster.isConnectable ? metaInfoOf(cluster, body) : {},
  };
  return resultAnswer(service.world, result, 0);
}

function metaInfoOf(cluster: VisibleCluster, body: JsonObject): JsonObject {
  const index = textOf(body, 'index');
  if (index === null || !cluster.hasIndex(index)) return { indices: cluster.indices };
  const type = textOf(body, 'type');
  const mapping = cluster.mappingOf(index, type);
  const types = mapping === null ? {} : parseJson(mapping);
  const typeNames = isJsonObject(types) ? Object.keys(types) : [];
  return {
    indices: [...new Set([...cluster.indices, index])],
    typeName: typeNames,
    settings: cluster.settingsOf(index),
    mapping,
    fields: fieldsOf(types, type ?? typeNames[0] ?? ''),
  };
}

/** The document id can always route. */
function fieldsOf(types: unknown, type: string): readonly string[] {
  const properties = isJsonObject(types) ? objectOf(objectOf(types, type), 'properties') : {};
  return [...Object.keys(properties), '_id'];
}
