import { type CheckpointStore, createRegistry, defined } from '@waybill/core';
import type { ApprovalRule } from '@waybill/core/internal';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
} from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { openPlan } from './open-plan.ts';
import type { OpenPlan } from './plan-handle.ts';
import { createMemoryState } from './state/create-memory-state.ts';

test('what the caller has read of the state is not read again', async () => {
  const { opened, gate, read } = await atTheGate();
  const recorded = await opened.recorded();
  read.whole = 0;
  await opened.approve([gate], { recorded });
  expect(read.whole).toBe(0);
  expect(await opened.pendingApprovals()).toEqual(new Set([gate]));
});

test('without it, the state is read once', async () => {
  const { opened, gate, read } = await atTheGate();
  read.whole = 0;
  await opened.approve([gate]);
  expect(read.whole).toBe(1);
});

test('a gate that was passed since the caller read the state is refused', async () => {
  const { opened, clock, gate } = await atTheGate();
  const recorded = await opened.recorded();
  await opened.approve([gate], { recorded });
  await clock.runUntil(opened.apply());
  const refusal = { code: 'RUN_DECISION_REFUSED', message: expect.stringContaining('does not wait') };
  await expect(opened.approve([gate], { recorded })).rejects.toMatchObject(refusal);
  expect(await opened.pendingApprovals()).toEqual(new Set());
});

test('the status names who approved a gate, and when, until a run takes it', async () => {
  const { opened, clock, gate } = await atTheGate();
  expect((await opened.status()).posted).toEqual(new Map());
  const atMs = clock.now();
  await opened.approve([gate], { by: 'ada', reason: 'counts agree' });
  await opened.approve([gate], { by: 'bob' });
  const given = { host: expect.any(String), identity: { basis: 'flag' }, atMs };
  expect((await opened.status()).posted).toEqual(
    new Map([
      [
        gate,
        [
          { by: 'ada', reason: 'counts agree', ...given },
          { by: 'bob', ...given },
        ],
      ],
    ]),
  );
  await clock.runUntil(opened.apply());
  expect((await opened.status()).posted).toEqual(new Map());
});

const TWO = { name: 'cutover', approvers: ['ada', 'bob'], count: 2, needsReason: true, expiresAfterMs: 3_600_000 };

test('an approver who is not listed, and one without a reason, are refused by name', async () => {
  const { opened, gate } = await atTheGate(TWO);
  await expect(opened.approve([gate], { by: 'mallory', reason: 'x1' })).rejects.toMatchObject({
    code: 'RUN_DECISION_REFUSED',
    message: 'mallory may not approve sessions[eu-1].cutover.',
    hint: expect.stringContaining('Its approvers are ada, bob.'),
  });
  await expect(opened.approve([gate], { by: 'ada' })).rejects.toMatchObject({
    message: 'sessions[eu-1].cutover was not approved: the plan asks for a reason.',
  });
  expect((await opened.status()).posted).toEqual(new Map());
});

test('the status counts approvals that a run took and those that none has', async () => {
  const { opened, clock, gate } = await atTheGate(TWO);
  await opened.approve([gate], { by: 'ada', reason: 'rehearsed', ticket: 'CHG-42' });
  const verdictOf = async () => (await opened.status()).verdicts.get(gate);
  expect(await verdictOf()).toMatchObject({ isOpen: false, needed: 2, counted: [{ by: 'ada', ticket: 'CHG-42' }] });
  expect(await opened.pendingApprovals('ada')).toEqual(new Set([gate]));
  expect(await opened.pendingApprovals('bob')).toEqual(new Set());
  await clock.runUntil(opened.apply());
  expect(await verdictOf()).toMatchObject({ isOpen: false, counted: [{ by: 'ada' }] });
  const why = async () => (await opened.explain(gate))?.explanation.reasons[0]?.detail ?? '';
  expect(await why()).toContain('It takes 2 approvals of ada, bob. 1 of 2 approvals: ada until ');
  await clock.advance(3_600_000);
  expect(await verdictOf()).toMatchObject({ counted: [], ignored: [{ approval: { by: 'ada' }, why: 'expired' }] });
  expect(await why()).toContain('0 of 2 approvals; not counted: ada (expired).');
  for (const by of ['ada', 'bob']) await opened.approve([gate], { by, reason: 'now' });
  expect((await verdictOf())?.isOpen).toBe(true);
  expect((await clock.runUntil(opened.apply())).outcome).toBe('succeeded');
});

test('an approval that expired before a run took it can be given again', async () => {
  const { opened, clock, gate } = await atTheGate(TWO);
  await opened.approve([gate], { by: 'ada', reason: 'rehearsed' });
  expect(await opened.pendingApprovals('ADA')).toEqual(new Set([gate]));
  await clock.advance(3_600_000);
  expect(await opened.pendingApprovals('ada')).toEqual(new Set());
  for (const by of ['ada', 'bob']) await opened.approve([gate], { by, reason: 'again' });
  expect(await opened.pendingApprovals('ada')).toEqual(new Set([gate]));
  expect((await clock.runUntil(opened.apply())).outcome).toBe('succeeded');
});

interface AtTheGate {
  readonly opened: OpenPlan;
  readonly clock: VirtualClock;
  readonly gate: string;
  /** How often the journal was read from its first record. */
  readonly read: { whole: number };
}

async function atTheGate(rule?: ApprovalRule): Promise<AtTheGate> {
  const clock = new VirtualClock();
  const registry = createRegistry([createFakeProvider(new FakeVendor(clock, { taskDurationMs: 20_000 }))]);
  const { plan, graph } = buildPlanFixture([{ name: 'sessions', target: 'gated', keys: ['eu-1'] }], registry);
  const approvals = rule && new Map([['cutover', rule]]);
  const fixture = { plan: { ...plan, ...defined({ approvals }) }, graph };
  const random = createSeededRandom(1);
  const read = { whole: 0 };
  const state = counting(createMemoryState('fixture', random), read);
  const opened = openPlan({ ...fixture, registry, diagnostics: [] }, { clock, state, random, env: {} });
  const { units } = await clock.runUntil(opened.apply());
  return { opened, clock, gate: units[0]?.step ?? '', read };
}

function counting(store: CheckpointStore, read: AtTheGate['read']): CheckpointStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        if (name === 'read' && (given[0] ?? 0) === 0) read.whole += 1;
        return Reflect.apply(value, target, given);
      };
    },
  });
}
