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
  });
  expect(reads).toEqual(['ListIndices']);
});

it('keeps the clusters’ own indices apart', () => {
  expect(['.kibana', '.tasks', 'orders'].filter((name) => indicesListing.isInternal?.(name))).toEqual([
    '.kibana',
    '.tasks',
  ]);
});
