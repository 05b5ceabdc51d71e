import { defined, type JsonObject } from '@waybill/core';
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

it('takes no database that a proxy leaves out for one without keys', () => {
  const partial: JsonObject = { ...counts(7), partial: true };
  const judged = (databases?: readonly number[]) =>
    databasesThere.judge({ mode: 'standalone' }, {}, { side: 'target', ...defined({ databases }) }, partial);
  expect(judged([0, 3])).toEqual({
    kind: 'passed',
    detail:
      'The proxy of the source reports 7 keys in database 0. It reports nothing of database 3, which is compared anyway, except at level counts.',
  });
  expect(judged([3, 4])).toEqual({
    kind: 'passed',
    detail:
      'The proxy of the source reports nothing of databases 3, 4, which are compared anyway, except at level counts.',
  });
  expect(judged([0])).toEqual({ kind: 'passed', detail: 'The proxy of the source reports 7 keys in database 0.' });
  expect(judged()).toEqual({
    kind: 'passed',
    detail:
      'The proxy of the source reports 7 keys in database 0. Others, which it may leave out, are compared where databases names them.',
  });
  // Of a server that is asked itself, no word of a database means that it is empty.
  expect(databasesThere.judge({ mode: 'standalone' }, {}, { side: 'target', databases: [3] }, counts(7))).toMatchObject(
    {
      kind: 'warning',
      detail: 'The source has no keys in database 3: nothing is compared there.',
    },
  );
});

it('counts nothing that a proxy leaves out', () => {
  const partial: JsonObject = { ...counts(7), partial: true };
  const both: JsonObject = {
    databases: [0, 3].map((database) => ({ database, keys: 7, expires: 0 })),
    keys: 14,
    counted: true,
  };
  const detail = expect.stringContaining('does not report how many keys there are in database 3');
  expect(countsEqual.judge(both, {}, {}, partial)).toMatchObject({ kind: 'warning', detail, isUnknown: true });
  expect(countsEqual.judge(both, {}, { alone: true }, partial)).toMatchObject({ kind: 'failed', detail });
  expect(countsEqual.judge(both, {}, { databases: [0] }, partial)).toMatchObject({ kind: 'passed' });
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
