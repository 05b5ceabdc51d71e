import { isJsonObject, type SuitedPlan, textOf } from '@waybill/stand-kit';
import type { ElasticsearchClusterSeed, ElasticsearchSettings } from './settings.ts';

type Entry = Readonly<Record<string, unknown>>;

/**
 * The plan's clusters are there, answer whatever its secrets are, and have the indices that it copies from. `each` cluster
 * is known by its host and port, as it is called.
 */
export function suitPlan({ connections = {}, moves = [] }: SuitedPlan): {
  readonly settings: Partial<ElasticsearchSettings>;
} {
  const names = new Map(Object.entries(connections).flatMap(([alias, entry]) => nameOf(alias, entry)));
  const seeds = [...new Set(names.values())].map((name): ElasticsearchClusterSeed => {
    const sources = moves.filter(({ connection, with: given }) => names.get(sourceAliasOf(connection, given)) === name);
    const indices = sources.flatMap(({ with: given }) => sourceIndexOf(given));
    return { name, security: null, indices: Object.fromEntries(indices.map((index) => [index, {}])) };
  });
  return seeds.length === 0 ? { settings: {} } : { settings: { clusters: seeds } };
}

function nameOf(alias: string, entry: Entry): readonly (readonly [alias: string, name: string])[] {
  const url = textOf(entry, 'url');
  if (entry['type'] !== 'elasticsearch' || url === null || !URL.canParse(url)) return [];
  const { host, pathname } = new URL(url);
  const [, inPath] = /^\/clusters\/([^/]+)/.exec(pathname) ?? [];
  return [[alias, inPath === undefined ? host : decodeURIComponent(inPath)]];
}

/** Left out: the cluster that gets the copy. */
function sourceAliasOf(connection: string, given: Entry): string {
  const source = given['source'];
  return isJsonObject(source) ? (textOf(source, 'connection') ?? connection) : connection;
}

function sourceIndexOf(given: Entry): readonly string[] {
  const source = given['source'];
  const index = isJsonObject(source) ? textOf(source, 'index') : null;
  return index === null ? [] : [index];
}
