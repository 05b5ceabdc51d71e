import { type CheckpointStore, createRegistry, DecisionRefusedError, type RunGauges } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { describe, expect, test } from 'vitest';
import type { CompiledPlan } from './check-plan.ts';
import { openPlan } from './open-plan.ts';
import type { OpenPlan, OpenPlanOptions } from './plan-handle.ts';
import { createMemoryState } from './state/create-memory-state.ts';

const SHOP: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b'] },
  { name: 'sessions', target: 'gated', keys: ['eu-1'] },
];

/** A plan in memory, and how often its journal was read from its beginning. */
class Shop {
  readonly clock = new VirtualClock(Date.parse('2026-11-28T10:00:00Z'));
  readonly vendor = new FakeVendor(this.clock, { taskDurationMs: 20_000 });
  readonly compiled: CompiledPlan;
  readonly state: CheckpointStore = createMemoryState('fixture', createSeededRandom(7));
  readings = 0;

  constructor() {
    const registry = createRegistry([createFakeProvider(this.vendor)]);
    this.compiled = { ...buildPlanFixture(SHOP, registry), registry, diagnostics: [] };
    const read = this.state.read.bind(this.state);
    this.state.read = (afterSeq = 0) => {
      if (afterSeq === 0) this.readings += 1;
      return read(afterSeq);
    };
  }

  open(options: OpenPlanOptions = {}): OpenPlan {
    const { clock, state } = this;
    return openPlan(this.compiled, { clock, state, env: {}, random: createSeededRandom(1), ...options });
  }

  /** How often what it does reads the whole journal. */
  async readingsOf(act: () => Promise<unknown>): Promise<number> {
    const before = this.readings;
    await this.clock.runUntil(act());
    return this.readings - before;
  }
}

describe('a run', () => {
  test('reads its journal once, whether it begins, resumes or applies a preview', async () => {
    const shop = new Shop();
    await using opened = shop.open();
    const preview = await opened.preview();
    expect(await shop.readingsOf(() => opened.apply({ preview }))).toBe(1);
    expect(await shop.readingsOf(() => opened.apply({ preview }))).toBe(1);
    const { checkpoint } = await opened.recorded();
    const gate = shop.compiled.graph.units.at(-1)?.steps.find(({ kind }) => kind === 'gate')?.address ?? '';
    await opened.approve([gate]);
    let known = 0;
    const onReady = (ready: { readonly checkpoint: { readonly lastSeq: number } }): void => {
      known = ready.checkpoint.lastSeq;
    };
    expect(await shop.readingsOf(() => opened.apply({ onReady }))).toBe(1);
    expect(known).toBe(checkpoint.lastSeq);
    expect((await opened.standing()).counts.units).toMatchObject({ total: 3, succeeded: 3 });
  });

  test('is refused by what onReady throws, with nothing recorded and nothing sent', async () => {
    const shop = new Shop();
    await using opened = shop.open();
    const refusal = new DecisionRefusedError('not now', 'later');
    const onReady = (): never => {
      throw refusal;
    };
    await expect(shop.clock.runUntil(opened.apply({ onReady }))).rejects.toBe(refusal);
    expect((await opened.checkpoint()).lastSeq).toBe(0);
    expect(shop.vendor.tasks).toEqual([]);
  });

  test('that ends while its status is read was not cut off', async () => {
    const shop = new Shop();
    await using opened = shop.open({ owner: { host: 'here', pid: 7, user: 'ann' } });
    await shop.clock.runUntil(opened.apply());
    // Its last record comes, and its process is gone, after the journal was read.
    const read = shop.state.read.bind(shop.state);
    shop.state.readSnapshot = async () => undefined;
    shop.state.read = async function* (afterSeq) {
      shop.state.read = read;
      for await (const batch of read(afterSeq)) yield batch.filter(({ kind }) => kind !== 'run.ended');
    };
    await using other = shop.open({ owner: { host: 'here', pid: 8, user: 'ann' }, isProcessAlive: () => false });
    const { running, checkpoint } = await other.status();
    expect([running, checkpoint.lastRun?.ended?.outcome]).toEqual(['no', 'gated']);
  });

  test('shows what it does while it does it: the numbers, its limits, and its status to other processes', async () => {
    const shop = new Shop();
    const owner = { host: 'here', pid: 7, user: 'ann' };
    await using opened = shop.open({ owner });
    await using other = shop.open({ owner: { ...owner, pid: 8 }, isProcessAlive: (pid) => pid === 7 });
    const seen: unknown[] = [];
    let gauges: (() => RunGauges) | undefined;
    const watching = shop.clock.sleep(10_000).then(async () => {
      const { running, live } = await other.status();
      seen.push(running, live?.remote_task_count, live?.pid, gauges?.().accounts[0]?.tasks);
    });
    const stop = new AbortController();
    const result = shop.clock.runUntil(
      opened.apply({
        onGauges: (read) => {
          gauges = read;
        },
        signal: stop.signal,
      }),
    );
    await watching;
    stop.abort();
    expect((await result).outcome).not.toBe('failed');
    expect(seen).toEqual(['yes', expect.any(Number), 7, expect.any(Number)]);
    expect((await other.status()).running).toBe('no');
    expect((await other.status()).live).toBeUndefined();
  });

  test('keeps to the number of calls at once that it is given', async () => {
    const shop = new Shop();
    await using opened = shop.open();
    let limit: number | undefined;
    const onGauges = (read: () => RunGauges): void => {
      limit = read().parallelism?.limit;
    };
    await shop.clock.runUntil(opened.apply({ parallelism: 1, onGauges }));
    expect(limit).toBe(1);
  });
});

describe('a preview that expires', () => {
  const EXPIRED = [{ what: 'expired', detail: 'It expired at 2026-11-28T10:00:01.000Z.' }];

  test('is refused after its time, unless it was begun before', async () => {
    const shop = new Shop();
    await using opened = shop.open();
    const preview = await opened.preview({ target: ['indices'] });
    const expiresAtMs = shop.clock.now() + 1_000;
    expect(await opened.comparePreview(preview, { previewExpiresAtMs: expiresAtMs })).toEqual([]);
    await shop.clock.advance(1_000);
    expect(await opened.comparePreview(preview, { previewExpiresAtMs: expiresAtMs })).toEqual(EXPIRED);
    expect(await opened.comparePreview(preview)).toEqual([]);
    const expired = { preview, previewExpiresAtMs: expiresAtMs };
    await expect(opened.apply(expired)).rejects.toMatchObject({ code: 'PREVIEW_STALE', differences: EXPIRED });
    const stop = new AbortController();
    const onEvent = ({ kind }: { readonly kind: string }): void => {
      if (kind === 'step.waiting') stop.abort();
    };
    await shop.clock.runUntil(opened.apply({ preview, signal: stop.signal, onEvent }));
    expect((await shop.clock.runUntil(opened.apply(expired))).outcome).toBe('succeeded');
  });
});
