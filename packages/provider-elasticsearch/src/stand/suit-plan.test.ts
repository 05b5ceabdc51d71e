import type { SuitedUnit } from '@waybill/stand-kit';
import { expect, test } from 'vitest';
import { suitPlan } from './suit-plan.ts';

const CONNECTIONS = {
  old: { type: 'elasticsearch', url: 'http://10.20.0.5:9200', username: 'elastic' },
  new: { type: 'elasticsearch', url: 'http://127.0.0.1:8080/clusters/new' },
  edge: { type: 'elasticsearch', url: 'https://search.example.com:443' },
  other: { type: 'another', url: 'http://10.20.0.6:9200' },
};

function clustersFor(...units: readonly (Pick<SuitedUnit, 'connection' | 'target' | 'with'> & Partial<SuitedUnit>)[]) {
  const moves = units.map((unit) => ({ options: {}, ...unit }));
  const entries = Object.values(CONNECTIONS);
  return suitPlan({ units: [], entries, connections: CONNECTIONS, moves }).settings.clusters;
}

test('the clusters of a plan have what it copies from, and answer whatever its secrets are', () => {
  const clusters = clustersFor(
    {
      connection: 'new',
      target: 'reindex',
      with: { source: { connection: 'old', index: 'orders' }, dest: { index: 'orders' } },
    },
    {
      connection: 'edge',
      target: 'reindex',
      with: { source: { index: 'a' }, dest: { index: 'b' } },
      options: { cutover: { alias: 'live' } },
    },
    { connection: 'other', target: 'move', with: { source: 'text' } },
  );
  expect(clusters).toEqual([
    { name: '10.20.0.5:9200', security: null, indices: { orders: {} } },
    { name: 'new', security: null, indices: {} },
    { name: 'search.example.com', security: null, indices: { a: { aliases: { live: {} } } } },
  ]);
});

test('a task of another vendor has made the copy that is compared, as the plan defines it', () => {
  const mapping = { properties: { n: { type: 'long' } } };
  const clusters = clustersFor({
    connection: 'search',
    target: 'index-migration',
    with: {
      sourceCluster: { endpoint: 'http://10.20.0.5:9200', index: 'orders', type: '_doc' },
      sinkCluster: { index: 'copied', mapping: { _doc: mapping }, settings: '{"index":{"number_of_shards":"2"}}' },
    },
    options: { verify: { level: 'digest', connect: { source: 'old', target: 'new' } } },
  });
  const seed = { origin: 'orders', mappings: mapping, settings: { index: { number_of_shards: '2' } } };
  expect(clusters?.map(({ name, indices }) => [name, indices])).toEqual([
    ['10.20.0.5:9200', { orders: seed }],
    ['new', { copied: seed }],
    ['search.example.com', {}],
  ]);
});

test('two ways to one cluster lead to the same documents', () => {
  const source = { connection: 'old', connect: 'edge', index: 'orders' };
  const clusters = clustersFor({ connection: 'new', target: 'reindex', with: { source, dest: { index: 'orders' } } });
  expect(clusters?.map(({ name, indices }) => [name, indices])).toEqual([
    ['10.20.0.5:9200', { orders: { origin: 'orders' } }],
    ['new', {}],
    ['search.example.com', { orders: { origin: 'orders' } }],
  ]);
});

test('plain operations find the indices and aliases that the plan does not make', () => {
  const remote = { host: 'http://10.40.0.9:9200' };
  const clusters = clustersFor(
    { connection: 'new', target: 'CreateIndex', with: { index: 'made' } },
    { connection: 'new', target: 'PutSettings', with: { index: 'made' } },
    { connection: 'new', target: 'PutSettings', with: { index: 'found' } },
    { connection: 'new', target: 'Reindex', with: { source: { remote, index: 'far' }, dest: { index: 'copied' } } },
    {
      connection: 'new',
      target: 'UpdateAliases',
      with: { actions: [{ remove: { index: 'v1', alias: 'live' } }, { add: { index: 'copied', alias: 'live' } }] },
    },
  );
  expect(clusters?.map(({ name, indices }) => [name, indices])).toEqual([
    ['10.20.0.5:9200', {}],
    ['new', { found: {}, v1: { aliases: { live: {} } } }],
    ['search.example.com', {}],
    ['10.40.0.9:9200', { far: {} }],
  ]);
});

test('several addresses are one cluster, also where another entry has one of them', () => {
  const nodes = ['http://n1:9200', 'http://n2:9200'];
  const connections = {
    all: { type: 'elasticsearch', url: nodes },
    second: { type: 'elasticsearch', url: 'http://n2:9200' },
    other: { type: 'elasticsearch', url: 'http://n3:9200' },
  };
  const { clusters } = suitPlan({ units: [], entries: [], connections, moves: [] }).settings;
  expect(clusters).toEqual([
    { name: 'n1:9200', nodes: ['n2:9200'], security: null, indices: {} },
    { name: 'n3:9200', security: null, indices: {} },
  ]);
});

test('a plan without clusters leaves them as they are', () => {
  expect(suitPlan({ units: [], entries: [] })).toEqual({ settings: {} });
});
