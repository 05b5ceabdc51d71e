import type { Json } from '@waybill/core';
import { expect, test } from 'vitest';
import { reshape } from './reshape.ts';

const copy = (max: number, checkpoint: number): Json => [
  { routing: { primary: true }, seq_no: { max_seq_no: max, global_checkpoint: checkpoint } },
];
const stats = (shards: Record<string, Json>) => reshape('ShowIndexStats', { _all: {}, indices: { a: { shards } } });

test('how far shards are is in the order of their numbers', () => {
  const shards = Object.fromEntries(Array.from({ length: 12 }, (_, number) => [String(number), copy(number, number)]));
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  expect(stats(shards)).toMatchObject({ max_seq_nos: numbers, positions: numbers.map((number) => number + 1) });
});

test('a shard that an answer leaves out is not known, and none of the others takes its place', () => {
  expect(stats({ '0': copy(5, 5), '2': copy(7, 7) })).toMatchObject({ max_seq_nos: null, positions: null });
  expect(stats({ '0': copy(5, 5) })).toMatchObject({ max_seq_nos: [5], positions: [6] });
});
