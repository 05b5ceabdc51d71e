import { expect, it } from 'vitest';
import { scriptedRead } from '../testing/scripted-read.ts';
import { indicesListing } from './indices-listing.ts';

const ROWS = [
  { index: 'orders-2', status: 'open', pri: '2', rep: '1', 'docs.count': '12', 'pri.store.size': '3456' },
  { index: '.tasks', status: 'open', pri: '1', rep: '0', 'docs.count': '1', 'pri.store.size': '1' },
  { index: 'orders-1', status: 'close', pri: '1', rep: '0', 'docs.count': null, 'pri.store.size': null },
];

it('lists the wanted indices in the order of their names, with what the cluster says of them', async () => {
  const { read, reads } = scriptedRead({ ListIndices: () => ROWS });
  const page = await indicesListing.readPage(
    {},
    { read, cursor: undefined, isWanted: (name) => !name.startsWith('.') },
  );
  expect(page).toEqual({
    rows: [
      { index: 'orders-1', status: 'close', shards: 1, replicas: 0 },
      { index: 'orders-2', status: 'open', shards: 2, replicas: 1, documents: 12, bytes: 3456 },
    ],
    leftOut: [],
  });
  expect(reads).toEqual(['ListIndices']);
});

it('keeps the clusters’ own indices apart', () => {
  expect(['.kibana', '.tasks', 'orders'].filter((name) => indicesListing.isInternal?.(name))).toEqual([
    '.kibana',
    '.tasks',
  ]);
});

it('names data streams, which have no row, once for all indices behind them', async () => {
  const names = ['.ds-logs-app-000002', '.ds-logs-app-000001', '.ds-metrics-2026.11.29-000001', '.ds-odd', 'orders'];
  const { read } = scriptedRead({ ListIndices: () => names.map((index) => ({ index, status: 'open' })) });
  const page = await indicesListing.readPage({}, { read, cursor: undefined, isWanted: (name) => name === 'orders' });
  expect(page.rows).toEqual([{ index: 'orders', status: 'open' }]);
  expect(page.leftOut).toEqual([
    { name: 'logs-app', why: expect.stringContaining('.ds-logs-app-000001 and 1 more') },
    { name: 'metrics', why: expect.stringContaining('.ds-metrics-2026.11.29-000001 (') },
  ]);
});
