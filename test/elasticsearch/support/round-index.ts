import { isDeepStrictEqual } from 'node:util';
import type { ClusterClient } from './cluster-client.ts';
import { compareIndices } from './compare-indices.ts';
import { DOCUMENT_KINDS } from './document-kinds.ts';
import { plainDocuments } from './nasty-documents.ts';
import type { RoundShape } from './round-shape.ts';

const PLAIN = 600;
/** What a copy is made with for speed, and gets back afterwards. */
const OWN_SETTINGS = {
  number_of_replicas: '1',
  refresh_interval: '7s',
  translog: { durability: 'request', flush_threshold_size: '64mb', sync_interval: '9s' },
};

/** The index of one round, with an alias, and where it moves to. */
export interface RoundIndex {
  readonly old: ClusterClient;
  readonly target: ClusterClient;
  /** The cluster that has the index: with `local` it is the target. */
  readonly source: ClusterClient;
  readonly index: string;
  readonly copy: string;
  readonly alias: string;
  /** Of the source; later versions know none. */
  readonly type: string | undefined;
}

export function nameIndex(
  round: number,
  old: ClusterClient,
  target: ClusterClient,
  { method }: RoundShape,
): RoundIndex {
  const index = `round-${round}`;
  const isLocal = method === 'local';
  const source = isLocal ? target : old;
  return {
    old,
    target,
    source,
    index,
    copy: `${index}-new`,
    alias: `${index}-shop`,
    type: isLocal ? undefined : '_doc',
  };
}

/** With every kind of documents that is easily damaged on its way. */
export async function fillIndex({ source, index, alias, type }: RoundIndex): Promise<void> {
  const fields = DOCUMENT_KINDS.map(({ properties }) => properties);
  const text = { name: { type: 'text' }, n: { type: 'long' } };
  const extra = { extra: { type: 'object', enabled: false } };
  const mapping = { properties: Object.assign({}, ...fields, text, extra) };
  await source.must('PUT', `/${index}`, {
    settings: { number_of_shards: 2, ...OWN_SETTINGS },
    mappings: type === undefined ? mapping : { [type]: mapping },
    aliases: { [alias]: { filter: { range: { n: { gte: 0 } } } } },
  });
  for (const { documents } of DOCUMENT_KINDS) await source.load(index, documents, type);
  await source.load(index, plainDocuments(PLAIN), type);
}

export function planOfRound({ old, target, index, copy, alias }: RoundIndex, shape: RoundShape): string {
  const { method, isLive, isVerified } = shape;
  const aliases =
    method === 'local' ? `{ mode: alias, alias: ${alias}, freeze: true }` : `{ mode: clients, aliases: [${alias}] }`;
  const lines = [
    'version: 1',
    `name: ${index}`,
    'providers:',
    `  old: { type: elasticsearch, url: ${old.url} }`,
    `  new: { type: elasticsearch, url: ${target.url}, polling: { initial_interval: 200ms } }`,
    'migrations:',
    '  orders:',
    '    uses: new.reindex',
    '    with:',
    `      source: { connection: ${method === 'local' ? 'new' : 'old'}, index: ${index} }`,
    `      dest: { index: ${copy} }`,
    `      method: ${method}`,
    '      batch: 50',
    ...(method === 'bulk' ? [] : ['      parts: 2']),
    ...(method === 'remote' || method === 'local' ? ['      requests_per_second: 100'] : []),
    ...(isLive ? ['    catch_up: { until: 1000, rounds: 20 }', `    cutover: ${aliases}`] : []),
    ...(isVerified ? ['    verify: { level: digest }'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is not as it has to be once the unit has succeeded, in sentences, by reads that share nothing with the product. */
export async function findFaults(round: RoundIndex, shape: RoundShape): Promise<readonly string[]> {
  const { source, target, index, copy, alias } = round;
  const differences = await compareIndices({ cluster: source, index }, { cluster: target, index: copy });
  const settings = await target.settings(copy);
  const { blocks } = (await source.settings(index)) as { blocks?: { write?: string } };
  const aliases = await target.aliasesOf(copy);
  const expected = {
    settings: OWN_SETTINGS,
    blocksOfCopy: undefined,
    isSourceFrozen: shape.isLive,
    aliases: shape.isLive ? [alias] : [],
    copiesUnderWay: 0,
    writtenTwice: [],
  };
  const seen = {
    settings: Object.fromEntries(Object.keys(OWN_SETTINGS).map((name) => [name, settings[name]])),
    blocksOfCopy: settings['blocks'],
    isSourceFrozen: blocks?.write === 'true',
    aliases,
    copiesUnderWay: await target.copies(copy),
    writtenTwice: shape.isLive ? [] : await writtenTwice(round),
  };
  const wrong = Object.entries(expected).flatMap(([name, value]) => {
    const found = seen[name as keyof typeof seen];
    return isDeepStrictEqual(found, value) ? [] : [`${name}: ${JSON.stringify(found)}, not ${JSON.stringify(value)}`];
  });
  return [...differences.slice(0, 20), ...wrong];
}

/** A document that was made once has the version 1. Where clients write, versions are those of the source. */
async function writtenTwice({ target, copy }: RoundIndex): Promise<readonly string[]> {
  const body = { size: 10_000, version: true, _source: false };
  const { hits } = (await target.must('POST', `/${copy}/_search`, body)) as unknown as {
    hits: { hits: readonly { readonly _id: string; readonly _version: number }[] };
  };
  return hits.hits.flatMap(({ _id: id, _version: version }) => (version === 1 ? [] : [`${id}: version ${version}`]));
}
