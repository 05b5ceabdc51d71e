import { expect } from 'vitest';
import { CommandLine, expectCode } from '../../e2e/support/command-line.ts';
import { borrowServers } from '../../servers/borrow-servers.ts';
import type { ServerName } from '../../servers/catalogue.ts';
import { ClusterClient, type TestDocument } from './cluster-client.ts';
import { compareIndices } from './compare-indices.ts';
import { plainDocuments } from './nasty-documents.ts';
import { carriedKinds, type Pair } from './pairs.ts';

const PLAIN = 200;

interface PairClusters {
  readonly pair: Pair;
  readonly from: ClusterClient;
  readonly to: ClusterClient;
}

/** Moves every kind of documents that both can have by every method that the pair has, between servers that others use too. */
export async function tryPair(pair: Pair): Promise<void> {
  const servers = await borrowServers({ from: pair.from, to: pair.to });
  await movePair({ pair, from: new ClusterClient(servers.from.url), to: new ClusterClient(servers.to.url) });
}

/** Between servers that are there. */
export async function movePair(clusters: PairClusters): Promise<void> {
  await fillSource(clusters);
  for (const method of clusters.pair.methods) await moveBy(method, clusters);
}

/** Of a pair alone: servers are in several. */
const indexOf = ({ from, to }: Pair): string => `carried-${from}-${to}`;

/** Nothing of it is visible to searches yet. */
async function fillSource({ pair, from }: PairClusters): Promise<void> {
  const kinds = carriedKinds(pair);
  const properties = Object.assign(
    { name: { type: 'text' }, n: { type: 'integer' }, extra: { type: 'object' } },
    ...kinds.map((kind) => kind.properties),
  );
  const mapping = { dynamic: 'strict', properties: { ...properties, extra: { type: 'object', enabled: false } } };
  const settings = { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' };
  const mappings = typeOf(pair.from) === undefined ? mapping : { _doc: mapping };
  const index = indexOf(pair);
  await from.must('PUT', `/${index}`, { settings, mappings });
  for (const { documents } of kinds) await from.load(index, documents, typeOf(pair.from));
  await from.load(index, plainDocuments(PLAIN), typeOf(pair.from));
}

/** Moves the index as a user would, and compares it without any code of the product. */
async function moveBy(method: 'bulk' | 'remote', clusters: PairClusters): Promise<void> {
  const { pair, from, to } = clusters;
  const index = indexOf(pair);
  const copy = `${index}-${method}`;
  const waybill = new CommandLine({ plan: planOf(clusters, method, copy) });
  expectCode(0, await waybill.run('apply'));
  const numbers = method === 'bulk' ? 'spelling' : 'value';
  const sides = [
    { cluster: from, index },
    { cluster: to, index: copy },
  ] as const;
  expect(await compareIndices(...sides, { numbers })).toEqual([]);
  expect(await propertiesOf(to, copy)).toEqual(await propertiesOf(from, index));
  expect(await to.settings(copy)).toMatchObject({ number_of_shards: '2', refresh_interval: '-1' });
  if (method === 'remote') return;
  const documents = carriedKinds(pair).flatMap((kind) => kind.documents);
  const changed: string[] = [];
  for (const document of documents) {
    const texts = [await textOf(from, index, pair.from, document), await textOf(to, copy, pair.to, document)];
    if (texts.some((text) => text !== document.source)) changed.push(document.id);
  }
  expect(changed).toEqual([]);
}

function planOf({ pair, from, to }: PairClusters, method: string, copy: string): string {
  return `version: 1
name: carried
providers:
  old: { type: elasticsearch, url: "${from.url}" }
  new: { type: elasticsearch, url: "${to.url}", polling: { initial_interval: 200ms } }
migrations:
  carried:
    uses: new.reindex
    with:
      source: { connection: old, index: ${indexOf(pair)} }
      dest: { index: ${copy} }
      method: ${method}
      parts: 3
    verify: { level: digest }
`;
}

/** Of the mapping, without its type. */
async function propertiesOf(cluster: ClusterClient, index: string): Promise<unknown> {
  const answer = (await cluster.must('GET', `/${index}/_mapping`)) as Readonly<Record<string, unknown>>;
  const { mappings } = answer[index] as { mappings: { properties?: unknown; _doc?: { properties?: unknown } } };
  return (mappings._doc ?? mappings).properties;
}

/** The source of a document as the cluster keeps it. */
async function textOf(
  cluster: ClusterClient,
  index: string,
  server: ServerName,
  { id, routing }: TestDocument,
): Promise<string> {
  const name = encodeURIComponent(id);
  const path = typeOf(server) === undefined ? `/${index}/_source/${name}` : `/${index}/_doc/${name}/_source`;
  const query = routing === undefined ? '' : `?routing=${encodeURIComponent(routing)}`;
  return await cluster.text('GET', `${path}${query}`);
}

/** Documents of 6.x have one. */
function typeOf(server: ServerName): string | undefined {
  return server === 'elasticsearch-6.7' ? '_doc' : undefined;
}
