import type { Json, JsonObject, LostCall, ReadCall } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { resultsOf, runningTask, scriptedRead } from '../testing/scripted-read.ts';
import { findEarlierEffect } from './find-earlier-effect.ts';
import { findExistingTasks } from './find-existing-tasks.ts';
import { reconcileLostCall } from './reconcile-lost-call.ts';

const TOKEN = '0123456789ab';
const OURS = `waybill-${TOKEN}-1`;
const MARK = `[waybill:${TOKEN}] [waybill-unit:aaaaaaaaaaaa]`;
const COPY: JsonObject = { x_opaque_id: OURS, source: { index: 'a' }, dest: { index: 'b' } };
const indexWith = (mark: string | undefined): Json => ({
  indices: [
    { name: 'b', settings: { index: { uuid: 'u' } }, mappings: mark === undefined ? {} : { _meta: { waybill: mark } } },
  ],
});

function cluster(running: readonly JsonObject[], ended: readonly JsonObject[] = []) {
  return scriptedRead({ ListTasks: () => ({ tasks: running }), FindTaskResults: () => resultsOf(...ended) });
}

async function settle(lost: Partial<LostCall> & Pick<LostCall, 'operation' | 'arguments'>, read: ReadCall) {
  const clock = new VirtualClock();
  const whole: LostCall = { existingIds: [], takenIds: [], intendedAtMs: 0, ...lost };
  return await clock.runUntil(reconcileLostCall(whole, { read, clock, signal: new AbortController().signal }), 60_000);
}

describe('a lost copy', () => {
  it('is found while it runs, and when it has ended', async () => {
    for (const { read } of [cluster([runningTask(7, OURS), runningTask(8, 'x')]), cluster([], [runningTask(7, OURS)])])
      expect(await settle({ operation: 'Reindex', arguments: COPY }, read)).toMatchObject({
        kind: 'happened',
        response: { task: 'n:7' },
      });
  });

  it('is found behind any number of others to the same destination', async () => {
    const others = Array.from({ length: 250 }, (_, at) => runningTask(100 + at, `other-${at}`));
    for (const place of [0, 99, 100, 101, 250]) {
      const all = others.toSpliced(place, 0, runningTask(7, OURS));
      const { read } = scriptedRead({
        ListTasks: () => ({ tasks: [] }),
        FindTaskResults: ({ from = 0, size }) => resultsOf(...all.slice(Number(from), Number(from) + Number(size))),
      });
      expect(await settle({ operation: 'Reindex', arguments: COPY }, read)).toMatchObject({ kind: 'happened' });
    }
  });

  it('counts for nothing where the cluster keeps more results than it shows', async () => {
    const page = resultsOf(...Array.from({ length: 100 }, (_, at) => runningTask(at + 1, 'x')));
    const { read, reads } = scriptedRead({ ListTasks: () => ({ tasks: [] }), FindTaskResults: () => page });
    await expect(settle({ operation: 'Reindex', arguments: COPY }, read)).rejects.toThrow('more than 10000 results');
    expect(reads.length).toBeLessThanOrEqual(101);
  });

  it('that shows in both reads is one', async () => {
    const { read } = cluster([runningTask(7, OURS)], [runningTask(7, OURS)]);
    expect(await settle({ operation: 'Reindex', arguments: COPY }, read)).toMatchObject({ kind: 'happened' });
  });

  it('did not happen when nothing shows it for a while, and is waited for until then', async () => {
    const never = cluster([]);
    expect(await settle({ operation: 'Reindex', arguments: COPY }, never.read)).toMatchObject({
      kind: 'did-not-happen',
    });
    expect(never.reads.length).toBeGreaterThan(10);
    let looks = 0;
    const late = scriptedRead({
      ListTasks: () => {
        looks += 1;
        return { tasks: looks > 3 ? [runningTask(7, OURS)] : [] };
      },
      FindTaskResults: () => resultsOf(),
    });
    expect(await settle({ operation: 'Reindex', arguments: COPY }, late.read)).toMatchObject({ kind: 'happened' });
  });

  it('is none that was there before, or that another step has', async () => {
    const lost = { operation: 'Reindex', arguments: COPY, existingIds: ['n:7'], takenIds: ['n:8'] };
    const { read } = cluster([runningTask(7, OURS), runningTask(8, OURS)]);
    expect(await settle(lost, read)).toMatchObject({ kind: 'did-not-happen' });
    expect(await settle({ ...lost, takenIds: [] }, read)).toMatchObject({
      kind: 'happened',
      response: { task: 'n:8' },
    });
  });

  it('of several is nobody’s to choose', async () => {
    const { read } = cluster([runningTask(7, OURS), runningTask(8, OURS)]);
    expect(await settle({ operation: 'Reindex', arguments: COPY }, read)).toMatchObject({
      kind: 'undecided',
      reason: expect.stringContaining('n:7, n:8') as unknown,
    });
  });

  it('is told from those that were started before', async () => {
    const { read } = cluster([runningTask(7, OURS)], [runningTask(6, OURS), runningTask(5, 'x')]);
    expect(await findExistingTasks(COPY, read)).toEqual(['n:7', 'n:6']);
  });
});

