import type { JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { countsEqual } from './counts-equal.ts';
import { databasesThere } from './databases-there.ts';

const counts = (keys: number): JsonObject => ({ databases: [{ database: 0, keys, expires: 0 }], keys, counted: true });
const SILENT: JsonObject = { databases: [], keys: null, counted: false };

it('takes no count that was not said for none', () => {
  for (const [target, source, who] of [
    [SILENT, counts(7), 'The target is'],
    [counts(7), SILENT, 'The source is'],
    [SILENT, SILENT, 'Source and target are'],
  ] as const) {
    const detail = `${who} behind a proxy that does not report how many keys there are: it is not known whether both sides have the same number.`;
    expect(countsEqual.judge(target, {}, { superset: true }, source)).toMatchObject({ kind: 'warning', detail });
    // By the level counts nothing else is compared.
    expect(countsEqual.judge(target, {}, { alone: true }, source)).toMatchObject({ kind: 'failed', detail });
  }
});

it('still compares counts that were said', () => {
  expect(countsEqual.judge(counts(7), {}, { alone: true }, counts(7))).toMatchObject({ kind: 'passed' });
  expect(countsEqual.judge(counts(6), {}, {}, counts(7))).toMatchObject({ kind: 'failed', result: 'different' });
  expect(countsEqual.judge({ databases: [] }, {}, {}, { databases: [] })).toMatchObject({
    kind: 'warning',
    detail: expect.stringContaining('Nothing was compared'),
  });
});

it('says before a copy that a side does not name its databases', () => {
  expect(databasesThere.judge({ mode: 'standalone' }, {}, { side: 'target' }, SILENT)).toMatchObject({
    kind: 'warning',
    detail: 'The source is behind a proxy that does not say which databases have keys, nor how many.',
  });
  expect(databasesThere.judge({ mode: 'cluster' }, {}, { side: 'source' }, SILENT)).toMatchObject({
    kind: 'warning',
    detail: expect.stringContaining('The target is'),
  });
});

it('asks nobody to name databases who has named them', () => {
  const named = { side: 'target', databases: [0, 1] };
  expect(databasesThere.judge({ mode: 'standalone' }, {}, named, SILENT)).toEqual({
    kind: 'passed',
    detail: expect.stringContaining('Databases 0, 1 are compared'),
  });
  expect(databasesThere.judge({ mode: 'cluster' }, {}, { ...named, databases: [0] }, SILENT)).toMatchObject({
    kind: 'passed',
  });
  // Whether the source has keys that a cluster cannot hold, it does not say.
  expect(databasesThere.judge({ mode: 'cluster' }, {}, named, SILENT)).toMatchObject({ kind: 'warning' });
});
