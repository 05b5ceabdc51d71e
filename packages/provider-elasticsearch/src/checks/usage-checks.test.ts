import type { Json } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { unwrittenSince } from './unwritten-since.ts';
import { usageShown } from './usage-checks.ts';
import { usersNamed } from './users-named.ts';

describe('how often both sides are used', () => {
  const noted = { source_searches: 10, source_writes: 5, copy_searches: 1, copy_writes: 20 };
  const shown = (source: Json, copy: Json, since = noted as Readonly<Record<string, Json>>) =>
    usageShown.judge(source, {}, since, copy);

  test('is counted from when the copy was complete', () => {
    expect(shown({ searches: 10, writes: 5 }, { searches: 41, writes: 32 })).toEqual({
      kind: 'passed',
      detail:
        'Since the copy was complete, the source was searched 0 times and written to 0 times, and the copy searched 40 times and written to 12 times.',
    });
    expect(shown({ searches: 11, writes: 5 }, { searches: 1, writes: 20 })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('the source was searched 1 time and written to 0 times'),
    });
    expect(shown({ searches: 10, writes: 7 }, { searches: 1, writes: 20 }).kind).toBe('warning');
  });

  test('is nothing less than nothing where shards have moved, and nothing is said of what was not noted', () => {
    expect(shown({ searches: 2, writes: 0 }, { searches: 0, writes: 0 }).kind).toBe('passed');
    const { source_writes: _source, copy_writes: _copy, ...earlier } = noted;
    expect(shown({ searches: 10, writes: 500 }, { searches: 1, writes: 500 }, earlier).kind).toBe('passed');
  });
});

describe('who uses the source at this moment', () => {
  const task = (description: string, id?: string, action = 'indices:data/read/search'): Json => ({
    action,
    description,
    headers: id === undefined ? {} : { 'X-Opaque-Id': id },
  });
  const named = (...tasks: readonly Json[]) =>
    usersNamed.judge({ tasks: [...tasks] }, {}, { index: 'orders', aliases: ['shop'] });

  test('is named by the X-Opaque-Id of its requests, by whatever name of the index they come', () => {
    expect(
      named(
        task('indices[orders], types[], search_type[QUERY_THEN_FETCH], source[{"query":"secret"}]', 'shop-frontend'),
        task('indices[other,shop], types[]', 'shop-frontend'),
        task('requests[2], indices[orders]', undefined, 'indices:data/write/bulk'),
        task('indices[orders-2], types[]', 'another index'),
        task('shardId[[orders][0]]', 'a part of a request'),
      ),
    ).toEqual({
      kind: 'warning',
      detail: 'The source orders is in use: 2 × search by shop-frontend, 1 × bulk without an X-Opaque-Id.',
      hint: expect.any(String),
    });
  });

  test.each(['or*', '*', '_all', '', 'logs-*, *ers'])('comes by the pattern %j too', (pattern) => {
    expect(named(task(`indices[${pattern}], types[]`, 'kibana'))).toMatchObject({
      detail: 'The source orders is in use: 1 × search by kibana.',
    });
  });

  test.each(['ord', 'orders-*', '*-orders', '*,-orders,-shop'])('does not come by the pattern %j', (pattern) => {
    expect(named(task(`indices[${pattern}], types[]`)).kind).toBe('passed');
  });

  test('is nobody where no request is under way', () => {
    expect(named(task('indices[other]', 'x')).kind).toBe('passed');
    expect(named().kind).toBe('passed');
  });

  test('is five users and how many others', () => {
    const many = Array.from({ length: 7 }, (_, at) => task('indices[orders]', `user-${at}`));
    expect(named(...many)).toMatchObject({ detail: expect.stringContaining('by user-4, and 2 others.') });
  });
});

describe('what was written to the source since', () => {
  const since = (max: readonly number[], expected: Readonly<Record<string, Json>> = {}) =>
    unwrittenSince.judge(
      { max_seq_nos: [...max] },
      { index: 'orders' },
      { positions: [8, 0], isFrozen: true, ...expected },
    );

  test('fails the unit where it was frozen and clients use the copy, and is a warning otherwise', () => {
    expect(since([7, -1]).kind).toBe('passed');
    expect(since([8, 0])).toMatchObject({ kind: 'failed', detail: expect.stringContaining('was written to 2 times') });
    expect(since([8, -1], { isFrozen: false })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('was written to once'),
    });
    expect(since([8, -1], { isWaiting: true })).toMatchObject({
      kind: 'warning',
      hint: expect.stringContaining('waybill rollback'),
    });
  });

  test('is another index where numbers went back, or its shards are others', () => {
    for (const max of [
      [6, -1],
      [7, -1, 0],
    ])
      expect(since(max)).toMatchObject({
        kind: 'failed',
        detail: expect.stringContaining('is not the index that was copied'),
      });
  });

  test('is asked again while a shard does not say it, where that matters', () => {
    const detail = expect.stringContaining('not report some of its shards');
    expect(since([7])).toMatchObject({ kind: 'not-yet', detail });
    expect(unwrittenSince.judge({ max_seq_nos: null }, {}, { positions: [1], isFrozen: true })).toMatchObject({
      kind: 'not-yet',
    });
    expect(since([7], { isWaiting: true }).kind).toBe('warning');
    expect(since([7], { isFrozen: false }).kind).toBe('warning');
  });

  test('is not known where one of the two moments is not', () => {
    for (const positions of [null, []])
      expect(since([7, -1], { positions })).toMatchObject({
        kind: 'warning',
        detail: expect.stringContaining('not known'),
      });
    expect(unwrittenSince.judge({ max_seq_nos: null }, {}, { positions: [1] }).kind).toBe('warning');
    const read = { index: 'orders', level: 'shards' };
    expect(unwrittenSince.judgeNotFound?.(read, {})).toMatchObject({ kind: 'warning' });
  });

  test('counts for nothing where the copy is gone, or another index', () => {
    const expected = { positions: [8, 0], isFrozen: true, tokens: ['0123456789ab'] };
    const judge = (waybill: string, also: Readonly<Record<string, Json>> = {}) =>
      unwrittenSince.judge(
        { max_seq_nos: [7, -1] },
        { index: 'orders' },
        { ...expected, ...also },
        {
          indices: [{ name: 'orders', mappings: { _meta: { waybill } } }],
        },
      );
    expect(judge('[waybill:0123456789ab]').kind).toBe('passed');
    for (const other of ['', '[waybill:ba9876543210]']) {
      expect(judge(other)).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not the index') });
      expect(judge(other, { isFrozen: false }).kind).toBe('failed');
      expect(judge(other, { isWaiting: true }).kind).toBe('failed');
    }
    expect(unwrittenSince.judgeNotFound?.({ index: 'orders' }, expected)).toMatchObject({ kind: 'failed' });
  });
});
