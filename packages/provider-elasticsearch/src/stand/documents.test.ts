import { defined, type JsonObject, objectOf } from '@waybill/stand-kit';
import { describe, expect, test } from 'vitest';
import { elasticsearch } from './stand.ts';
import { documentsOf } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

function clusterOf(version: string, indices: object) {
  const clusters = [{ name: 'c', version, security: null, indices: { ...indices } }];
  const stand = openTestStand(elasticsearch, { settings: { clusters } });
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    stand.call(method, `/clusters/c${path}`, body);
  return { ...stand, call };
}

type Cluster = ReturnType<typeof clusterOf>;

interface Page {
  readonly _scroll_id: string;
  readonly hits: {
    readonly hits: readonly { readonly _id: string; readonly _routing?: string; readonly _source: object }[];
  };
}

function readAll(cluster: Cluster, index: string, body: object): Page['hits']['hits'] {
  let page = cluster.call('POST', `/${index}/_search?scroll=5m`, body).json as unknown as Page;
  const all = [...page.hits.hits];
  while (page.hits.hits.length > 0) {
    page = cluster.call('POST', '/_search/scroll', { scroll: '5m', scroll_id: page._scroll_id })
      .json as unknown as Page;
    all.push(...page.hits.hits);
  }
  return all;
}

const bulkOf = (hits: Page['hits']['hits'], type?: string): string =>
  hits
    .map(({ _id, _routing, _source }) => {
      const action = {
        create: {
          _id,
          ...defined({ routing: _routing, _type: type }),
        },
      };
      return `${JSON.stringify(action)}\n${JSON.stringify(_source)}\n`;
    })
    .join('');

describe.each([
  ['documents with bodies', documentsOf(25)],
  ['documents of which only the number is known', 25],
])('%s', (_name, documents) => {
  test('are read page by page, each once, and in parts by sequence number', () => {
    const cluster = clusterOf('7.10.2', { a: { documents, settings: { number_of_shards: 3 } } });
    expect(new Set(readAll(cluster, 'a', { size: 4 }).map(({ _id }) => _id)).size).toBe(25);
    const low = readAll(cluster, 'a', { size: 4, query: { range: { _seq_no: { lt: 3 } } } });
    const high = readAll(cluster, 'a', { size: 4, query: { range: { _seq_no: { gte: 3 } } } });
    expect([low.length, low.length + high.length]).toEqual([9, 25]);
  });

  test('are written once, whether they are sent once or twice', () => {
    const cluster = clusterOf('7.10.2', { a: { documents }, b: { documents: 0 } });
    const hits = readAll(cluster, 'a', { size: 10 });
    const statuses = () =>
      (
        cluster.call('POST', '/b/_bulk?filter_path=errors,items.*.status', bulkOf(hits)).json as {
          items: { create: { status: number } }[];
        }
      ).items.map(({ create }) => create.status);
    expect(new Set(statuses())).toEqual(new Set([201]));
    expect(new Set(statuses())).toEqual(new Set([409]));
    expect(readAll(cluster, 'b', { size: 10 })).toEqual(hits.map((hit) => ({ ...hit, _index: 'b' })));
    expect(cluster.call('GET', '/b/_count').json['count']).toBe(25);
  });
});

test('a scroll is known until it is given back, too long unused, or its node restarted', () => {
  const cluster = clusterOf('6.7.2', { a: { documents: 5 } });
  const open = () => String(cluster.call('POST', '/a/_search?scroll=5m', { size: 2 }).json['_scroll_id']);
  const next = (id: string) => cluster.call('POST', '/_search/scroll', { scroll: '5m', scroll_id: id }).status;
  const [first, second] = [open(), open()];
  expect([next(first), next(second)]).toEqual([200, 200]);
  expect(cluster.call('DELETE', '/_search/scroll', { scroll_id: [first] }).json).toMatchObject({ num_freed: 1 });
  expect([next(first), next(second)]).toEqual([404, 200]);
  cluster.advance(300_001);
  expect(next(second)).toBe(404);
  const last = open();
  cluster.setSettings({ restarts: { c: 1 } });
  expect(next(last)).toBe(404);
});

test('what the index cannot have is refused by itself', () => {
  const strict = { dynamic: 'strict', properties: { n: { type: 'long' } } };
  const cluster = clusterOf('7.10.2', { a: { documents: 0, mappings: strict } });
  const body = bulkOf([
    { _id: 'x', _source: { n: 1 } },
    { _id: 'y', _source: { other: 1 } },
  ]);
  expect(cluster.call('POST', '/a/_bulk', body).json).toMatchObject({
    errors: true,
    items: [
      { create: { status: 201 } },
      { create: { status: 400, error: { type: 'strict_dynamic_mapping_exception' } } },
    ],
  });
});

test('a cluster with types wants the type of the index', () => {
  const cluster = clusterOf('6.7.2', { a: { documents: 0, type: 'tweet' } });
  const statusOf = (type?: string) =>
    (
      cluster.call('POST', '/a/_bulk', bulkOf([{ _id: `of ${type}`, _source: {} }], type)).json as {
        items: { create: { status: number } }[];
      }
    ).items[0]?.create.status;
  expect([statusOf('tweet'), statusOf('other'), statusOf()]).toEqual([201, 400, 400]);
});

