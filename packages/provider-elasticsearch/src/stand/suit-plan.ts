import {
  defined,
  isJsonObject,
  type JsonObject,
  objectOf,
  parseJson,
  type SuitedPlan,
  type SuitedUnit,
  textOf,
} from '@waybill/stand-kit';
import type { ElasticsearchClusterSeed, ElasticsearchIndexSeed, ElasticsearchSettings } from './settings.ts';

/** An index that a unit takes for granted, and an alias that it has. */
interface Needed {
  readonly cluster: string | undefined;
  readonly index: string | null;
  readonly alias?: string | null;
  /** Whose documents it has; its own unless it says so. */
  readonly origin?: string;
  /** That of a copy whose plan gives it as a whole. */
  readonly definition?: Pick<ElasticsearchIndexSeed, 'mappings' | 'settings'>;
}

/** Operations on an index that has to be there. */
const ON_INDICES = [
  'AddIndexBlock',
  'CountDocuments',
  'DeleteIndex',
  'GetIndex',
  'PutSettings',
  'RefreshIndex',
  'ShowIndexHealth',
  'ShowIndexStats',
  'ShowIndexUsage',
];

/**
 * The plan's clusters are there, answer whatever its secrets are, and have the indices and aliases that it does not make
 * itself. Each cluster is known by its host and port, as it is called.
 */
export function suitPlan({ connections = {}, moves = [] }: SuitedPlan): {
  readonly settings: Partial<ElasticsearchSettings>;
} {
  const known = new Map<string, string>();
  const names = new Map(Object.entries(connections).flatMap(([alias, entry]) => nameOf(alias, entry, known)));
  const made = new Set(moves.flatMap((unit) => madeBy(unit, names)));
  const needed = moves.flatMap((unit) => neededBy(unit, names));
  const seeds = [...new Set([...names.values(), ...needed.map(({ cluster }) => cluster)])].flatMap((name) => {
    const own = needed.filter(({ cluster, index }) => cluster === name && !made.has(keyOf(cluster, index)));
    return name === undefined ? [] : [{ ...seedOf(name, own), ...nodesOf(name, known) }];
  });
  return seeds.length === 0 ? { settings: {} } : { settings: { clusters: seeds } };
}

function seedOf(name: string, needed: readonly Needed[]): ElasticsearchClusterSeed {
  const indices = [...new Set(needed.map(({ index }) => index))].flatMap((index) => {
    const own = needed.filter((each) => each.index === index);
    const aliases = own.flatMap(({ alias }) => (alias ? [[alias, {}] as const] : []));
    const origin = own.find((each) => each.origin !== undefined)?.origin;
    const seed = {
      ...defined({ aliases: aliases.length === 0 ? undefined : Object.fromEntries(aliases), origin }),
      ...own.find((each) => each.definition !== undefined)?.definition,
    };
    return index === null ? [] : [[index, seed] as const];
  });
  return { name, security: null, indices: Object.fromEntries(indices) };
}

