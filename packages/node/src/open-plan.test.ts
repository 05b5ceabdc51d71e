import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, type Decision, type RunEvent, StateLockedError, type Transport } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { afterAll, expect, test } from 'vitest';
import type { CompiledPlan } from './check-plan.ts';
import { openPlan } from './open-plan.ts';
import type { OpenPlan, OpenPlanOptions, PreviewOptions } from './plan-handle.ts';
import type { RunOptions } from './run-plan.ts';
import { createMemoryState } from './state/create-memory-state.ts';

const root = mkdtempSync(join(tmpdir(), 'waybill-node-'));
afterAll(() => rmSync(root, { recursive: true }));

const SHOP: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b'] },
  { name: 'sessions', target: 'gated', keys: ['eu-1'] },
];

/** A plan over a simulated vendor; several openings of it meet the same vendor, clock and folder. */
class Shop {
  readonly clock = new VirtualClock();
  readonly vendor = new FakeVendor(this.clock, { taskDurationMs: 20_000 });
  readonly cwd = mkdtempSync(join(root, 'shop-'));
  readonly compiled: CompiledPlan;

  constructor(migrations: readonly MigrationFixture[] = SHOP) {
    const registry = createRegistry([createFakeProvider(this.vendor)]);
    this.compiled = { ...buildPlanFixture(migrations, registry), registry, diagnostics: [] };
  }

  open(options: OpenPlanOptions = {}): OpenPlan {
    const { clock, cwd } = this;
    return openPlan(this.compiled, { clock, cwd, env: {}, random: createSeededRandom(1), ...options });
  }

  statuses({ units }: { readonly units: readonly { readonly status: string }[] }): readonly string[] {
    return units.map(({ status }) => status);
  }
}

test('looking at a plan that was never applied leaves no trace', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  expect((await opened.preview()).state).toBeUndefined();
  expect((await opened.standing()).unit('indices[a]')).toBe('pending');
  expect((await opened.checkpoint()).runCount).toBe(0);
  expect(existsSync(join(shop.cwd, '.waybill'))).toBe(false);
});

test('a state in the old place is used with a warning, and one next to the plan without', async () => {
  const shop = new Shop();
  {
    await using first = shop.open();
    await shop.clock.runUntil(first.apply());
  }
  const moved = { ...shop.compiled, plan: { ...shop.compiled.plan, file: 'plans/fixture.yaml' } };
  const warnings: string[] = [];
  const options = { clock: shop.clock, cwd: shop.cwd, env: {}, onWarning: (text: string) => warnings.push(text) };
  await using opened = openPlan(moved, options);
  expect((await opened.checkpoint()).runCount).toBe(1);
  expect(warnings).toEqual([expect.stringContaining('is at .waybill/fixture.db, below the current directory')]);
  await using _same = openPlan(shop.compiled, options);
  expect(warnings).toHaveLength(1);
});

test('a run stops at its gate, and resumes from the state once that is approved', async () => {
  const shop = new Shop();
  const events: RunEvent['kind'][] = [];
  {
    await using opened = shop.open();
    const result = await shop.clock.runUntil(opened.apply({ onEvent: ({ kind }) => events.push(kind) }));
    expect(result.outcome).toBe('gated');
    expect(shop.statuses(result)).toEqual(['succeeded', 'succeeded', 'gated']);
    await opened.approve(result.units.flatMap((unit) => (unit.status === 'gated' ? (unit.step ?? []) : [])));
  }
  expect(events[0]).toBe('run.started');
  expect(events.at(-1)).toBe('run.ended');
  expect(existsSync(join(shop.cwd, '.waybill', 'fixture.db'))).toBe(true);

  await using again = shop.open();
  const preview = await again.preview();
  expect(preview.state).toMatchObject({ runs: 1, is_same_plan: true });
  expect(preview.binding.state?.serial).toBe((await again.checkpoint()).lastSeq);
  expect((await shop.clock.runUntil(again.apply())).outcome).toBe('succeeded');
  expect((await again.preview()).state?.steps_left).toBe(0);
  expect(shop.vendor.tasks).toHaveLength(3);
});

