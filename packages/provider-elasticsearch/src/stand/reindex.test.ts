import { objectOf } from '@waybill/stand-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElasticsearchClusterSeed, ElasticsearchIndexSeed } from './settings.ts';
import { elasticsearch } from './stand.ts';
import { copyOf, documentsOf, VERSIONS } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

const DURATIONS = { elasticsearchReindexStartMs: 100, elasticsearchReindexMs: 1_000, elasticsearchReplicasMs: 500 };
const START = '/clusters/new/_reindex?wait_for_completion=false';

function lab(
  indices: Readonly<Record<string, ElasticsearchIndexSeed>>,
  target: Partial<ElasticsearchClusterSeed> = {},
) {
  const clusters = [
    { name: '10.20.0.5:9200', security: null, indices },
    { name: 'new', security: null, ...target },
  ];
  const stand = openTestStand(elasticsearch, { settings: { clusters }, durations: DURATIONS });
  return {
    ...stand,
    start: (body: object, query = '', headers = {}) => {
      const { json } = stand.call('POST', `${START}${query}`, body, { headers });
      return String(json['task']);
    },
    task: (id: string) => stand.call('GET', `/clusters/new/_tasks/${id}`).json,
    status: (id: string) => objectOf(objectOf(stand.call('GET', `/clusters/new/_tasks/${id}`).json, 'task'), 'status'),
    count: (index: string, query?: object) =>
      stand.call('POST', `/clusters/new/${index}/_count`, query === undefined ? undefined : { query }).json['count'],
  };
}

describe('a copy', () => {
  test('shows what it has written by then, and what became of it', () => {
    const stand = lab({ orders: { documents: 2_500 } });
    const id = stand.start(copyOf('orders'), '', { 'X-Opaque-Id': 'unit-7' });
    expect(stand.status(id)).toMatchObject({ total: 0, created: 0 });
    stand.advance(100);
    expect(stand.status(id)).toMatchObject({ total: 2_500, created: 0, batches: 0 });
    stand.advance(1_000);
    expect(stand.status(id)).toMatchObject({ total: 2_500, created: 1_000, batches: 1 });
    expect(stand.count('orders')).toBe(1_000);
    expect(stand.task(id)).toMatchObject({ completed: false, task: { headers: { 'X-Opaque-Id': 'unit-7' } } });
    stand.advance(1_500);
    expect(stand.task(id)).toMatchObject({
      completed: true,
      task: { headers: { 'X-Opaque-Id': 'unit-7' } },
      response: { total: 2_500, created: 2_500, batches: 3, version_conflicts: 0, failures: [] },
    });
    expect(stand.count('orders')).toBe(2_500);
  });
});

