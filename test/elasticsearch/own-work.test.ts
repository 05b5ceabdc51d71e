import type { JobSummary, JsonObject } from '@waybill/core';
import { systemClock } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareDocuments } from '../../packages/provider-elasticsearch/src/jobs/compare-documents.ts';
import { copyDocuments } from '../../packages/provider-elasticsearch/src/jobs/copy-documents.ts';
import { nameDifferences } from '../../packages/provider-elasticsearch/src/jobs/name-differences.ts';
import { JobWorld } from '../../packages/provider-elasticsearch/src/testing/job-world.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient, type TestDocument } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './support/nasty-documents.ts';

const [SOURCE, COPY, PULLED, BACK, MANY] = ['own-source', 'own-copy', 'own-pulled', 'own-back', 'own-many'] as const;

/** As they are written, and as no printer would. */
const ODD_DOCUMENTS: readonly TestDocument[] = [
  ...NASTY_DOCUMENTS,
  { id: 'spaced', source: '{ "extra" : { "a" :1.10 , "b": [ 1 ,2 ] } }' },
  { id: 'surrogate', source: String.raw`{"extra":{"lone":"\ud800","pair":"\ud83d\ude00","late":"x\udc00"}}` },
  { id: 'deep', source: `{"extra":${'{"a":['.repeat(20)}1.50${']}'.repeat(20)}}` },
  { id: 'brackets', source: String.raw`{"extra":{"a":"}]{[\"\\","b\"}":1}}` },
];

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('between real clusters of 6.7 and 7.10', () => {
  let old: ClusterClient;
  let target: ClusterClient;
  const transport = createUndiciTransport();
  const clusterOf = ({ url }: ClusterClient) => ({ url, transport });
  const count = ODD_DOCUMENTS.length + 1_000;

  beforeAll(async () => {
    const servers = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    old = new ClusterClient(servers.old.url);
    target = new ClusterClient(servers.new.url);
    const properties = { name: { type: 'text' }, n: { type: 'long' }, extra: { type: 'object', enabled: false } };
    const settings = { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' };
    await old.must('PUT', `/${SOURCE}`, { settings, mappings: { note: { properties } } });
    // No such pipeline is there: what passes it is refused.
    const piped = { ...settings, default_pipeline: 'own-none-such' };
    await old.must('PUT', `/${BACK}`, { settings: piped, mappings: { tweet: { properties } } });
    for (const index of [COPY, PULLED])
      await target.must('PUT', `/${index}`, {
        settings: { ...(index === COPY ? piped : settings), number_of_shards: 3 },
        mappings: { properties },
      });
    await old.load(SOURCE, [...ODD_DOCUMENTS, ...plainDocuments(1_000)], 'note');
    await old.must('POST', `/${SOURCE}/_refresh`);
  });

  afterAll(() => transport[Symbol.asyncDispose]());

  async function differences(from: ClusterClient, input: JsonObject): Promise<JobSummary> {
    const world = new JobWorld([clusterOf(from), clusterOf(target)], systemClock);
    const digests = await world.run(compareDocuments, input);
    if (digests.kind === 'failed') return digests;
    const { buckets = null, suspects = null } = digests.outputs;
    return await world.run(nameDifferences, { ...input, buckets, suspects });
  }

  it('documents are copied byte for byte, copying them again changes nothing, and no position is left open', async () => {
    const world = new JobWorld([clusterOf(old), clusterOf(target)], systemClock);
    const input = { source: SOURCE, dest: COPY, target_version: '7.10.2', parts: 3, batch: 100 };
    const outputs = { documents: count, created: count, refused: 0 };
    expect(await world.run(copyDocuments, input)).toMatchObject({ kind: 'succeeded', outputs });
    expect(await world.run(copyDocuments, input)).toMatchObject({ outputs: { documents: count, created: 0 } });
    const search = await old.must('GET', `/${SOURCE}/_stats/search?filter_path=_all.total.search.open_contexts`);
    expect(search).toMatchObject({ _all: { total: { search: { open_contexts: 0 } } } });
    await target.must('POST', `/${COPY}/_refresh`);
    expect(await compareIndices({ cluster: old, index: SOURCE }, { cluster: target, index: COPY })).toEqual([]);
    for (const document of ODD_DOCUMENTS) {
      expect(await sourceOf(target, `/${COPY}/_source/`, document)).toBe(document.source);
      expect(await sourceOf(old, `/${SOURCE}/note/`, document, '/_source')).toBe(document.source);
    }
    const compared = { source: SOURCE, dest: COPY, comparison: 'bytes' };
    expect(await differences(old, compared)).toMatchObject({ kind: 'succeeded', outputs: { result: 'equal' } });
  });

  it('documents go back to a cluster with types', async () => {
    const world = new JobWorld([clusterOf(target), clusterOf(old)], systemClock);
    const input = { source: COPY, dest: BACK, target_version: '6.7.2' };
    expect(await world.run(copyDocuments, input)).toMatchObject({ outputs: { created: count } });
    await old.must('POST', `/${BACK}/_refresh`);
    expect(await compareIndices({ cluster: old, index: SOURCE }, { cluster: old, index: BACK })).toEqual([]);
  });

  it('what a cluster has copied by itself is equal by value, and each damage is named', async () => {
    const remote = { remote: { host: old.url }, index: SOURCE };
    await target.must('POST', '/_reindex?refresh=true', { source: remote, dest: { index: PULLED } });
    const input = { source: SOURCE, dest: PULLED, parts: 2 };
    expect(await differences(old, input)).toMatchObject({ kind: 'succeeded', outputs: { result: 'equal' } });
    await target.send('DELETE', `/${PULLED}/_doc/plain-7`);
    await target.send('PUT', `/${PULLED}/_doc/extra`, { n: 1 });
    await target.send('PUT', `/${PULLED}/_doc/plain-8`, { name: 'Order 8', n: 9, extra: { even: true } });
    await target.send('PUT', `/${PULLED}/_doc/routed?routing=elsewhere`, { name: 'with a routing' });
    const found = await differences(old, input);
    expect(found).toMatchObject({ kind: 'failed' });
    expect(found).toHaveProperty(
      'reason',
      expect.stringMatching(
        /1 missing in the copy \(plain-7\); 2 only in the copy \(.*routed with routing elsewhere.*\); 1 changed \(plain-8\)/,
      ),
    );
  });

  it('indices that are read shard by shard are read whole, on both versions', async () => {
    const many = [...ODD_DOCUMENTS, ...plainDocuments(15_000)];
    const settings = { number_of_replicas: 0, refresh_interval: '-1' };
    const extra = { type: 'object', enabled: false };
    const note = { properties: { extra } };
    await old.must('PUT', `/${MANY}`, { settings: { ...settings, number_of_shards: 2 }, mappings: { note } });
    await old.load(MANY, many, 'note');
    await old.must('POST', `/${MANY}/_refresh`);
    await target.must('PUT', `/${MANY}`, { settings: { ...settings, number_of_shards: 3 }, mappings: note });
    const remote = { remote: { host: old.url }, index: MANY };
    await target.must('POST', '/_reindex?refresh=true', { source: remote, dest: { index: MANY } });
    const input = { source: MANY, dest: MANY };
    const slices = await new JobWorld([clusterOf(old), clusterOf(target)], systemClock).slices(compareDocuments, input);
    expect(slices.map(({ slice }) => slice.arguments['shard'])).toEqual([0, 0, 1, 1, 2]);
    expect(slices.reduce((sum, { result }) => sum + Number(result['documents']), 0)).toBe(2 * many.length);
    expect(await differences(old, input)).toMatchObject({ kind: 'succeeded', outputs: { result: 'equal' } });
    await target.send('DELETE', `/${MANY}/_doc/plain-14999`);
    await target.send('PUT', `/${MANY}/_doc/routed?routing=elsewhere`, { name: 'with a routing' });
    expect(await differences(old, input)).toMatchObject({
      reason: expect.stringMatching(
        /1 missing .*\(plain-14999\); 1 only in the copy \(routed with routing elsewhere\)/,
      ),
    });
  });

  it('documents that the target refuses are named without their values', async () => {
    await target.send('DELETE', `/${COPY}`);
    const properties = { name: { type: 'long' } };
    await target.must('PUT', `/${COPY}`, { settings: { number_of_replicas: 0 }, mappings: { properties } });
    const world = new JobWorld([clusterOf(old), clusterOf(target)], systemClock);
    const query = { term: { n: 17 } };
    const input = { source: SOURCE, dest: COPY, target_version: '7.10.2', query };
    expect(await world.run(copyDocuments, input)).toMatchObject({
      kind: 'failed',
      reason: '1 document was refused of 1 that were read: mapper_parsing_exception: field name (plain-17).',
    });
    expect(await world.run(copyDocuments, { ...input, tolerate: 1 })).toMatchObject({ outputs: { refused: 1 } });
  });
});

/** The text of a document as the cluster keeps it. */
async function sourceOf(
  { url }: ClusterClient,
  before: string,
  { id, routing }: TestDocument,
  after = '',
): Promise<string> {
  const query = routing === undefined ? '' : `?routing=${encodeURIComponent(routing)}`;
  const response = await fetch(`${url}${before}${encodeURIComponent(id)}${after}${query}`);
  return await response.text();
}
