import type { AppliedUnit, JsonObject, KindInput } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { acceptsWrites } from '../checks/accepts-writes.ts';
import { countsShown } from '../checks/counts-shown.ts';
import { indexOurs } from '../checks/index-ours.ts';
import { sourceUnwritten, writesShown } from '../checks/positions-noted.ts';
import { sourceThere } from '../checks/source-there.ts';
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

interface Asked {
  /** Steps of the unit that were sent, and of which nobody knows whether they happened. */
  readonly open?: readonly string[];
  /** Steps that were refused, or are to be tried again. */
  readonly refused?: readonly string[];
  readonly deletesTarget?: boolean;
  readonly copiesBack?: boolean;
  /** Steps of an earlier run of the rollback. */
  readonly earlier?: readonly string[];
}

function stepsOf(
  input: KindInput,
  done: Readonly<Record<string, object>>,
  { open = [], refused = [], deletesTarget = false, copiesBack = false, earlier = [] }: Asked = {},
): unknown {
  const unit = {
    ...input,
    outputsOf: (step: string) => done[step],
    hasBegun: (step: string) => step in done || [...open, ...refused].includes(step),
    isOpen: (step: string) => open.includes(step),
    tokens: ['0123456789ab'],
  } as AppliedUnit;
  const found = rollbackReindex(unit, { deletesTarget, copiesBack, hasBegun: (step) => earlier.includes(step) });
  if (found.kind === 'none') return found.why;
  const [first, ...steps] = found.blueprint.steps.map(({ name }) => name);
  // Whatever is done, it is done only where the source is there.
  expect(first).toBe('check-source-there');
  return steps;
}

