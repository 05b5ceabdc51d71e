import { type Answer, type JsonObject, queryOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { illegalArgument } from './cluster-error.ts';
import { readTypeName } from './create-index.ts';
import { bytesOf, totalOf } from './document-store.ts';
import { isLike } from './filter-path.ts';
import { showSettings } from './index-settings.ts';
import { indicesOf } from './resolve-indices.ts';
import type { ClusterCall } from './service.ts';
import type { StoredIndex } from './stored-index.ts';
import type { ClusterVersion } from './version.ts';

/** Settings, mapping and aliases of indices, by their own names. */
export function getIndex({ call, cluster }: ClusterCall): Answer {
  const isTyped = readTypeName(call, cluster.version);
  const indices = indicesOf(cluster, call.params['index'] ?? '');
  return clusterAnswer(
    call,
    Object.fromEntries(indices.map((index) => [index.name, showIndex(index, { version: cluster.version, isTyped })])),
  );
}

/** Rows of `_cat/indices`: every column is text. */
export function listIndices({ call, cluster }: ClusterCall): Answer {
  const rows = indicesOf(cluster, call.params['index'] ?? '*').map((index) => rowOf(index, cluster));
  const columns = queryOf(call, 'h')?.split(',') ?? null;
  const shown = columns === null ? rows : rows.map((row) => columnsOf(row, columns));
  if (queryOf(call, 'format') === 'json') return clusterAnswer(call, shown);
  const text = shown.map((row) => `${Object.values(row).join(' ')}\n`).join('');
  return { status: 200, headers: { 'content-type': 'text/plain; charset=UTF-8' }, body: text, effects: 0 };
}

/** Deletes indices and all that is in them; aliases go with them. */
export function deleteIndex({ call, cluster }: ClusterCall): Answer {
  const name = call.params['index'] ?? '';
  if (cluster.version.isStrict && /\*|^_all$/.test(name))
    throw illegalArgument('Wildcard expressions or all indices are not allowed');
  const isAlias = !cluster.indices.has(name) && cluster.indicesByName.some(({ aliases }) => aliases.has(name));
  if (isAlias)
    throw illegalArgument(
      `The provided expression [${name}] matches an alias, specify the corresponding concrete indices instead.`,
    );
  const indices = indicesOf(cluster, name);
  for (const index of indices) cluster.indices.delete(index.name);
  return clusterAnswer(call, { acknowledged: true }, { effects: indices.length });
}

function showIndex(
  index: StoredIndex,
  { version, isTyped }: { readonly version: ClusterVersion; readonly isTyped: boolean },
): JsonObject {
  const settings = new Map([
    ['creation_date', String(Math.round(index.createdAtMs))],
    ...(version.isOpenSearch && version.major >= 2 ? [['replication.type', 'DOCUMENT'] as const] : []),
    ...index.settings,
    ['uuid', index.uuid],
    ['version.created', createdVersion(version)],
    ['provided_name', index.name],
  ]);
  const isEmpty = Object.keys(index.mappings).length === 0;
  return {
    aliases: Object.fromEntries(index.aliases),
    mappings: isTyped && !isEmpty ? { [index.type]: index.mappings } : index.mappings,
    settings: { index: showSettings(settings) },
  };
}

/** A number of its own that no reader should take for the version. */
function createdVersion({ number, isOpenSearch }: ClusterVersion): string {
  const [major = 0, minor = 0, patch = 0] = number.split('.').map(Number);
  if (!isOpenSearch && major >= 8) return major === 8 ? '8521000' : '9039001';
  const id = major * 1_000_000 + minor * 10_000 + patch * 100 + 99;
  return String(isOpenSearch ? 0x8000000 ^ id : id);
}

function rowOf(index: StoredIndex, cluster: Cluster): Readonly<Record<string, string | null>> {
  const found = index.documents.find();
  const bytes = String(bytesOf(found));
  const known = index.isClosed
    ? { 'docs.count': null, 'docs.deleted': null, 'store.size': null, 'pri.store.size': null }
    : { 'docs.count': String(totalOf(found)), 'docs.deleted': '0', 'store.size': bytes, 'pri.store.size': bytes };
  const replicas = index.replicas(cluster.dataNodes);
  return {
    health: replicas < cluster.dataNodes ? 'green' : 'yellow',
    status: index.isClosed ? 'close' : 'open',
    index: index.name,
    uuid: index.uuid,
    pri: String(index.shards),
    rep: String(replicas),
    ...known,
  };
}

function columnsOf(row: Readonly<Record<string, string | null>>, columns: readonly string[]) {
  const names = columns.flatMap((column) => Object.keys(row).filter((name) => isLike(name, column)));
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
