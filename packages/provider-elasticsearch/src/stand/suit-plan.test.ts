import { expect, test } from 'vitest';
import { suitPlan } from './suit-plan.ts';

const CONNECTIONS = {
  old: { type: 'elasticsearch', url: 'http://10.20.0.5:9200', username: 'elastic' },
  new: { type: 'elasticsearch', url: 'http://127.0.0.1:8080/clusters/new' },
  edge: { type: 'elasticsearch', url: 'https://search.example.com:443' },
  other: { type: 'another', url: 'http://10.20.0.6:9200' },
};

test('the clusters of a plan have what it copies from, and answer whatever its secrets are', () => {
  const moves = [
    { connection: 'new', with: { source: { connection: 'old', index: 'orders' }, dest: { index: 'orders' } } },
    { connection: 'edge', with: { source: { index: 'a' }, dest: { index: 'b' } } },
    { connection: 'other', with: { source: 'text' } },
  ];
  const entries = Object.values(CONNECTIONS);
  const { settings } = suitPlan({ units: [], entries, connections: CONNECTIONS, moves });
  expect(settings).toEqual({
    clusters: [
      { name: '10.20.0.5:9200', security: null, indices: { orders: {} } },
      { name: 'new', security: null, indices: {} },
      { name: 'search.example.com', security: null, indices: { a: {} } },
    ],
  });
});

test('a plan without clusters leaves them as they are', () => {
  expect(suitPlan({ units: [], entries: [] })).toEqual({ settings: {} });
});