function neededBy(
  { connection, target, with: given, options }: SuitedUnit,
  names: ReadonlyMap<string, string>,
): readonly Needed[] {
  const cluster = names.get(connection);
  const source = objectOf(given, 'source');
  switch (target) {
    case 'reindex': {
      const [index, alias] = [textOf(source, 'index'), textOf(objectOf(options, 'cutover'), 'alias')];
      const from = names.get(textOf(source, 'connection') ?? connection);
      const connect = textOf(source, 'connect');
      if (connect === null) return [{ cluster: from, index, alias }];
      // Two ways to one cluster are two clusters here, with the same documents.
      return [from, names.get(connect)].map((cluster) => ({ cluster, index, alias, origin: index ?? '' }));
    }
    case 'verify': {
      // Both sides are there, and are equal.
      const copy = objectOf(given, 'target');
      return [source, copy].map((side) => ({
        cluster: names.get(textOf(side, 'connection') ?? connection),
        index: textOf(side, 'index'),
        origin: textOf(source, 'index') ?? '',
      }));
    }
    // A task of another vendor makes the copy, and no stand moves documents into another one: it is there when it is compared.
    case 'index-migration': {
      const [from, to] = [objectOf(given, 'sourceCluster'), objectOf(given, 'sinkCluster')];
      const connect = objectOf(objectOf(options, 'verify'), 'connect');
      const origin = textOf(from, 'index') ?? '';
      const sideOf = (alias: string | null, index: string | null): readonly Needed[] => {
        const at = alias === null ? undefined : names.get(alias);
        return at === undefined ? [] : [{ cluster: at, index, origin, definition: definitionOf(to) }];
      };
      return [...sideOf(textOf(connect, 'source'), origin), ...sideOf(textOf(connect, 'target'), textOf(to, 'index'))];
    }
    case 'Reindex':
    case 'TryReindex': {
      const host = textOf(objectOf(source, 'remote'), 'host');
      return [{ cluster: host === null ? cluster : clusterAt(host), index: textOf(source, 'index') }];
    }
    case 'UpdateAliases':
      return actionsOf(given).map(({ kind, index, alias }) => ({
        cluster,
        index,
        ...(kind === 'remove' ? { alias } : {}),
      }));
    default:
      return ON_INDICES.includes(target) ? [{ cluster, index: textOf(given, 'index') }] : [];
  }
}

/** Indices that the plan makes: they must not be there, or need not. */
function madeBy(
  { connection, target, with: given }: SuitedUnit,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const cluster = names.get(connection);
  if (target === 'CreateIndex') return [keyOf(cluster, textOf(given, 'index'))];
  const isCopy = target === 'reindex' || target === 'Reindex';
  return isCopy ? [keyOf(cluster, textOf(objectOf(given, 'dest'), 'index'))] : [];
}

/** Of an object or its JSON text, without the type. */
function definitionOf(sink: JsonObject): NonNullable<Needed['definition']> {
  const mapping = readDefinition(sink['mapping']);
  const [type] = Object.values(mapping);
  return { mappings: isJsonObject(type) ? type : {}, settings: readDefinition(sink['settings']) };
}

function readDefinition(given: unknown): JsonObject {
  const definition = typeof given === 'string' ? parseJson(given) : given;
  return isJsonObject(definition) ? definition : {};
}

function actionsOf(given: JsonObject) {
  const actions = Array.isArray(given['actions']) ? given['actions'].filter(isJsonObject) : [];
  return actions.flatMap((action) =>
    Object.entries(action).map(([kind, body]) => {
      const members = isJsonObject(body) ? body : {};
      return { kind, index: textOf(members, 'index'), alias: textOf(members, 'alias') };
    }),
  );
}

/** Several addresses are nodes of one cluster, which has the name of the first. `known`: by address, what it was called before. */
function nameOf(
  alias: string,
  entry: JsonObject,
  known: Map<string, string>,
): readonly (readonly [alias: string, name: string])[] {
  if (entry['type'] !== 'elasticsearch') return [];
  const urls = Array.isArray(entry['url']) ? entry['url'] : [entry['url']];
  const addresses = urls.flatMap((url) => (typeof url === 'string' ? (clusterAt(url) ?? []) : []));
  const named = addresses.find((address) => known.has(address));
  const name = known.get(named ?? '') ?? addresses[0];
  if (name === undefined) return [];
  for (const address of addresses) known.set(address, name);
  return [[alias, name]];
}

function nodesOf(name: string, known: ReadonlyMap<string, string>): Pick<ElasticsearchClusterSeed, 'nodes'> {
  const nodes = [...known].flatMap(([address, of]) => (of === name && address !== name ? [address] : []));
  return nodes.length === 0 ? {} : { nodes };
}

/** By the path of a running sandbox, or by host and port. */
function clusterAt(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  const [, inPath] = /^\/clusters\/([^/]+)/.exec(pathname) ?? [];
  return inPath === undefined ? host : decodeURIComponent(inPath);
}

function keyOf(cluster: string | undefined, index: string | null): string {
  return `${cluster}/${index}`;
}