test('what is no gate is refused, and then no gate is opened', async () => {
  const shop = new Shop();
  await using opened = shop.open({ state: createMemoryState('fixture') });
  const { units } = await shop.clock.runUntil(opened.apply());
  const gate = units.find((unit) => unit.status === 'gated')?.step ?? '';
  await expect(opened.approve([gate, 'indices[a]'])).rejects.toMatchObject({ code: 'RUN_DECISION_REFUSED' });
  expect((await shop.clock.runUntil(opened.apply())).outcome).toBe('gated');
});

test('a gate is approved once it waits: not before, and not after it was passed', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  const gate = shop.compiled.graph.steps.find(({ kind }) => kind === 'gate')?.address ?? '';
  await shop.clock.runUntil(opened.apply({ target: ['indices'] }));
  const refusal = { code: 'RUN_DECISION_REFUSED', message: expect.stringContaining('does not wait') };
  await expect(opened.approve([gate])).rejects.toMatchObject(refusal);
  expect((await shop.clock.runUntil(opened.apply())).outcome).toBe('gated');
  await opened.approve([gate]);
  expect(await opened.pendingApprovals()).toEqual(new Set([gate]));
  expect((await shop.clock.runUntil(opened.apply())).outcome).toBe('succeeded');
  await expect(opened.approve([gate])).rejects.toMatchObject(refusal);
});

test('what needs a state is refused without one, and creates none', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  const gate = shop.compiled.graph.steps.find(({ kind }) => kind === 'gate')?.address ?? '';
  const refusal = { code: 'JOURNAL_MISSING', message: expect.stringContaining('.waybill/fixture.db') };
  await expect(opened.approve([gate])).rejects.toMatchObject(refusal);
  await expect(opened.decide([{ kind: 'skip', unit: 'indices[a]', reason: 'not now' }])).rejects.toMatchObject(refusal);
  await expect(opened.deleteOrphans([{ id: 'task-1', provider: 'cache', reason: 'replaced' }])).rejects.toMatchObject(
    refusal,
  );
  await expect(opened.report()).rejects.toMatchObject(refusal);
  expect(existsSync(join(shop.cwd, '.waybill'))).toBe(false);
});

test('a malformed decision is refused by what is wrong with it, and nothing is written', async () => {
  const shop = new Shop();
  shop.vendor.failing.add('indices[a]');
  await using opened = shop.open();
  await shop.clock.runUntil(opened.apply());
  const { lastSeq } = await opened.checkpoint();
  const malformed = { kind: 'retry', unit: 'indices[a]' } as unknown as Decision;
  await expect(opened.decide([malformed])).rejects.toMatchObject({
    code: 'RUN_DECISION_REFUSED',
    message: expect.stringContaining('its reason is not a text'),
  });
  expect((await opened.checkpoint()).lastSeq).toBe(lastSeq);
});

test('an approved preview is carried out as it was shown, can be resumed, and is refused once something else was done', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  const preview = await opened.preview({ target: ['indices[a]'] });
  const other = await opened.preview();
  const result = await shop.clock.runUntil(opened.apply({ preview }));
  expect(shop.statuses(result)).toEqual(['succeeded', 'pending', 'pending']);
  expect((await shop.clock.runUntil(opened.apply({ preview }))).outcome).toBe('succeeded');
  await expect(opened.apply({ preview: other })).rejects.toMatchObject({
    code: 'PREVIEW_STALE',
    differences: [{ what: 'state' }],
  });
  expect(shop.vendor.tasks).toHaveLength(1);
});

