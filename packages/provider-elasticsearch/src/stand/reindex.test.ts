import { objectOf } from '@waybill/stand-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElasticsearchClusterSeed, ElasticsearchIndexSeed } from './settings.ts';
import { elasticsearch } from './stand.ts';
import { copyOf, documentsOf } from './testing/test-clusters.ts';
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
