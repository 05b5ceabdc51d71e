import { describe, expect, test } from 'vitest';
import type { ElasticsearchClusterSeed, ElasticsearchIndexSeed } from './settings.ts';
import { elasticsearch } from './stand.ts';
import { COPY_DURATIONS, clustersOf, START, withCopies } from './testing/copy-lab.ts';
import { copyOf, documentsOf, VERSIONS } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

function lab(
  indices: Readonly<Record<string, ElasticsearchIndexSeed>>,
  target: Partial<ElasticsearchClusterSeed> = {},
) {
  const clusters = clustersOf(indices, target);
  return withCopies(openTestStand(elasticsearch, { settings: { clusters }, durations: COPY_DURATIONS }));
}

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
    ['of an index that is not there', copyOf('nothing'), {}, 'status_exception', 'no such index [nothing]'],
    [
      'of too large a batch',
      copyOf('orders', { source: { size: 10_001 } }),
      {},
      'status_exception',
      'Batch size is too large',
    ],
  ])('with an error: %s', (_name, body, target, type, reason) => {
    expect(endOf(body, ORDERS, target)).toMatchObject({
      completed: true,
      error: { type, reason: expect.stringContaining(reason) as unknown },
    });
  });

  test.each([
    ['closed', { isClosed: true }, 'index_closed_exception'],
    ['without sources', { mappings: { _source: { enabled: false } } }, "[orders][_doc][1] didn't store _source"],
    [
      'too large for one answer',
      { documents: 80, documentBytes: 1_500_000 },
      'Remote responded with a chunk that was too large. Use a smaller batch size.',
    ],
  ])('with an error: of an index that is %s', (_name, seed, reason) => {
    expect(endOf(copyOf('orders'), { orders: seed })).toMatchObject({
      error: { reason: expect.stringContaining(reason) as unknown },
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
