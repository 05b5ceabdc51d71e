import type { JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { sidesMoved, sidesNoted, writesShown } from './moved-sides.ts';

const at = (node: string, process: string | null): JsonObject => ({ nodes: [{ node, run_id: process }] });
const NOTED = { copy: at('new', 'b'), source: at('old', 'a') };
const moved = (old: string | null, young: string | null) =>
  sidesMoved.judge(at('old', old), {}, NOTED, at('new', young));

it('knows by its process which server answers at an address', () => {
  expect(moved('a', 'b')).toMatchObject({ kind: 'not-yet', detail: expect.stringContaining('still leads') });
  expect(moved('b', 'b').kind).toBe('not-yet');
  expect(moved('b', 'a')).toMatchObject({ kind: 'passed', detail: 'The copy answers at the address of the source.' });
  expect(moved('c', 'a')).toMatchObject({ kind: 'warning', detail: expect.stringContaining('on neither side') });
});

it('says so where a side does not name its process', () => {
  expect(sidesNoted.judge(at('new', 'b'), {}, {}, at('old', 'a')).kind).toBe('passed');
  expect(sidesNoted.judge(at('new', null), {}, {}, at('old', 'a')).kind).toBe('warning');
  expect(moved(null, 'a').kind).toBe('warning');
  expect(sidesMoved.judge(at('old', 'b'), {}, { copy: null, source: null }, at('new', 'a')).kind).toBe('warning');
});

it('says in its own words that each side is at its first address again', () => {
  const back = (old: string, young: string) =>
    sidesMoved.judge(at('old', old), {}, { copy: NOTED.source, source: NOTED.copy, is_back: true }, at('new', young));
  expect(back('b', 'a')).toEqual({ kind: 'not-yet', detail: 'The address of the source still leads to the copy.' });
  expect(back('a', 'b')).toEqual({ kind: 'passed', detail: 'The source answers at its own address again.' });
});

it('counts what was written to a server since, wherever it is now', () => {
  const written = (node: string, changes: number, saved_at = 5): JsonObject => ({
    nodes: [{ node, run_id: 'b', changes, saved_at }],
  });
  const shown = (now: JsonObject, copy: JsonObject | null = written('new', 7)) =>
    writesShown.judge(now, {}, { copy }, undefined);
  expect(shown(written('old', 7)).kind).toBe('passed');
  expect(shown(written('old', 10))).toMatchObject({ kind: 'warning', detail: expect.stringMatching(/^3 changes/) });
  expect(shown(written('old', 1, 6))).toMatchObject({
    kind: 'warning',
    detail: expect.stringContaining('is not known'),
  });
  expect(shown(written('old', 7), null)).toMatchObject({ kind: 'warning' });
});
