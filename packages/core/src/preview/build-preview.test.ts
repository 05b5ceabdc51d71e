import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { createRegistry } from '../provider/registry.ts';
import { unitMark } from '../steps/tokens.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { ValueObject } from '../value/value.ts';
import { Reference } from '../value/value.ts';
import { type BuildPreviewOptions, buildPreview } from './build-preview.ts';
import type { Preview } from './preview.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const SHOP: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'sessions', target: 'gated', needs: ['indices[*]'], onFailure: 'stop' },
  { name: 'blind', target: 'blind', needs: ['sessions'] },
];
const LIMITS = { requests: { count: 2, intervalMs: 1_000 }, active: 3 };

function preview(migrations: readonly MigrationFixture[], more: Partial<BuildPreviewOptions> = {}): Preview {
  return buildPreview({ ...buildPlanFixture(migrations, registry, { limits: LIMITS }), registry, ...more });
}

describe('a preview', () => {
  test('counts what the plan holds', () => {
    expect(preview(SHOP).totals).toEqual({
      migrations: 3,
      units: 5,
      steps: 15,
      effects: 9,
      checks: 0,
      waits: 5,
      gates: 1,
    });
  });

  test('counts calls by operation, with how a lost answer is settled', () => {
    const counts = preview(SHOP).operations.map(({ operation, steps, left, recovery }) => [
      operation,
      steps,
      left,
      recovery,
    ]);
    expect(counts).toEqual([
      ['CreateTask', 4, 4, 'lookup'],
      ['DeleteTask', 4, 4, 'repeatable'],
      ['CreateTaskBlind', 1, 1, 'manual'],
    ]);
  });

  test('shows requests with the mark of the unit that is put in when they are sent', () => {
    const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
    const { CreateTask } = fake.operations;
    if (CreateTask === undefined) throw new Error('the fake provider creates tasks');
    const mark = (args: ValueObject, text: string): ValueObject => ({ ...args, note: text });
    const marking = { ...fake, operations: { ...fake.operations, CreateTask: { ...CreateTask, mark } } };
    const registryOfIt = createRegistry([
      {
        ...marking,
        buildRequest: (_config, _operation, body) => ({ method: 'POST', endpoint: '', path: '/', query: {}, body }),
      },
    ]);
    const fixture = buildPlanFixture([{ name: 'indices', target: 'move', keys: ['a', 'b'] }], registryOfIt);
    const { units } = buildPreview({ ...fixture, registry: registryOfIt });
    const notes = units.map(({ steps }) => steps.find(({ operation }) => operation === 'CreateTask')?.request?.body);
    expect(notes).toMatchObject([
      { note: unitMark(fixture.plan.name, 'indices[a]') },
      { note: unitMark(fixture.plan.name, 'indices[b]') },
    ]);
  });

  test('shows the limits that hold, the declared ones over the defaults', () => {
    expect(preview(SHOP).providers).toEqual([
      {
        alias: 'it',
        type: 'fake',
        version: '1',
        connection: {},
        limits: { requests: '2/s', in_flight: 8, active: 3, active_per_target: null },
      },
    ]);
  });

  test('bounds the time from below: nine effects at two a second', () => {
    expect(preview(SHOP).lower_bound.duration_ms).toBe(4_000);
  });

  test('groups units into levels and finds the longest chain', () => {
    const { levels, longest_chain: chain } = preview(SHOP);
    expect(levels).toEqual([
      { level: 0, units: 3, migrations: ['indices'] },
      { level: 1, units: 1, migrations: ['sessions'] },
      { level: 2, units: 1, migrations: ['blind'] },
    ]);
    expect(chain).toEqual({ steps: 9, units: ['indices[a]', 'sessions', 'blind'] });
  });

  test('warns of what nothing can settle, of what stops the run, and of what the compiler found', () => {
    const found: Diagnostic = { severity: 'warning', code: 'PLAN_LITERAL_SECRET', summary: 's', detail: 'd' };
    expect(preview(SHOP, { diagnostics: [found] }).warnings.map(({ code }) => code)).toEqual([
      'PLAN_LITERAL_SECRET',
      'PREVIEW_MANUAL_RECOVERY',
      'PREVIEW_STOPS_ON_FAILURE',
    ]);
  });

  test('carries requests and fingerprints in full, and leaves them out of the outline', () => {
    const { graph } = buildPlanFixture(SHOP, registry);
    const [step] = preview(SHOP).units[0]?.steps ?? [];
    expect(step?.request).toMatchObject({ method: 'POST', path: '/CreateTask' });
    expect(step?.fingerprint).toBe(graph.steps[0] === undefined ? '' : fingerprintStep(graph.steps[0]));
    const outline = JSON.stringify(preview(SHOP, { detail: 'outline' }));
    expect(outline).not.toContain('"request"');
    expect(outline).not.toContain('"fingerprint"');
  });

  test('says nothing of a state that is not there', () => {
    expect(preview(SHOP).state).toBeUndefined();
    expect(preview(SHOP, { checkpoint: EMPTY_CHECKPOINT }).state).toEqual({
      runs: 0,
      steps_done: 0,
      steps_left: 15,
      is_same_plan: true,
      steps_kept: 0,
      accepted: [],
      steps_new: 15,
      changed: [],
      orphaned: [],
    });
  });
});