describe('a copy ends', () => {
  /** What became of a copy after a minute: 200 whatever it was. */
  function endOf(body: object, indices: Readonly<Record<string, ElasticsearchIndexSeed>>, target = {}) {
    const stand = lab(indices, target);
    const id = stand.start(body);
    stand.advance(60_000);
    return stand.task(id);
  }
  const ORDERS = { orders: { documents: 10 } };
  const failure = (type: string, status: number) => ({ cause: { type }, status });

  test.each([
    [
      'from an address that is not listed',
      copyOf('orders'),
      { remotes: ['10.30.0.1:9200'] },
      'illegal_argument_exception',
      'not whitelisted in reindex.remote.whitelist',
    ],
    [
      'from an address that is not listed',
      copyOf('orders'),
      { remotes: [], version: '3.3.2' },
      'illegal_argument_exception',
      'not allowlisted in reindex.remote.allowlist',
    ],
    ['of an index that is not there', copyOf('nothing'), {}, 'index_not_found_exception', 'no such index [nothing]'],
    [
      'of too large a batch',
      copyOf('orders', { source: { size: 10_001 } }),
      {},
      'illegal_argument_exception',
      'Batch size is too large',
    ],
  ])('with an error: %s', (_name, body, target, type, reason) => {
    expect(endOf(body, ORDERS, target)).toMatchObject({
      completed: true,
      error: { type, reason: expect.stringContaining(reason) as unknown },
    });
  });

  test.each([
    ['closed', { isClosed: true }, 'closed'],
    ['without sources', { mappings: { _source: { enabled: false } } }, "[orders][_doc][1] didn't store _source"],
    [
      'too large for one answer',
      { documents: 80, documentBytes: 1_500_000 },
      'Remote responded with a chunk that was too large. Use a smaller batch size.',
    ],
  ])('with an error: of an index that is %s', (_name, seed, reason) => {
    expect(endOf(copyOf('orders'), { orders: seed })).toMatchObject({
      error: { reason },
      task: { status: { total: 0 } },
    });
  });

  test('well where batches are small enough', () => {
    const indices = { orders: { documents: 80, documentBytes: 1_500_000 } };
    expect(endOf(copyOf('orders', { source: { size: 20 } }), indices)).toMatchObject({ response: { created: 80 } });
  });

  test.each([
    ['6.7.2', '7.10.2', false],
    ['7.10.2', '8.17.0', false],
    ['7.17.28', '2.19.6', false],
    ['6.7.2', '6.7.2', true],
    ['7.10.2', '6.7.2', true],
    ['2.19.6', '8.17.0', true],
    ['3.3.2', '6.7.2', true],
  ])('as far as %s can read %s', (reader, source, canRead) => {
    const clusters = [
      {
        name: '10.20.0.5:9200',
        version: source,
        security: null,
        indices: { orders: { documents: 3 }, empty: { documents: 0 } },
      },
      { name: 'new', version: reader, security: null },
    ];
    const stand = openTestStand(elasticsearch, { settings: { clusters } });
    const copy = (index: string) => stand.call('POST', '/clusters/new/_reindex', copyOf(index));
    // What cannot be read shows with the first document only.
    expect(copy('empty').status).toBe(200);
    expect(copy('orders').status).toBe(canRead ? 200 : 500);
  });

  test.each([
    ['a block', { settings: { 'blocks.write': true } }, {}, failure('cluster_block_exception', 403)],
    ['a closed index', { isClosed: true }, {}, failure('index_closed_exception', 400)],
    ['no index, where none is made', null, { autoCreateIndex: false }, failure('index_not_found_exception', 404)],
    [
      'a strict mapping',
      { mappings: { dynamic: 'strict', properties: { number: {} } } },
      {},
      failure('strict_dynamic_mapping_exception', 400),
    ],
  ])('with a failed batch: %s', (_name, seed, target, failed) => {
    const indices = seed === null ? {} : { orders: { documents: 0, ...seed } };
    const source = { orders: { documents: documentsOf(3) } };
    const ended = endOf(copyOf('orders', { dest: {} }), source, { indices, ...target });
    expect(ended['error']).toBeUndefined();
    expect(ended['response']).toMatchObject({ created: 0, failures: [failed, failed, failed] });
  });

  test('with conflicts, which end it unless it proceeds', () => {
    const target = { indices: { orders: { documents: documentsOf(2) } } };
    const source = { orders: { documents: documentsOf(5) } };
    expect(endOf(copyOf('orders'), source, target)).toMatchObject({
      response: { created: 3, version_conflicts: 2, failures: [] },
    });
    const aborted = endOf(copyOf('orders', { conflicts: 'abort' }), source, target);
    expect(aborted).toMatchObject({ response: { failures: [{ status: 409 }, { status: 409 }] } });
  });

  test('on 6.x with a failure where the types are not the same', () => {
    const source = { orders: { documents: 2, type: 'order' } };
    const target = { version: '6.7.2', indices: { orders: { documents: 0 } } };
    const clusters = [{ name: '10.20.0.5:9200', version: '6.7.2', security: null, indices: source }];
    const stand = openTestStand(elasticsearch, {
      settings: { clusters: [...clusters, { name: 'new', security: null, ...target }] },
    });
    const copy = (dest: object) => stand.call('POST', '/clusters/new/_reindex', copyOf('orders', { dest })).json;
    expect(copy({})['failures']).toMatchObject([{ cause: { type: 'illegal_argument_exception' } }, {}]);
    expect(copy({ type: '_doc' })).toMatchObject({ created: 2, failures: [] });
  });

  test('with what a fault wants', () => {
    const stand = lab(ORDERS);
    const begin = (status: string | null) =>
      String(
        stand.call('POST', START, copyOf('orders'), { faults: { failure: { status, message: 'as planned' } } }).json[
          'task'
        ],
      );
    const [error, batch] = [begin('connect_exception'), begin(null)];
    stand.advance(60_000);
    expect(stand.task(error)).toMatchObject({ error: { type: 'connect_exception', reason: 'as planned' } });
    expect(stand.task(batch)).toMatchObject({
      response: { failures: [{ cause: { reason: 'as planned' } }, ...Array.from({ length: 9 }, () => ({}))] },
    });
  });
});

