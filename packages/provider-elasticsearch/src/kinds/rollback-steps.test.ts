import type { AppliedUnit, JsonObject, KindInput } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { countsShown } from '../checks/counts-shown.ts';
import { indexOurs } from '../checks/index-ours.ts';
import { rollbackReindex } from './rollback-steps.ts';

const CLIENTS: KindInput = {
  address: 'orders',
  with: { source: { connection: 'old', index: 'orders' }, dest: { index: 'orders-v2' }, method: 'bulk' },
  options: { cutover: { mode: 'clients', aliases: ['shop', 'all'] } },
  connection: 'new',
};
const ALIAS: KindInput = {
  ...CLIENTS,
  with: { source: { index: 'orders' }, dest: { index: 'orders-v2' } },
  options: { cutover: { alias: 'shop' }, catch_up: true },
};

/** `begun`: steps of which something is recorded that is no success. */
function stepsOf(
  input: KindInput,
  done: Readonly<Record<string, object>>,
  { begun = [], deletesTarget = false }: { readonly begun?: readonly string[]; readonly deletesTarget?: boolean } = {},
): unknown {
  const unit = {
    ...input,
    outputsOf: (step: string) => done[step],
    hasBegun: (step: string) => step in done || begun.includes(step),
    tokens: ['0123456789ab'],
  } as AppliedUnit;
  const found = rollbackReindex(unit, { deletesTarget });
  return found.kind === 'none' ? found.why : found.blueprint.steps.map(({ name }) => name);
}

describe('a unit of the kind reindex', () => {
  test('is not led back before its copy has ended, nor where there is nothing to lead back', () => {
    expect(stepsOf(CLIENTS, {})).toContain('Its copy has not ended');
    expect(stepsOf(CLIENTS, { refresh: {} })).toContain('nothing to lead back');
    expect(stepsOf(CLIENTS, { refresh: {} }, { deletesTarget: true })).toEqual(['count', 'check-ours', 'delete']);
  });

  test('is not led back while nobody knows whether a call of it happened', () => {
    for (const step of ['freeze', 'switch', 'add-aliases'])
      expect(stepsOf(ALIAS, { refresh: {} }, { begun: [step] })).toContain(`its step ${step} happened is not known`);
  });

  test('asks for every alias before it changes anything', () => {
    const waiting = { refresh: {}, freeze: {}, 'add-aliases': {} };
    const way = ['count', 'check-alias', 'check-alias-2', 'lift-freeze', 'take-aliases'];
    expect(stepsOf(CLIENTS, waiting)).toEqual(way);
    expect(stepsOf(CLIENTS, waiting, { deletesTarget: true })).toEqual([...way, 'check-ours', 'delete']);
    const done = { ...waiting, 'keep-freeze': { acknowledged: true }, 'lift-freeze': {} };
    expect(stepsOf(CLIENTS, done)).toEqual(way);
    expect(stepsOf(ALIAS, { refresh: {}, freeze: {}, switch: {}, 'keep-freeze': {}, 'lift-freeze': {} })).toEqual([
      'count',
      'check-alias',
      'lift-freeze',
      'switch-back',
      'check-switched',
    ]);
  });

  test('that failed has lifted its freeze by itself', () => {
    expect(stepsOf(CLIENTS, { refresh: {}, freeze: {}, 'lift-freeze': {} })).toContain('nothing to lead back');
  });
});

describe('the copy', () => {
  const shown = (mark: string, aliases: JsonObject): JsonObject => ({
    indices: [{ name: 'orders-v2', mappings: { _meta: { waybill: mark } }, aliases }],
  });
  const tokens = { tokens: ['0123456789ab'] };
  const index = { index: 'orders-v2' };

  test('is deleted only with a mark of the unit', () => {
    expect(indexOurs.judge(shown('[waybill:ffffffffffff]', {}), index, tokens).kind).toBe('failed');
    expect(indexOurs.judge({ indices: [{ name: 'orders-v2', mappings: {} }] }, index, tokens).kind).toBe('failed');
  });

  test('is deleted only once no alias leads to it', () => {
    expect(indexOurs.judge(shown('[waybill:0123456789ab]', {}), index, tokens).kind).toBe('passed');
    expect(indexOurs.judge(shown('[waybill:0123456789ab]', { shop: {} }), index, tokens).kind).toBe('failed');
  });

  test('has its documents counted beside those of the source, which fails nothing', () => {
    expect(countsShown.judge({ count: 5 }, index, {}, { count: 5 }).kind).toBe('passed');
    expect(countsShown.judge({ count: 6 }, index, {}, { count: 5 })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('6 documents, the source 5'),
    });
  });
});