const anyMigrations = fc
  .array(
    fc.record({
      target: fc.constantFrom('move', 'copy', 'gated', 'blind', 'tally', 'moved'),
      units: fc.integer({ min: 1, max: 4 }),
      needs: fc.nat(5),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((entries) =>
    entries.map(
      ({ target, units, needs }, index): MigrationFixture => ({
        name: `m${index}`,
        target,
        keys: Array.from({ length: units }, (_, key) => `k${key}`),
        needs: index === 0 ? [] : [`m${needs % index}[*]`],
      }),
    ),
  );

test('a preview shows own work, its connections and how much of it there is', () => {
  const { totals, units } = preview([{ name: 'm', target: 'tally', keys: ['a', 'b'] }]);
  expect(totals).toMatchObject({ steps: 2, jobs: 2, effects: 0, checks: 0, waits: 0, gates: 0 });
  expect(units[0]?.steps[0]).toMatchObject({ kind: 'job', job: 'tally', title: 'count the data', provider: 'it' });
  expect(units[0]?.steps[0]).not.toHaveProperty('connections');
});

test('a preview says what own work does at which connections, in how many slices', () => {
  const migrations: readonly MigrationFixture[] = [
    { name: 'm', target: 'tally', keys: ['a', 'b'], with: { slices: 4, connections: ['it', 'new'] } },
    { name: 'n', target: 'tally', with: { slices: new Reference(['inputs', 'many']) } },
    { name: 'o', target: 'copy' },
  ];
  const fixture = buildPlanFixture(migrations, registry, { others: { new: { slices: 2 }, third: {} } });
  const { jobs, providers } = buildPreview({ ...fixture, registry });
  const tally = { provider: 'it', job: 'tally', title: 'count the data' };
  const [reads, writes] = [
    { alias: 'it', access: 'reads' },
    { alias: 'new', access: 'writes' },
  ];
  expect(jobs).toEqual([
    { ...tally, connections: [reads, writes], steps: 2, left: 2, slices: 8, slices_at_once: 2 },
    { ...tally, connections: [reads], steps: 1, left: 1, slices: null, slices_at_once: 4 },
  ]);
  // The limit is shown where something keeps it.
  expect(providers.map(({ alias, limits }) => [alias, limits.slices])).toEqual([
    ['it', 4],
    ['new', 2],
    ['third', undefined],
  ]);
});

test('both reads of a check are counted, each at its connection', () => {
  const migration = { name: 'm', target: 'transfer', keys: ['a', 'b'], with: { from: 'it', to: 'new' } };
  const fixture = buildPlanFixture([migration], registry, { others: { new: {} } });
  const reads = buildPreview({ ...fixture, registry }).operations.filter(({ has_effect: changes }) => !changes);
  expect(reads.map(({ provider, operation, steps }) => [provider, operation, steps])).toEqual([
    ['it', 'ListTasks', 2],
    ['new', 'ListTasks', 2],
  ]);
});

describe('any preview', () => {
  test('is the same every time, and survives JSON', () => {
    fc.assert(
      fc.property(anyMigrations, (migrations) => {
        const first = preview(migrations);
        expect(preview(migrations)).toEqual(first);
        expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });

  test('has totals that are the sums of its parts', () => {
    fc.assert(
      fc.property(anyMigrations, (migrations) => {
        const { totals, levels, units, operations, migrations: groups } = preview(migrations, { detail: 'outline' });
        expect(sum(levels.map((level) => level.units))).toBe(totals.units);
        expect(sum(groups.map((group) => group.units))).toBe(totals.units);
        expect(sum(units.map(({ steps }) => steps.length))).toBe(totals.steps);
        expect(sum(operations.filter(({ has_effect: hasEffect }) => hasEffect).map(({ steps }) => steps))).toBe(
          totals.effects,
        );
        expect(totals.effects + totals.checks + totals.waits + totals.gates + (totals.jobs ?? 0)).toBe(totals.steps);
      }),
      { numRuns: 50 },
    );
  });

  test('has a longest chain whose units wait for each other and whose steps add up', () => {
    fc.assert(
      fc.property(anyMigrations, (migrations) => {
        const { longest_chain: chain, units } = preview(migrations, { detail: 'outline' });
        const byAddress = new Map(units.map((unit) => [unit.address, unit]));
        for (const [index, address] of chain.units.entries()) {
          if (index === 0) continue;
          const before = byAddress.get(chain.units[index - 1] ?? '');
          expect(byAddress.get(address)?.needs).toContain(`${before?.migration}[*]`);
        }
        expect(sum(chain.units.map((address) => byAddress.get(address)?.steps.length ?? 0))).toBe(chain.steps);
      }),
      { numRuns: 50 },
    );
  });
});

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
