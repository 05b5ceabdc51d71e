import { type Answer, isJsonObject, type JsonObject, objectOf, type Refusal } from '@waybill/stand-kit';
import { clusterAnswer } from './cluster-answer.ts';
import { BareError, ClusterError } from './cluster-error.ts';
import type { ClusterCall } from './service.ts';
import type { ClusterVersion } from './version.ts';

/** What a user may do. */
export function hasPrivileges({ call, cluster, service }: ClusterCall): Answer {
  const { security } = cluster.seed;
  if (security === null) throw withoutUsers(cluster.version);
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

/** A cluster without users takes the path for that of an index, where documents have paths of three parts; others know none. */
function withoutUsers({ hasTypes, takesTypeName }: ClusterVersion): Refusal {
  const reason = "Invalid index name [_security], must not start with '_', '-', or '+'";
  if (hasTypes || takesTypeName) return new ClusterError(400, 'invalid_index_name_exception', reason);
  const error = 'no handler found for uri [/_security/user/_has_privileges] and method [POST]';
  return new BareError(400, 'no_handler', { error });
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsIn(value: unknown): readonly string[] {
  return listIn(value).filter((each) => typeof each === 'string');
}
