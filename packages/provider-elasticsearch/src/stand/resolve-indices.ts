import type { JsonObject } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { noSuchIndex } from './cluster-error.ts';
import { isLike } from './filter-path.ts';
import type { StoredIndex } from './stored-index.ts';

/** An index by one of its names; behind a filtered alias, with the filters of it. */
export interface ResolvedIndex {
  readonly index: StoredIndex;
  /** Null: all of its documents. */
  readonly filters: readonly JsonObject[] | null;
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
  if (index !== undefined) return [{ index, filters: null }];
  const matching = cluster.indicesByName.flatMap((candidate) => resolveBy(pattern, candidate));
  if (matching.length === 0 && !pattern.includes('*')) throw noSuchIndex(name);
  return matching;
}

function resolveBy(pattern: string, index: StoredIndex): readonly ResolvedIndex[] {
  if (isLike(index.name, pattern)) return [{ index, filters: null }];
  const aliases = [...index.aliases].filter(([alias]) => isLike(alias, pattern));
  if (aliases.length === 0) return [];
  const filters = aliases.map(([, { filter }]) => filter);
  const known = filters.filter((filter) => filter !== undefined);
  return [{ index, filters: known.length === filters.length ? known : null }];
}

/** An index that is found by several names shows what any of them shows. */
function mergeOf(found: readonly ResolvedIndex[]): readonly ResolvedIndex[] {
  const [first] = found;
  if (first === undefined) return [];
  const isWhole = found.some(({ filters }) => filters === null);
  return [{ index: first.index, filters: isWhole ? null : found.flatMap(({ filters }) => filters ?? []) }];
}

/** The query within what the filters show. */
export function queryWithin(
  filters: readonly JsonObject[] | null,
  query: JsonObject | undefined,
): JsonObject | undefined {
  if (filters === null) return query;
  return { bool: { filter: [...(query === undefined ? [] : [query]), { bool: { should: filters } }] } };
}
