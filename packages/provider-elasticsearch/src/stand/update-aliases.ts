import { type Answer, isJsonObject, type JsonObject, textListOf, textOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer, errorBody } from './cluster-answer.ts';
import { ClusterError, illegalArgument, unknownField, unreadableField } from './cluster-error.ts';
import { aliasIsIndex } from './create-index.ts';
import { isLike } from './filter-path.ts';
import { readAliasOptions } from './read-alias-options.ts';
import { indicesOf } from './resolve-indices.ts';
import type { ClusterCall } from './service.ts';
import type { AliasOptions, StoredIndex } from './stored-index.ts';
import type { ClusterVersion } from './version.ts';

type ActionKind = 'add' | 'remove' | 'remove_index';

interface Action {
  readonly kind: ActionKind;
  readonly indices: readonly StoredIndex[];
  readonly aliases: readonly string[];
  readonly options: AliasOptions;
  readonly mustExist: boolean;
}

/** What aliases and indices will be if nothing is wrong. */
interface Draft {
  readonly aliases: Map<StoredIndex, Map<string, AliasOptions>>;
  readonly removed: Set<StoredIndex>;
}

const KINDS: readonly ActionKind[] = ['add', 'remove', 'remove_index'];
const MEMBERS = ['index', 'indices', 'alias', 'aliases', 'filter', 'routing', 'index_routing', 'search_routing'];
const NEWER_MEMBERS = ['is_write_index', 'is_hidden'];

/** All actions or none: they are tried on a draft, which takes the place of what is there when it holds. */
export function updateAliases({ call, cluster }: ClusterCall): Answer {
  const given = isJsonObject(call.json) && Array.isArray(call.json['actions']) ? call.json['actions'] : [];
  if (given.length === 0) throw illegalArgument('No action specified');
  const actions = given.map((action: unknown) => readAction(action, cluster));
  const draft = draftOf(cluster);
  const results = actions.map((action) => applyAction(action, draft, cluster.version));
  const missing = results.filter((result) => result !== null);
  if (missing.length === actions.length && missing[0] !== undefined) throw missing[0];
  refuseClashes(draft, cluster.version);
  commit(draft, cluster);
  return clusterAnswer(call, acknowledge(actions, results, cluster), { effects: 1 });
}

function acknowledge(
  actions: readonly Action[],
  results: readonly (ClusterError | null)[],
  { version }: Cluster,
): JsonObject {
  if (!version.saysAliasErrors) return { acknowledged: true };
  if (results.every((result) => result === null)) return { acknowledged: true, errors: false };
  const action_results = actions.map((action, at) => {
    const result = results[at] ?? null;
    const shown = { type: action.kind, indices: action.indices.map(({ name }) => name), aliases: action.aliases };
    return result === null
      ? { action: shown, status: 200 }
      : { action: shown, status: result.status, error: errorBody(result)['error'] };
  });
  return { acknowledged: true, errors: true, action_results };
}

function readAction(given: unknown, cluster: Cluster): Action {
  const [[name, body] = ['', undefined], ...others] = isJsonObject(given) ? Object.entries(given) : [];
  const kind = KINDS.find((candidate) => candidate === name);
  if (kind === undefined || others.length > 0 || !isJsonObject(body))
    throw unreadableField('aliases', 'actions', unknownField('alias_action', name));
  refuseUnknownMembers(kind, body, cluster.version);
  const expressions = textListOf(body, 'indices') ?? [textOf(body, 'index') ?? ''];
  const aliases = textListOf(body, 'aliases') ?? [textOf(body, 'alias') ?? ''];
  if (expressions.includes('')) throw illegalArgument('One of [index] or [indices] is required');
  if (kind !== 'remove_index' && aliases.includes('')) throw illegalArgument('One of [alias] or [aliases] is required');
  return {
    kind,
    indices: expressions.flatMap((expression) => indicesOf(cluster, expression)),
    aliases: kind === 'remove_index' ? [] : aliases,
    options: readAliasOptions(body),
    mustExist: body['must_exist'] === true,
  };
}

function refuseUnknownMembers(kind: ActionKind, body: JsonObject, version: ClusterVersion): void {
  const known = [...MEMBERS, ...NEWER_MEMBERS, ...(version.takesMustExist ? ['must_exist'] : [])];
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw unreadableField('aliases', 'actions', unreadableField('alias_action', kind, unknownField(kind, unknown)));
}

/** Null, or that there was nothing to remove. */
function applyAction(
  { kind, indices, aliases, options, mustExist }: Action,
  draft: Draft,
  version: ClusterVersion,
): ClusterError | null {
  if (kind === 'remove_index') {
    for (const index of indices) removeIndex(index, draft);
    return null;
  }
  if (kind === 'add') {
    for (const index of indices) for (const alias of aliases) draft.aliases.get(index)?.set(alias, options);
    return null;
  }
  const removed = indices.flatMap((index) => removeAliases(draft.aliases.get(index) ?? new Map(), aliases));
  if (removed.length > 0) return null;
  if (mustExist && !version.isStrict && !version.isOpenSearch) throw requiredAlias(aliases);
  const missing = missingAliases(aliases);
  if (mustExist) throw missing;
  return missing;
}

function removeIndex(index: StoredIndex, draft: Draft): void {
  draft.removed.add(index);
  draft.aliases.delete(index);
}

function removeAliases(of: Map<string, AliasOptions>, patterns: readonly string[]): readonly string[] {
  const meant = [...of.keys()].filter((alias) => patterns.some((pattern) => isLike(alias, pattern)));
  for (const alias of meant) of.delete(alias);
  return meant;
}

/** As 7.x says it. */
function requiredAlias(aliases: readonly string[]): ClusterError {
  const [name = ''] = aliases;
  return new ClusterError(404, 'resource_not_found_exception', `required alias [${name}] does not exist`);
}

function missingAliases(aliases: readonly string[]): ClusterError {
  const names = aliases.join(',');
  return new ClusterError(404, 'aliases_not_found_exception', `aliases [${names}] missing`, {
    'resource.type': 'aliases',
    'resource.id': names,
  });
}

function draftOf(cluster: Cluster): Draft {
  const aliases = cluster.indicesByName.map((index) => [index, new Map(index.aliases)] as const);
  return { aliases: new Map(aliases), removed: new Set() };
}

/** An alias has no name of an index, and one index at most takes its writes. */
function refuseClashes({ aliases }: Draft, version: ClusterVersion): void {
  const indexNames = new Set([...aliases.keys()].map(({ name }) => name));
  const all = [...aliases].flatMap(([index, own]) => [...own].map(([alias, options]) => ({ index, alias, options })));
  const clash = all.find(({ alias }) => indexNames.has(alias));
  if (clash !== undefined) throw aliasIsIndex(clash.alias, version);
  const writers = Map.groupBy(
    all.filter(({ options }) => options.is_write_index === true),
    ({ alias }) => alias,
  );
  for (const [alias, owners] of writers) {
    if (owners.length < 2) continue;
    const names = owners.map(({ index }) => index.name).join(',');
    throw new ClusterError(500, 'illegal_state_exception', `alias [${alias}] has more than one write index [${names}]`);
  }
}

function commit({ aliases, removed }: Draft, cluster: Cluster): void {
  for (const index of removed) cluster.indices.delete(index.name);
  for (const [index, own] of aliases) index.aliases = own;
}
