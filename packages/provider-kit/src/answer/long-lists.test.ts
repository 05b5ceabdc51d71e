import type { Json, RequestOutline } from '@waybill/core';
import { expect, test } from 'vitest';
import { LongLists } from './long-lists.ts';

test('each request has a list of its own', () => {
  const lists = new LongLists();
  const [one, other] = ['/one', '/other'].map((path) => lists.parserOf(outline(path), 'Result'));
  const first = rowsOf(one?.('{"Result":[{"id":1}]}'));
  const otherFirst = rowsOf(other?.('{"Result":[{"id":1}]}'));
  expect(otherFirst[0]).not.toBe(first[0]);
  expect(rowsOf(lists.parserOf(outline('/one'), 'Result')('{"Result":[{"id":2},{"id":1}]}'))[1]).toBe(first[0]);
});

test('lists beyond what may be remembered are read all the same', () => {
  const lists = new LongLists();
  const long = 'x'.repeat(20_000_000);
  const text = JSON.stringify({ Result: [{ long }, 1] });
  const [one, other] = ['/one', '/other'].map((path) => lists.parserOf(outline(path), 'Result'));
  const first = rowsOf(one?.(text));
  const otherFirst = rowsOf(other?.(text));
  expect(otherFirst).toEqual(first);
  expect(rowsOf(one?.(text))[0]).toBe(first[0]);
  expect(rowsOf(other?.(text))[0]).not.toBe(otherFirst[0]);
});

test('lists that are asked for no more are let go, and those that are asked for stay', () => {
  const lists = new LongLists();
  const read = (path: string): readonly Json[] =>
    rowsOf(lists.parserOf(outline(path), 'Result')('{"Result":[{"id":1}]}'));
  for (let number = 0; number < 50; number += 1) read(`/ended-${number}`);
  const [first] = read('/open');
  for (let round = 0; round < 2_000; round += 1) expect(read('/open')[0]).toBe(first);
  expect(lists.size).toBe(1);
});

test('lists that are read in turns are all kept, however many there are', () => {
  const lists = new LongLists();
  const read = (path: string): readonly Json[] =>
    rowsOf(lists.parserOf(outline(path), 'Result')('{"Result":[{"id":1}]}'));
  const first = Array.from({ length: 200 }, (_, number) => read(`/${number}`)[0]);
  for (let round = 0; round < 20; round += 1)
    for (const [number, row] of first.entries()) expect(read(`/${number}`)[0]).toBe(row);
  expect(lists.size).toBe(200);
});

function outline(path: string): RequestOutline {
  return { method: 'GET', endpoint: 'https://api.example', path, query: {} };
}

function rowsOf(body: Json | undefined): readonly Json[] {
  return (body as { Result: readonly Json[] }).Result;
}