describe('a copy with versions of the source', () => {
  test('replaces older documents, keeps newer ones, and is cheap to repeat', () => {
    const source = [
      { _id: 'a', _source: { from: 'source' }, _version: 3 },
      { _id: 'b', _source: { from: 'source' }, _version: 2 },
      { _id: 'c', _source: { from: 'source' } },
    ];
    const target = [
      { _id: 'a', _source: { from: 'target' }, _version: 2 },
      { _id: 'b', _source: { from: 'target' }, _version: 5 },
    ];
    const stand = lab({ orders: { documents: source } }, { indices: { orders: { documents: target } } });
    const body = copyOf('orders', { dest: { op_type: 'index', version_type: 'external' } });
    const copy = () => stand.call('POST', '/clusters/new/_reindex', body).json;
    expect(copy()).toMatchObject({ created: 1, updated: 1, version_conflicts: 1 });
    expect(copy()).toMatchObject({ created: 0, updated: 0, version_conflicts: 3 });
    expect(stand.count('orders', { term: { from: 'source' } })).toBe(2);
  });

  test('after one with op_type create takes what was edited in between', () => {
    const documents = documentsOf(19).map((document, at) => ({ ...document, _version: at < 2 ? 2 : 1 }));
    const stand = lab({ orders: { documents } });
    const copy = (dest: object) => stand.call('POST', '/clusters/new/_reindex', copyOf('orders', { dest })).json;
    expect(copy({})).toMatchObject({ created: 19 });
    expect(copy({ op_type: 'index', version_type: 'external' })).toMatchObject({ updated: 2, version_conflicts: 17 });
  });
});

describe('what a copy reads', () => {
  test('is what an alias shows', () => {
    const aliases = { few: { filter: { range: { number: { lt: 3 } } } }, all: {} };
    const stand = lab({ real: { documents: documentsOf(10), aliases } });
    const copied = (index: string) => stand.call('POST', '/clusters/new/_reindex', copyOf(index)).json['total'];
    expect([copied('few'), copied('all'), copied('real')]).toEqual([3, 10, 10]);
  });

  test('is what was refreshed: the copy of a lazy index is empty, and a success', () => {
    const stand = lab({ lazy: { documents: 1, settings: { refresh_interval: '-1' } } });
    const copy = () => stand.call('POST', '/clusters/new/_reindex', copyOf('lazy'));
    expect(copy()).toMatchObject({ status: 200, json: { total: 0 } });
    stand.call('POST', '/clusters/10.20.0.5:9200/lazy/_refresh');
    expect(copy()).toMatchObject({ status: 200, json: { total: 1, created: 1 } });
  });

  test('is all of it whatever the slice says, as long as the cluster takes slices', () => {
    const body = copyOf('orders', { source: { slice: { id: 0, max: 2 } } });
    const copy = (version: string) =>
      lab({ orders: { documents: 10 } }, { version }).call('POST', '/clusters/new/_reindex', body);
    expect(copy('7.10.2').json).toMatchObject({ total: 10 });
    expect(copy('9.2.0').status).toBe(400);
  });

  test('may be another index of the same cluster', () => {
    const stand = lab({}, { indices: { a: { documents: 7 } } });
    const body = copyOf('a', { host: null, dest: { index: 'b' } });
    expect(stand.call('POST', '/clusters/new/_reindex', body).json).toMatchObject({ created: 7 });
    expect(stand.call('POST', '/clusters/new/_reindex', copyOf('a', { host: null })).json).toMatchObject({
      error: { type: 'action_request_validation_exception' },
    });
  });

  test('is reached below the path of a running sandbox', () => {
    const stand = openTestStand(elasticsearch, {
      settings: {
        clusters: [
          { name: 'old', indices: { orders: { documents: 4 } } },
          { name: 'new', security: null },
        ],
      },
    });
    const copy = (password: string) => {
      const remote = { host: 'http://127.0.0.1:8080/clusters/old', username: 'sandbox', password };
      return stand.call('POST', '/clusters/new/_reindex', copyOf('orders', { host: null, source: { remote } }));
    };
    expect(copy('wrong')).toMatchObject({ status: 401, json: { error: { type: 'status_exception' } } });
    expect(copy('sandbox-password').json).toMatchObject({ created: 4 });
    expect(JSON.stringify(stand.report())).not.toContain('sandbox-password');
  });
});