describe.each([
  ['documents with bodies', documentsOf(25)],
  ['documents of which only the number is known', 25],
])('%s', (_name, documents) => {
  test('are read shard by shard, with their versions and without their bodies', () => {
    const cluster = clusterOf('7.10.2', { a: { documents, settings: { number_of_shards: 3 } } });
    const shards = [0, 1, 2].map((shard) => {
      const path = `/a/_search?preference=_shards:${shard}`;
      return (cluster.call('POST', path, { size: 100, version: true, _source: false }).json as unknown as Page).hits
        .hits;
    });
    const all = shards.flat();
    expect(shards.map(({ length }) => length)).toEqual([9, 8, 8]);
    expect(new Set(all.map(({ _id }) => _id)).size).toBe(25);
    expect(all[0]).toMatchObject({ _version: 1 });
    expect(all[0]).not.toHaveProperty('_source');
  });

  test('are replaced and deleted by their versions, one by one', () => {
    const cluster = clusterOf('7.10.2', { a: { documents } });
    const [first, second] = readAll(cluster, 'a', { size: 100 }).map(({ _id }) => _id);
    const lines = (...actions: readonly object[]) => actions.map((action) => `${JSON.stringify(action)}\n`).join('');
    const versioned = { version_type: 'external_gte' };
    const { json } = cluster.call(
      'POST',
      '/a/_bulk',
      lines(
        { index: { _id: first, version: 4, ...versioned } },
        { own: 1 },
        { index: { _id: first, version: 3, ...versioned } },
        { own: 2 },
        { delete: { _id: second, version: 1, ...versioned } },
        { delete: { _id: 'nowhere', version: 1, ...versioned } },
      ),
    );
    expect(json).toMatchObject({
      errors: true,
      items: [
        { index: { status: 200 } },
        { index: { status: 409 } },
        { delete: { status: 200 } },
        { delete: { status: 404 } },
      ],
    });
    expect(readAll(cluster, 'a', { size: 100 }).length).toBe(24);
    expect(cluster.call('POST', '/a/_mget', { docs: [{ _id: first }, { _id: second }] }).json).toMatchObject({
      docs: [{ found: true, _version: 4 }, { found: false }],
    });
  });
});

test('a value of another type than its field is refused, in a bulk and in a copy', () => {
  const properties = { n: { type: 'long' }, o: { properties: { n: { type: 'long', ignore_malformed: true } } } };
  const sources = [{ n: '7' }, { n: [1, null] }, { o: { n: 'x' } }, { n: 'seven' }, { o: 7 }, { n: 1e30 }];
  const documents = sources.map((_source, at) => ({ _id: `d${at}`, _source }));
  const cluster = clusterOf('7.10.2', { a: { documents }, b: { documents: 0, mappings: { properties } } });
  const { items } = cluster.call('POST', '/b/_bulk', bulkOf(documents)).json as { items: readonly JsonObject[] };
  expect(items.map((item) => objectOf(item, 'create')['status'])).toEqual([201, 201, 201, 400, 400, 400]);
  expect(items[3]).toMatchObject({
    create: { error: { reason: "failed to parse field [n] of type [long] in document with id 'd3'" } },
  });
  const copied = cluster.call('POST', '/_reindex', { source: { index: 'a' }, dest: { index: 'b' } }).json;
  expect(copied['failures']).toMatchObject([{ id: 'd3' }, { id: 'd4' }, { id: 'd5' }]);
});

test('an alias with a routing shows the documents of its shard alone', () => {
  const documents = Array.from({ length: 40 }, (_, at) => ({ _id: `d${at}`, _source: { n: at } }));
  const aliases = { one: { search_routing: 'd3' }, all: {}, both: { search_routing: 'd3,d4' } };
  const settings = { number_of_shards: '2' };
  const cluster = clusterOf('7.10.2', { a: { documents, aliases, settings } });
  const count = (name: string) => Number(cluster.call('GET', `/${name}/_count`).json['count']);
  expect([count('all'), count('a'), count('a,one')]).toEqual([40, 40, 40]);
  expect(count('one')).toBeGreaterThan(0);
  expect(count('one')).toBeLessThan(40);
  expect(count('both')).toBeGreaterThanOrEqual(count('one'));
  const hits = objectOf(cluster.call('POST', '/one/_search', { size: 40 }).json, 'hits')['hits'];
  expect(hits).toHaveLength(count('one'));
  expect(hits).toEqual(expect.arrayContaining([expect.objectContaining({ _id: 'd3' })]));
});

test('searches and writes of an index are counted', () => {
  const cluster = clusterOf('7.10.2', { a: { documents: 5 } });
  const usage = () => cluster.call('GET', '/a/_stats/search,get,indexing').json;
  expect(usage()).toMatchObject({
    _all: { total: { search: { query_total: 0 } }, primaries: { indexing: { index_total: 5 } } },
  });
  cluster.call('POST', '/a/_search', {});
  expect(usage()).toMatchObject({ _all: { total: { search: { query_total: 1 } } } });
  cluster.call('POST', '/a/_bulk', ['a-1', 'none'].map((_id) => `${JSON.stringify({ delete: { _id } })}\n`).join(''));
  expect(usage()).toMatchObject({ _all: { primaries: { indexing: { index_total: 5, delete_total: 2 } } } });
});
