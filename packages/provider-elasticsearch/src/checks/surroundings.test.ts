import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { checks } from './checks.ts';

const judge = (name: string, response: Json, expected: JsonObject = {}, beside?: Json): CheckFinding | undefined =>
  checks[name]?.judge(response, { index: 'a' }, expected, beside);
const refused = (name: string, args: JsonObject): CheckFinding | undefined =>
  checks[name]?.judgeNotFound?.(args, {}, { code: 'security_exception', message: 'It was refused.' });

const index = (settings: JsonObject): Json => ({ indices: [{ name: 'a', settings: { index: settings } }] });
const state = (parts: JsonObject): Json => ({ cluster_uuid: 'u', templates: [], pipelines: [], ...parts });

describe('pipelines-there', () => {
  const ask = (settings: JsonObject, pipelines: readonly string[], given: JsonObject = {}) =>
    judge('pipelines-there', index(settings), { settings: given }, state({ pipelines }));

  it('wants those that the source or, in its place, the plan names', () => {
    expect(ask({}, [])).toMatchObject({ kind: 'passed', detail: 'The copy needs no ingest pipeline.' });
    expect(ask({ default_pipeline: 'p' }, ['p'])).toMatchObject({ kind: 'passed' });
    expect(ask({ default_pipeline: 'p', final_pipeline: 'q' }, ['p'])).toMatchObject({
      kind: 'failed',
      detail: 'The target lacks what new documents of a pass through: the ingest pipeline q (final_pipeline).',
    });
    for (const none of [{ index: { default_pipeline: '_none' } }, { default_pipeline: '_none' }])
      expect(ask({ default_pipeline: 'p' }, [], none)).toMatchObject({ kind: 'passed' });
    expect(ask({}, [], { 'index.final_pipeline': 'r' })).toMatchObject({ kind: 'failed' });
  });

  it('keeps nobody from copying who may not see them', () => {
    expect(refused('pipelines-there', {})).toMatchObject({
      kind: 'warning',
      detail: expect.stringMatching(/It was refused\.$/) as unknown,
    });
    expect(refused('pipelines-there', { index: 'a' })).toMatchObject({ kind: 'failed' });
  });
});

describe('templates-shown', () => {
  const ask = (name: string, templates: readonly JsonObject[]) =>
    judge('templates-shown', state({ templates: [...templates] }), { index: name });
  const legacy = (name: string, ...patterns: string[]): JsonObject => ({ name, patterns, form: 'legacy' });
  const composable = (name: string, priority: number, ...patterns: string[]): JsonObject => {
    return { name, priority, patterns, form: 'composable' };
  };

  it.each([
    ['orders', 'orders', true],
    ['orders', '*', true],
    ['orders-1', 'ord*-*', true],
    ['orders', 'orders-*', false],
    ['aba', 'ab*ba', false],
    ['abba', 'ab*ba', true],
    ['orders', 'other*', false],
  ])('%s is matched by %s: %s', (name, pattern, isMatched) => {
    expect(ask(name, [legacy('t', pattern)])).toMatchObject({ kind: isMatched ? 'warning' : 'passed' });
  });

  it('names those that count: the newer form before the older, and of it the highest', () => {
    expect(ask('a', [legacy('old', '*'), legacy('other', 'b', 'a')])).toMatchObject({
      detail: expect.stringMatching(/match a: old, other\./) as unknown,
    });
    expect(ask('a', [legacy('old', '*'), composable('low', 1, 'a'), composable('high', 200, '*')])).toMatchObject({
      detail: expect.stringMatching(/match a: high \(priority 200\)\./) as unknown,
    });
  });
});

describe('clusters-apart', () => {
  const ask = (from: string | null, to: string | null, dest: string) =>
    judge('clusters-apart', state({ cluster_uuid: from }), { source: 'a', dest }, state({ cluster_uuid: to }));

  it('refuses one cluster with one index on both sides', () => {
    expect(ask('u', 'u', 'a')).toMatchObject({ kind: 'failed' });
    expect(ask('u', 'u', 'b')).toMatchObject({ kind: 'warning' });
    expect(ask('u', 'v', 'a')).toMatchObject({ kind: 'passed' });
    for (const [from, to] of [
      [null, null],
      ['u', null],
    ] as const)
      expect(ask(from, to, 'a')).toEqual({ kind: 'passed', detail: 'The clusters do not report their identity.' });
  });
});

describe('indices-apart', () => {
  const ask = (one: string | null, other: string | null, copy: string) =>
    judge('indices-apart', state({ cluster_uuid: one }), { source: 'a', copy }, state({ cluster_uuid: other }));

  it('refuses an index that would be compared with itself by another address', () => {
    expect(ask('u', 'u', 'a')).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('the same cluster (u)'),
    });
    expect(ask('u', 'u', 'b')).toMatchObject({ kind: 'passed' });
    expect(ask('u', 'v', 'a')).toMatchObject({ kind: 'passed' });
    expect(ask(null, null, 'a')).toMatchObject({ kind: 'passed' });
    expect(refused('indices-apart', {})).toMatchObject({ kind: 'warning' });
  });
});