test('a preview asks and estimates when it is told to, and the report tells what became of it', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  expect((await opened.preview()).checks.basis).toBe('assumed');
  const preview = await shop.clock.runUntil(opened.preview({ asksApis: true, estimates: true }));
  expect(preview.checks).toMatchObject({ basis: 'checked' });
  expect(preview.schedule?.samples).toBeGreaterThan(0);
  expect(existsSync(join(shop.cwd, '.waybill'))).toBe(false);
  await shop.clock.runUntil(opened.apply({ preview }));
  const report = await opened.report(preview);
  expect(report).toMatchObject({ kind: 'report', is_rebuilt: false, outcome: 'gated' });
  expect(report.runs[0]?.preview_digest).toBe(preview.digest);
});

test('the time of a preview is that of a run with as many calls at once', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
  const shop = new Shop([{ name: 'indices', target: 'move', keys }]);
  await using opened = shop.open();
  const p50 = async (options: PreviewOptions): Promise<number> =>
    (await opened.preview({ estimates: true, ...options })).schedule?.p50_ms ?? 0;
  const [free, wide, narrow] = [await p50({}), await p50({ parallelism: 1_000 }), await p50({ parallelism: 1 })];
  expect(wide).toBe(free);
  expect(narrow).toBeGreaterThan(free);
  await expect(p50({ parallelism: 0 })).rejects.toMatchObject({ code: 'RUN_OPTION_INVALID' });
});

test('a refused preview creates no state', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  const preview = await opened.preview();
  const edited = { ...preview, binding: { ...preview.binding, steps_digest: 'another' } };
  await expect(opened.apply({ preview: edited })).rejects.toMatchObject({ differences: [{ what: 'steps' }] });
  expect(existsSync(join(shop.cwd, '.waybill'))).toBe(false);
});

test('a run works on the units that are meant', async () => {
  const shop = new Shop();
  await using opened = shop.open();
  const result = await shop.clock.runUntil(opened.apply({ exclude: ['sessions'] }));
  expect(shop.statuses(result)).toEqual(['succeeded', 'succeeded', 'pending']);
  await expect(opened.apply({ target: ['nothing'] })).rejects.toMatchObject({ code: 'RUN_SELECTION_EMPTY' });
});

test('a signal stops a run, and another opening goes on with it', async () => {
  const shop = new Shop();
  const stop = new AbortController();
  await using first = shop.open();
  const stopped = await shop.clock.runUntil(
    first.apply({ signal: stop.signal, onEvent: ({ kind }) => kind === 'step.waiting' && stop.abort() }),
  );
  expect(stopped.outcome).toBe('stopped');
  await using second = shop.open();
  expect((await shop.clock.runUntil(second.apply())).outcome).toBe('gated');
  expect(shop.vendor.tasks).toHaveLength(3);
});

test('one writer: a second run is refused while the first goes on, which it does not disturb', async () => {
  const shop = new Shop();
  await using first = shop.open();
  await using second = shop.open();
  let refused: Promise<unknown> = Promise.resolve();
  const onEvent = ({ kind }: RunEvent): void => {
    if (kind === 'run.started') refused = second.apply().catch((error: unknown) => error);
  };
  expect((await shop.clock.runUntil(first.apply({ onEvent }))).outcome).toBe('gated');
  expect(await refused).toBeInstanceOf(StateLockedError);
});

