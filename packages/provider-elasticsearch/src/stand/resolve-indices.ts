import type { JsonObject } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { noSuchIndex } from './cluster-error.ts';
import type { Documents } from './document-store.ts';
import { isLike } from './filter-path.ts';
import { shardOfRouting } from './routing-shard.ts';
import type { StoredIndex } from './stored-index.ts';

/** An index by one of its names; behind a filtered alias, with the filters of it. */
export interface ResolvedIndex {
  readonly index: StoredIndex;
  /** Null: all of its documents. */
  readonly filters: readonly JsonObject[] | null;
  /** By aliases with `search_routing` alone: those, of which each stands for one shard. Null: all shards. */
  readonly routings: readonly string[] | null;
}

/**
 * What an expression stands for: names, aliases and patterns, separated by commas. A pattern may stand for nothing.
 *
 * @throws ClusterError for a name that nothing has
 */
export function resolveIndices(cluster: Cluster, expression: string): readonly ResolvedIndex[] {
  const found = expression.split(',').flatMap((name) => resolveOne(cluster, name));
  const names = [...new Set(found.map(({ index }) => index.name))];
  return names.flatMap((name) => mergeOf(found.filter(({ index }) => index.name === name)));
}

/** As above, without the filters of aliases. */
export function indicesOf(cluster: Cluster, expression: string): readonly StoredIndex[] {
  return resolveIndices(cluster, expression).map(({ index }) => index);
}

function resolveOne(cluster: Cluster, name: string): readonly ResolvedIndex[] {
  const pattern = name === '_all' ? '*' : name;
  const index = cluster.indices.get(name);
  if (index !== undefined) return [{ index, filters: null, routings: null }];
  const matching = cluster.indicesByName.flatMap((candidate) => resolveBy(pattern, candidate));
  if (matching.length === 0 && !pattern.includes('*')) throw noSuchIndex(name);
  return matching;
}

function resolveBy(pattern: string, index: StoredIndex): readonly ResolvedIndex[] {
  if (isLike(index.name, pattern)) return [{ index, filters: null, routings: null }];
  const aliases = [...index.aliases].filter(([alias]) => isLike(alias, pattern));
  if (aliases.length === 0) return [];
  const filters = allOf(aliases.map(([, { filter }]) => filter));
  const routings = allOf(aliases.map(([, { search_routing: routing }]) => routing));
  return [{ index, filters, routings: routings?.flatMap((each) => each.split(',')) ?? null }];
}

/** Null where one of several names shows everything. */
function allOf<Value>(given: readonly (Value | undefined)[]): readonly Value[] | null {
  const known = given.filter((each) => each !== undefined);
  return known.length === given.length ? known : null;
}

/** An index that is found by several names shows what any of them shows. */
function mergeOf(found: readonly ResolvedIndex[]): readonly ResolvedIndex[] {
  const [first] = found;
  if (first === undefined) return [];
  const together = <Value>(of: readonly (readonly Value[] | null)[]): readonly Value[] | null =>
    allOf(of.map((each) => each ?? undefined))?.flat() ?? null;
  const filters = together(found.map((each) => each.filters));
  return [{ index: first.index, filters, routings: together(found.map((each) => each.routings)) }];
}

/** What a search of an index by one of its names finds; in one shard alone, or in all of them. */
export function documentsOf(
  { index, filters, routings }: ResolvedIndex,
  {
    cluster,
    query,
    shard,
  }: { readonly cluster: Cluster; readonly query?: JsonObject | undefined; readonly shard?: number | undefined },
): readonly Documents[] {
  const found = index.documents.find(queryWithin(filters, query), shard);
  if (routings === null) return found;
  const sharding = { shards: index.shards, routingShards: index.routingShards, version: cluster.version };
  const shards = new Set(routings.map((routing) => shardOfRouting(routing, sharding)));
  // Of documents without bodies only the number is known: they are in every shard.
  return found.filter((each) => each.kind === 'row' || shards.has(shardOfRouting(each.routing ?? each.id, sharding)));
}

/** The query within what the filters show. */
function queryWithin(filters: readonly JsonObject[] | null, query: JsonObject | undefined): JsonObject | undefined {
  if (filters === null) return query;
  return { bool: { filter: [...(query === undefined ? [] : [query]), { bool: { should: filters } }] } };
}
