import { defined, objectOf } from '@waybill/stand-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElasticsearchClusterSeed, ElasticsearchIndexSeed } from './settings.ts';
import { elasticsearch } from './stand.ts';
import { COPY_DURATIONS, clustersOf, withCopies } from './testing/copy-lab.ts';
import { copyOf, documentsOf } from './testing/test-clusters.ts';
import { openTestStand } from './testing/test-stand.ts';

function lab(
  indices: Readonly<Record<string, ElasticsearchIndexSeed>>,
  target: Partial<ElasticsearchClusterSeed> = {},
) {
  const clusters = clustersOf(indices, target);
  return withCopies(openTestStand(elasticsearch, { settings: { clusters }, durations: COPY_DURATIONS }));
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
      const parts = [undefined, ...edges].map((gte, at) => defined({ gte, lt: edges[at] }));
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