describe('a unit of the kind reindex', () => {
  test('is not led back before its copy has ended, nor where there is nothing to roll back', () => {
    expect(stepsOf(CLIENTS, {})).toContain('Its copy has not ended');
    expect(stepsOf(CLIENTS, { refresh: {} })).toContain('nothing to roll back');
    expect(stepsOf(CLIENTS, { refresh: {} }, { deletesTarget: true })).toEqual(['count', 'check-ours', 'delete']);
  });

  test('is not led back while nobody knows whether a call of it happened', () => {
    for (const step of ['freeze', 'switch', 'add-aliases'])
      expect(stepsOf(ALIAS, { refresh: {} }, { open: [step] })).toContain(
        `not known whether its step ${step} happened`,
      );
  });

  test('asks for every alias first', () => {
    const waiting = { refresh: {}, 'check-unfrozen': {}, freeze: {}, 'add-aliases': {} };
    const way = ['count', 'check-alias', 'check-alias-2', 'lift-freeze', 'take-aliases'];
    expect(stepsOf(CLIENTS, waiting)).toEqual(way);
    expect(stepsOf(CLIENTS, waiting, { deletesTarget: true })).toEqual([...way, 'check-ours', 'delete']);
    const done = { ...waiting, 'confirm-clients': {}, 'keep-freeze': {}, 'lift-freeze': {} };
    expect(stepsOf(CLIENTS, done)).toEqual(way);
    const moved = { refresh: {}, 'check-unfrozen': {}, freeze: {}, switch: {}, 'keep-freeze': {}, 'lift-freeze': {} };
    expect(stepsOf(ALIAS, moved)).toEqual(['count', 'check-alias', 'lift-freeze', 'switch-back', 'check-switched']);
  });

  test('that has led clients to its copy without a freeze and aliases only says what was written there', () => {
    const bare = { ...CLIENTS, options: { cutover: { mode: 'clients', freeze: false } } };
    expect(stepsOf(bare, { refresh: {}, 'note-copy': {} })).toEqual(['count', 'count-writes']);
  });

  const frozen = { refresh: {}, 'check-unfrozen': {}, freeze: {} };

  test('that failed before its clients moved has lifted its freeze by itself', () => {
    expect(stepsOf(CLIENTS, { ...frozen, 'lift-freeze': {} })).toContain('nothing to roll back');
  });

  test('that failed after they moved has left it, whatever it did not come to', () => {
    const kept = { ...frozen, 'confirm-clients': {}, 'lift-freeze': {} };
    expect(stepsOf(CLIENTS, kept, { refused: ['keep-freeze'] })).toEqual(['count', 'lift-freeze']);
    const moved = { ...frozen, switch: {}, 'lift-freeze': {} };
    const way = ['count', 'check-alias', 'lift-freeze', 'switch-back', 'check-switched'];
    expect(stepsOf(ALIAS, moved, { refused: ['keep-freeze'] })).toEqual(way);
  });

  test('between clusters has its freeze lifted whatever the cluster of the copy answers', () => {
    const done = { ...frozen, 'add-aliases': {}, 'confirm-clients': {}, 'keep-freeze': {}, 'lift-freeze': {} };
    const unit = { ...CLIENTS, outputsOf: (step: string) => (done as Record<string, object>)[step], tokens: [] };
    const applied = { ...unit, hasBegun: (step: string) => step in done, isOpen: () => false } as AppliedUnit;
    const request = { deletesTarget: true, copiesBack: false, hasBegun: () => false };
    const found = rollbackReindex(applied, request);
    const steps = found.kind === 'steps' ? found.blueprint.steps : [];
    const needsOf = (name: string) => steps.find((step) => step.name === name);
    expect(needsOf('lift-freeze')).toMatchObject({ always: true, needs: ['check-source-there'], connection: 'old' });
    expect(needsOf('take-aliases')?.needs).toEqual(['check-alias-2', 'lift-freeze']);
  });

  test('within a cluster has it lifted whatever became of its alias, which moves only where it is known', () => {
    const done = { ...frozen, switch: {}, 'keep-freeze': {}, 'lift-freeze': {} };
    const applied = { ...ALIAS, outputsOf: (step: string) => (done as Record<string, object>)[step], tokens: [] };
    const unit = { ...applied, hasBegun: (step: string) => step in done, isOpen: () => false } as AppliedUnit;
    const found = rollbackReindex(unit, { deletesTarget: false, copiesBack: false, hasBegun: () => false });
    const steps = found.kind === 'steps' ? found.blueprint.steps : [];
    const named = (name: string) => steps.find((step) => step.name === name);
    expect(named('lift-freeze')).toMatchObject({ always: true, needs: ['check-source-there'] });
    expect(named('switch-back')?.needs).toEqual(['check-alias', 'lift-freeze']);
  });

  test('lifts no freeze that its own check has found', () => {
    const found = { refresh: {}, 'note-copy': {} };
    const refused = ['check-unfrozen', 'freeze', 'lift-freeze'];
    expect(stepsOf(CLIENTS, found, { refused })).toEqual(['count', 'count-writes']);
  });

  test('whose alias did not move is led back where the alias shows the source, and is frozen if its freeze was not lifted', () => {
    const waits = { ...frozen, 'note-copy': {} };
    const refused = ['switch'];
    expect(stepsOf(ALIAS, { ...waits, 'lift-freeze': {} }, { refused })).toEqual([
      'count',
      'count-writes',
      'check-alias',
    ]);
    expect(stepsOf(ALIAS, waits, { refused })).toEqual(['count', 'count-writes', 'check-alias', 'lift-freeze']);
  });
});