test('disposing stops a run that goes on and waits for its end', async () => {
  const shop = new Shop();
  const opened = shop.open();
  let closing: PromiseLike<void> | undefined;
  const result = await shop.clock.runUntil(
    opened.apply({
      onEvent: ({ kind }) => {
        if (kind === 'step.waiting') closing ??= opened[Symbol.asyncDispose]();
      },
    }),
  );
  expect(result.outcome).toBe('stopped');
  await closing;
  const refusal = { code: 'RUN_PLAN_CLOSED', message: 'Plan fixture was used after it was disposed.' };
  await expect(opened.apply()).rejects.toMatchObject(refusal);
  await expect(opened.preview()).rejects.toMatchObject(refusal);
  await expect(opened.exportJournal()[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
});

test.each([
  [{ parallelism: 0 }, 'parallelism is 0; it is a whole number of calls at once, at least 1.'],
  [{ parallelism: -1 }, 'parallelism is -1;'],
  [{ parallelism: Number.NaN }, 'parallelism is NaN;'],
  [{ parallelism: 1.5 }, 'parallelism is 1.5;'],
  [{ parallelism: Number.POSITIVE_INFINITY }, 'parallelism is Infinity;'],
  [{ parallelism: '3' }, "parallelism is the text '3';"],
  [{ parallelism: null }, 'parallelism is null;'],
  [{ maxFailures: 0 }, 'maxFailures is 0; it is a whole number of failed units, at least 1.'],
  [{ maxFailures: -1, maxRuntimeMs: Number.NaN }, 'at least 1. maxRuntimeMs is NaN; it is a number of milliseconds'],
  [{ maxRuntimeMs: 0 }, 'maxRuntimeMs is 0;'],
  [{ maxRuntimeMs: {} }, 'maxRuntimeMs is of type object;'],
  [{ previewExpiresAtMs: Number.NaN }, 'previewExpiresAtMs is NaN;'],
])('a run with %o is refused before anything is opened', async (options, message) => {
  const shop = new Shop();
  await using opened = shop.open();
  await expect(opened.apply(options as unknown as RunOptions)).rejects.toMatchObject({
    code: 'RUN_OPTION_INVALID',
    message: expect.stringContaining(message),
  });
  expect(existsSync(join(shop.cwd, '.waybill'))).toBe(false);
  expect(shop.vendor.calls).toEqual([]);
});

test('a store and a transport that are given stay open', async () => {
  const shop = new Shop();
  const disposed: string[] = [];
  const transport: Transport & AsyncDisposable = {
    send: () => Promise.reject(new Error('the simulated vendor needs no transport')),
    [Symbol.asyncDispose]: async () => void disposed.push('transport'),
  };
  const state = createMemoryState('fixture');
  state[Symbol.asyncDispose] = async () => void disposed.push('state');
  {
    await using opened = shop.open({ state, transport });
    await shop.clock.runUntil(opened.apply());
  }
  expect(disposed).toEqual([]);
});

test.each(['usage', 'freshness'] as const)(
  'a run that follows %s waits for calls of that to leave the window',
  async (asked) => {
    const shop = new Shop();
    await using opened = shop.open();
    const gated = await shop.clock.runUntil(opened.apply());
    await opened.approve(gated.units.flatMap(({ status, step = '' }) => (status === 'gated' ? [step] : [])));
    // The calls of the first run no longer count.
    await shop.clock.advance(600_000);
    await shop.clock.runUntil<unknown>(opened[asked]());
    const startedAtMs = shop.clock.now();
    const called = shop.vendor.calls.length;
    let firstAtMs: number | undefined;
    shop.vendor.fault = () => {
      firstAtMs ??= shop.clock.now();
      return 'none';
    };
    expect((await shop.clock.runUntil(opened.apply())).outcome).toBe('succeeded');
    expect(shop.vendor.calls.length).toBeGreaterThan(called);
    expect((firstAtMs ?? 0) - startedAtMs).toBeGreaterThanOrEqual(1_000);
  },
);

test('a decision on a failed unit is journaled under the name of its owner', async () => {
  const shop = new Shop();
  shop.vendor.failing.add('indices[a]');
  await using opened = shop.open({ owner: { host: 'host-1', pid: 1, user: 'ann' } });
  const result = await shop.clock.runUntil(opened.apply());
  expect(shop.statuses(result)).toEqual(['failed', 'succeeded', 'gated']);
  await opened.decide([{ kind: 'accept', unit: 'indices[a]', reason: 'moved by hand' }]);
  expect((await opened.standing()).unit('indices[a]')).toBe('succeeded');
  expect((await opened.checkpoint()).decisions.get('indices[a]')).toMatchObject({ by: 'ann@host-1' });
});