describe('a lost index', () => {
  const create = { operation: 'CreateIndex', arguments: { index: 'b', mark: MARK } };

  it.each([
    ['carries the mark', MARK, 'happened'],
    ['carries another mark', '[waybill:ffffffffffff]', 'undecided'],
    ['carries none', undefined, 'undecided'],
  ])('that %s', async (_name, mark, kind) => {
    expect(await settle(create, scriptedRead({ GetIndex: () => indexWith(mark) }).read)).toMatchObject({ kind });
  });

  it('that is not there was not made', async () => {
    expect(await settle(create, scriptedRead({ GetIndex: () => null }).read)).toMatchObject({ kind: 'did-not-happen' });
  });

  it('is deleted when it is not there', async () => {
    const remove = { operation: 'DeleteIndex', arguments: { index: 'b' } };
    expect(await settle(remove, scriptedRead({ GetIndex: () => null }).read)).toMatchObject({ kind: 'happened' });
    expect(await settle(remove, scriptedRead({ GetIndex: () => indexWith(MARK) }).read)).toMatchObject({
      kind: 'did-not-happen',
    });
  });
});

describe('lost aliases', () => {
  const actions = [{ remove: { index: 'a', alias: 'x' } }, { add: { index: 'b', alias: 'x' } }];
  const move = { operation: 'UpdateAliases', arguments: { actions } };
  const holders = (...names: readonly string[]) =>
    scriptedRead({ GetAlias: () => (names.length === 0 ? null : { indices: names.map((name) => ({ name })) }) }).read;

  it.each([
    ['on the copy alone', ['b'], 'happened'],
    ['still on the source', ['a'], 'did-not-happen'],
    ['on both', ['a', 'b'], 'did-not-happen'],
    ['nowhere', [], 'did-not-happen'],
  ])('%s', async (_name, names, kind) => expect(await settle(move, holders(...names))).toMatchObject({ kind }));
});

describe('before the first attempt', () => {
  const first = (operation: string, args: JsonObject, takenIds: readonly string[] = []) => ({
    operation,
    arguments: args,
    takenIds,
  });

  it('an index of this unit counts as made, also by an attempt that was started over', async () => {
    const { read } = scriptedRead({ GetIndex: () => indexWith(MARK) });
    const now = { index: 'b', mark: '[waybill:cccccccccccc]', earlier_tokens: [TOKEN, 'cccccccccccc'] };
    expect(await findEarlierEffect(first('CreateIndex', { index: 'b', mark: MARK }), read)).toMatchObject({
      kind: 'happened',
    });
    expect(await findEarlierEffect(first('CreateIndex', now), read)).toMatchObject({
      kind: 'happened',
      isOfEarlierStart: true,
    });
    const other = { ...now, earlier_tokens: ['cccccccccccc'] };
    expect(await findEarlierEffect(first('CreateIndex', other), read)).toEqual({ kind: 'none' });
  });

  it('a plan’s own create is never taken as made', async () => {
    const { read, reads } = scriptedRead({ GetIndex: () => indexWith(MARK) });
    expect(await findEarlierEffect(first('CreateIndex', { index: 'b' }), read)).toEqual({ kind: 'none' });
    expect(reads).toEqual([]);
  });

  it('a copy under our id counts, one under an id of the plan does not', async () => {
    const { read } = cluster([runningTask(7, OURS), runningTask(8, 'nightly')]);
    expect(await findEarlierEffect(first('Reindex', COPY), read)).toMatchObject({
      kind: 'happened',
      response: { task: 'n:7' },
    });
    expect(await findEarlierEffect(first('Reindex', COPY, ['n:7']), read)).toEqual({ kind: 'none' });
    expect(await findEarlierEffect(first('Reindex', { ...COPY, x_opaque_id: 'nightly' }), read)).toEqual({
      kind: 'none',
    });
  });

  it('two copies under our id are for an operator', async () => {
    const { read } = cluster([runningTask(7, OURS)], [runningTask(6, OURS)]);
    expect(await findEarlierEffect(first('Reindex', COPY), read)).toMatchObject({
      kind: 'undecided',
      foundIds: ['n:7', 'n:6'],
      isOver: false,
    });
  });

  it('other effects are looked for nowhere', async () => {
    expect(await findEarlierEffect(first('PutSettings', { index: 'b' }), scriptedRead({}).read)).toEqual({
      kind: 'none',
    });
  });
});