describe('what was written to the copy', () => {
  const noted = { 'note-copy': { positions: [7, 0], highest: [6, -1] }, 'last-difference': { positions: [5] } };
  const frozen = { 'check-unfrozen': {}, freeze: {}, 'confirm-clients': {}, 'keep-freeze': {}, 'lift-freeze': {} };
  const done = { refresh: {}, 'add-aliases': {}, ...frozen, ...noted };
  const back = { copiesBack: true };

  test('is counted wherever it was noted how far the copy was', () => {
    expect(stepsOf(CLIENTS, done)).toEqual([
      'count',
      'count-writes',
      'check-alias',
      'check-alias-2',
      'lift-freeze',
      'take-aliases',
    ]);
    const judge = (max: readonly number[], expected: JsonObject) =>
      writesShown.judge({ max_seq_nos: [...max] }, { index: 'orders-v2' }, expected);
    expect(judge([6, -1], { highest: [6, -1] }).kind).toBe('passed');
    expect(judge([8, 0], { highest: [6, -1], canBeCopiedBack: true })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('3 writes to orders-v2 since the cut-over'),
      hint: expect.stringContaining('--copy-back'),
    });
    // What a plan refuses is not proposed.
    expect(judge([8, 0], { highest: [6, -1], canBeCopiedBack: false })).toMatchObject({
      kind: 'warning',
      hint: expect.not.stringContaining('--copy-back'),
    });
    expect(judge([8, 0], { highest: [6, -1], isCopiedBack: true }).kind).toBe('passed');
    expect(judge([8, 0], { highest: null })).toMatchObject({ detail: expect.stringContaining('is not known') });
  });

  const way = [
    'count',
    'count-writes',
    'check-alias',
    'check-alias-2',
    'check-copy',
    'check-source',
    'check-open',
    'check-unwritten',
    'open-source',
    'copy-back',
    'freeze-copy',
    'copy-back-last',
    'delete-back',
    'refresh-back',
    'count-again',
    'check-quiet',
    'take-aliases',
  ];

  test('is copied back on request, between the checks and the aliases', () => {
    expect(stepsOf(CLIENTS, done, back)).toEqual(way);
    expect(stepsOf(CLIENTS, done, { ...back, deletesTarget: true })).toEqual([...way, 'check-ours', 'delete']);
    const moved = { refresh: {}, switch: {}, ...frozen, ...noted };
    expect(stepsOf(ALIAS, moved, back)).toEqual(expect.arrayContaining(['open-source', 'delete-back', 'switch-back']));
    // Without a freeze there is none to lift.
    const { freeze: _freeze, ...unfrozen } = done;
    const free = { ...CLIENTS, options: { cutover: { mode: 'clients', freeze: false, aliases: ['shop', 'all'] } } };
    expect(stepsOf(free, unfrozen, back)).toEqual(way.filter((step) => step !== 'open-source'));
  });

  test('is copied back by a rollback that was begun so, and not by one that was begun otherwise', () => {
    for (const step of ['open-source', 'copy-back']) {
      expect(stepsOf(CLIENTS, done, { earlier: [step] })).toEqual(way);
      expect(stepsOf(CLIENTS, done, { ...back, earlier: [step, 'take-aliases'] })).toEqual(way);
    }
    for (const step of ['lift-freeze', 'take-aliases', 'switch-back', 'delete'])
      expect(stepsOf(CLIENTS, done, { ...back, earlier: [step] })).toContain('begun without --copy-back');
    // A check that failed binds nobody.
    expect(stepsOf(CLIENTS, done, { earlier: ['check-unwritten'] })).not.toContain('copy-back');
  });

  test('is not copied back where both sides may not have been the same', () => {
    const refusedFor = (input: KindInput, of: Readonly<Record<string, object>> = done): unknown =>
      stepsOf(input, of, back);
    expect(refusedFor({ ...ALIAS, options: { cutover: { alias: 'shop' } } })).toContain('has no catch_up');
    const part = { ...CLIENTS, with: { ...CLIENTS.with, source: { connection: 'old', index: 'orders', query: {} } } };
    expect(refusedFor(part)).toContain('a part of the source');
    expect(refusedFor({ ...CLIENTS, with: { ...CLIENTS.with, tolerate: 2 } })).toContain('may lack documents');
    expect(refusedFor(CLIENTS, { ...done, 'note-copy': { positions: null } })).toContain('are not recorded');
    expect(refusedFor(CLIENTS, { refresh: {}, freeze: {} })).toContain('are not recorded');
  });

  const shown = (settings: JsonObject, mappings: JsonObject = {}): JsonObject => ({
    indices: [{ name: 'orders', settings: { index: settings }, mappings }],
  });
  const on = (version: string): JsonObject => ({ nodes: [{ version }] });
  const judge = (answer: JsonObject, isFrozen = true, version = '6.7.2') =>
    acceptsWrites.judge(answer, { index: 'orders' }, { isFrozen }, on(version));

  test('goes into a source that takes it', () => {
    expect(judge(shown({ blocks: { write: 'true' } }, { order: { properties: {} } })).kind).toBe('passed');
    expect(judge(shown({}, { properties: { order: {} } }), false, '7.10.2').kind).toBe('passed');
    expect(judge(shown({ final_pipeline: '_none' }), false, '7.10.2').kind).toBe('passed');
  });

  test('is refused before by one that does not', () => {
    const refused = (detail: string) => ({ kind: 'failed', detail: expect.stringContaining(detail) });
    expect(judge(shown({ blocks: { write: 'true' } }), false)).toMatchObject(refused('index.blocks.write is set'));
    const remade = acceptsWrites.judge(shown({ uuid: 'b' }), { index: 'orders' }, { uuid: 'a' }, on('7.10.2'));
    expect(remade).toMatchObject(refused('is not the index that was copied'));
    expect(judge(shown({ blocks: { read_only_allow_delete: 'true' } }))).toMatchObject({
      ...refused('index.blocks.read_only_allow_delete is set'),
      hint: expect.stringContaining('disk is full'),
    });
    expect(judge(shown({}, { order: {}, item: {} }))).toMatchObject(refused('several mapping types (order, item)'));
    expect(judge(shown({ final_pipeline: 'stamp' }), true, '7.10.2')).toMatchObject(refused('final pipeline stamp'));
    const gone = acceptsWrites.judgeNotFound?.({ index: 'orders' }, {});
    expect(gone).toMatchObject(refused('no longer exists'));
  });

  test('is refused by one that was written since', () => {
    const found = (positions: readonly number[]) =>
      sourceUnwritten.judge({ positions: [...positions] }, { index: 'orders' }, { positions: [5, 3] }).kind;
    expect([found([5, 3]), found([6, 3]), found([5]), found([])]).toEqual(['passed', 'failed', 'failed', 'failed']);
  });
});