describe('a trial through a pipeline that is not there', () => {
  const trial = (index = 'orders') => ({
    size: 1,
    source: { remote: { host: 'http://10.20.0.5:9200' }, index, size: 1 },
    dest: { index: 'wbprobe', pipeline: 'wb-no-such-pipeline' },
  });

  test.each(VERSIONS)('reads one document and writes nothing: %s', (version) => {
    const clusters = [
      { name: '10.20.0.5:9200', version: '6.7.2', security: null, indices: { orders: { documents: 50 } } },
      { name: 'new', version, security: null },
    ];
    const stand = openTestStand(elasticsearch, { settings: { clusters } });
    const reason = 'pipeline with id [wb-no-such-pipeline] does not exist';
    expect(stand.call('POST', '/clusters/new/_reindex', trial())).toMatchObject({
      status: 400,
      json: { total: 1, created: 0, failures: [{ cause: { reason } }] },
      effects: 0,
    });
    expect(stand.call('GET', '/clusters/new/wbprobe').status).toBe(404);
    expect(stand.call('POST', '/clusters/new/_reindex', trial('nothing')).status).toBe(404);
    expect(stand.report()).toMatchObject({ created: {} });
  });

  test('of an empty index finds nothing', () => {
    const stand = lab({ orders: { documents: 0 } });
    expect(stand.call('POST', '/clusters/new/_reindex', trial())).toMatchObject({ status: 200, json: { total: 0 } });
  });
});

test.each([
  ['slices', '&slices=2', copyOf('orders')],
  ['slices', '&slices=auto', copyOf('orders')],
  ['an address without a port', '', copyOf('orders', { host: 'http://10.20.0.5' })],
  ['an unknown field', '', copyOf('orders', { dest: { refresh: true } })],
  ['no destination', '', { source: { index: 'orders' } }],
  ['no throughput', '&requests_per_second=0', copyOf('orders')],
  ['create with versions', '', copyOf('orders', { dest: { version_type: 'external' } })],
])('a copy does not begin with %s', (_name, query, body) => {
  const stand = lab({ orders: { documents: 1 } });
  expect(stand.call('POST', `${START}${query}`, body)).toMatchObject({ status: 400, effects: 0 });
  expect(stand.report().created).toEqual({});
});

const DOCUMENTS = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 40 }).map((count) => documentsOf(count)),
);
const SHARDS = fc.integer({ min: 1, max: 5 });

test('a copy with op_type create twice is one copy', () => {
  fc.assert(
    fc.property(DOCUMENTS, SHARDS, fc.integer({ min: 1, max: 70 }), (documents, shards, size) => {
      const stand = lab({ orders: { documents, settings: { number_of_shards: shards } } });
      const total = typeof documents === 'number' ? documents : documents.length;
      for (const expected of [
        { created: total, version_conflicts: 0 },
        { created: 0, version_conflicts: total },
      ]) {
        const id = stand.start(copyOf('orders', { source: { size } }));
        stand.advance(10_000);
        expect(stand.task(id)).toMatchObject({ completed: true, response: { total, ...expected } });
        if (total > 0) expect(stand.count('orders')).toBe(total);
      }
    }),
  );
});

test('disjoint parts by sequence numbers copy every document once', () => {
  fc.assert(
    fc.property(DOCUMENTS, SHARDS, fc.array(fc.nat({ max: 80 }), { maxLength: 4 }), (documents, shards, bounds) => {
      const stand = lab({ orders: { documents, settings: { number_of_shards: shards } } });
      const edges = [...new Set(bounds)].toSorted((left, right) => left - right);
      const parts = [undefined, ...edges].map((gte, at) => ({
        ...(gte === undefined ? {} : { gte }),
        ...(edges[at] === undefined ? {} : { lt: edges[at] }),
      }));
      const ids = parts.map((part) =>
        stand.start(copyOf('orders', { source: { query: { range: { _seq_no: part } } } })),
      );
      stand.advance(10_000);
      const responses = ids.map((id) => objectOf(stand.task(id), 'response'));
      const sum = (name: string) => responses.reduce((total, response) => total + Number(response[name]), 0);
      const total = typeof documents === 'number' ? documents : documents.length;
      expect([sum('total'), sum('created'), sum('version_conflicts')]).toEqual([total, total, 0]);
      if (total > 0) expect(stand.count('orders')).toBe(total);
    }),
  );
});
