import { type CheckpointStore, createRegistry } from '@waybill/core';
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
  // The first one is the one that counts.
  expect((await opened.status()).posted).toEqual(new Map([[gate, { by: 'ada', reason: 'counts agree', atMs }]]));
  await clock.runUntil(opened.apply());
  expect((await opened.status()).posted).toEqual(new Map());
});

interface AtTheGate {
  readonly opened: OpenPlan;
  readonly clock: VirtualClock;
  readonly gate: string;
  /** How often the journal was read from its first record. */
  readonly read: { whole: number };
}

async function atTheGate(): Promise<AtTheGate> {
  const clock = new VirtualClock();
  const registry = createRegistry([createFakeProvider(new FakeVendor(clock, { taskDurationMs: 20_000 }))]);
  const fixture = buildPlanFixture([{ name: 'sessions', target: 'gated', keys: ['eu-1'] }], registry);
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