describe('the source', () => {
  const shown = (uuid: string): JsonObject => ({ indices: [{ name: 'orders', settings: { index: { uuid } } }] });
  const judge = (uuid: string, expected: JsonObject) => sourceThere.judge(shown(uuid), { index: 'orders' }, expected);

  test('is there, or nothing is done', () => {
    expect(judge('a', { uuid: 'a' }).kind).toBe('passed');
    expect(judge('a', { uuid: null }).kind).toBe('passed');
    expect(sourceThere.judgeNotFound?.({ index: 'orders' }, {})).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('orders no longer exists'),
    });
  });

  test('that was made anew is named, and keeps the copy from being deleted', () => {
    expect(judge('b', { uuid: 'a' })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('is not the index that was copied'),
    });
    expect(judge('b', { uuid: 'a', deletesTarget: true }).kind).toBe('failed');
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

  test('is copied back although clients use it, and not where it was made anew', () => {
    const used = { ...tokens, isUsed: true };
    expect(indexOurs.judge(shown('[waybill:0123456789ab]', { shop: {} }), index, used).kind).toBe('passed');
    expect(indexOurs.judge({ indices: [{ name: 'orders-v2', mappings: {} }] }, index, used)).toMatchObject({
      kind: 'failed',
      hint: expect.stringContaining('without --copy-back'),
    });
  });

  test('has its documents counted beside those of the source, which fails nothing', () => {
    expect(countsShown.judge({ count: 5 }, index, {}, { count: 5 }).kind).toBe('passed');
    expect(countsShown.judge({ count: 6 }, index, {}, { count: 5 })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('6 documents, the source 5: what was written to the copy is missing'),
    });
    // Nothing says that anything was written to the copy.
    expect(countsShown.judge({ count: 4 }, index, {}, { count: 5 })).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining(
        'either some were deleted in the copy since then, or some were written to the source',
      ),
    });
  });
});
