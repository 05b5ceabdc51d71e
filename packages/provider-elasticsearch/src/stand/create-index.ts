import { type Answer, type Call, isJsonObject, type JsonObject, objectOf, queryOf } from '@waybill/stand-kit';
import { checkMapping } from './check-mapping.ts';
import { refuseUnknownAnalysis, refuseUnknownSettings } from './check-settings.ts';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import { readSettings } from './index-settings.ts';
import { makeIndex } from './make-index.ts';
import { readAliasOptions } from './read-alias-options.ts';
import type { ClusterCall } from './service.ts';
import type { AliasOptions } from './stored-index.ts';
import type { ClusterVersion } from './version.ts';

const INVALID_NAME = /[\s\\/*?"<>|,#:]/;

/** Makes an index, or nothing of it. */
export function createIndex({ call, cluster, service }: ClusterCall): Answer {
  const { version } = cluster;
  const name = call.params['index'] ?? '';
  const body = call.body.length === 0 ? {} : call.json;
  const isTyped = readTypeName(call, version);
  if (!isJsonObject(body)) throw new ClusterError(400, 'parse_exception', 'Failed to parse content to map');
  refuseUnknownParts(body);
  refuseName(name, cluster);
  const settings = readSettings(objectOf(body, 'settings'));
  refuseUnknownSettings(settings, version);
  refuseUnknownAnalysis(settings);
  const { type, mapping } = checkMapping(objectOf(body, 'mappings'), { version, isTyped });
  const aliases = readAliases(objectOf(body, 'aliases'), cluster);
  makeIndex({ name, type, settings, mappings: mapping, aliases }, cluster, service);
  return clusterAnswer(call, { acknowledged: true, shards_acknowledged: true, index: name }, { effects: 1 });
}

/** Whether mappings of this call begin with a type. */
export function readTypeName(call: Call, version: ClusterVersion): boolean {
  const given = queryOf(call, 'include_type_name');
  if (given === null) return version.hasTypes;
  if (!version.takesTypeName)
    throw illegalArgument(`request [${call.target}] contains unrecognized parameter: [include_type_name]`);
  return given !== 'false';
}

function refuseUnknownParts(body: JsonObject): void {
  const unknown = Object.keys(body).find((name) => !['settings', 'mappings', 'aliases'].includes(name));
  if (unknown !== undefined)
    throw new ClusterError(400, 'parse_exception', `unknown key [${unknown}] for create index`);
}

function refuseName(name: string, cluster: Cluster): void {
  const existing = cluster.indices.get(name);
  if (existing !== undefined)
    throw new ClusterError(
      400,
      'resource_already_exists_exception',
      `index [${name}/${existing.uuid}] already exists`,
      {
        index_uuid: existing.uuid,
        index: name,
      },
    );
  const problem = problemOfName(name, cluster);
  if (problem === null) return;
  throw new ClusterError(400, 'invalid_index_name_exception', `Invalid index name [${name}], ${problem}`, {
    index_uuid: '_na_',
    index: name,
  });
}

function problemOfName(name: string, cluster: Cluster): string | null {
  if (name !== name.toLowerCase()) return 'must be lowercase';
  if (INVALID_NAME.test(name)) return 'must not contain the following characters [ , ", *, \\, <, |, ,, >, /, ?]';
  if (/^[_+-]/.test(name)) return "must not start with '_', '-', or '+'";
  if (Buffer.byteLength(name) > 255) return `index name is too long, (${Buffer.byteLength(name)} > 255)`;
  return cluster.indicesByName.some(({ aliases }) => aliases.has(name)) ? 'already exists as alias' : null;
}

function readAliases(given: JsonObject, cluster: Cluster): ReadonlyMap<string, AliasOptions> {
  const clash = Object.keys(given).find((alias) => cluster.indices.has(alias));
  if (clash !== undefined) throw aliasIsIndex(clash, cluster.version);
  return new Map(
    Object.entries(given).map(([alias, options]) => [alias, readAliasOptions(isJsonObject(options) ? options : {})]),
  );
}

export function aliasIsIndex(alias: string, version: ClusterVersion): ClusterError {
  const reason = version.isStrict
    ? `Invalid alias name [${alias}]: an index or data stream exists with the same name as the alias`
    : `Invalid alias name [${alias}], an index exists with the same name as the alias`;
  return new ClusterError(400, 'invalid_alias_name_exception', reason, { index: alias, index_uuid: '_na_' });
}
