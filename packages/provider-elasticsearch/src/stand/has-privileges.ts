import { type Answer, isJsonObject, type JsonObject, objectOf } from '@waybill/stand-kit';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError } from './cluster-error.ts';
import type { ClusterCall } from './service.ts';

/** What a user may do. A cluster without users takes the path for that of an index. */
export function hasPrivileges({ call, cluster, service }: ClusterCall): Answer {
  const { security } = cluster.seed;
  if (security === null)
    throw new ClusterError(
      400,
      'invalid_index_name_exception',
      "Invalid index name [_security], must not start with '_', '-', or '+'",
    );
  const { username, lacks = [] } = security ?? { ...service.credentials, lacks: [] };
  const body = objectOf({ body: call.json }, 'body');
  const held = (names: readonly string[]): JsonObject =>
    Object.fromEntries(names.map((name) => [name, !lacks.includes(name)]));
  const ofIndices = listIn(body['index']).filter(isJsonObject);
  const index: Record<string, JsonObject> = {};
  for (const { names, privileges } of ofIndices)
    for (const name of textsIn(names)) index[name] = { ...index[name], ...held(textsIn(privileges)) };
  const ofCluster = held(textsIn(body['cluster']));
  const all = [ofCluster, ...Object.values(index)].flatMap((rights) => Object.values(rights));
  return clusterAnswer(call, {
    username: username ?? 'sandbox',
    has_all_requested: all.every((isHeld) => isHeld === true),
    cluster: ofCluster,
    index,
    application: {},
  });
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsIn(value: unknown): readonly string[] {
  return listIn(value).filter((each) => typeof each === 'string');
}
