import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@waybill/cli';
import { buildPreview, compilePlan, createRegistry, type JournalRecord } from '@waybill/core';
import { describeProvider } from '@waybill/core/contracts';
import { buildEditorSchema } from '@waybill/core/internal';
import { builtInProviders } from '@waybill/node';
import {
  exploreCrashPoints,
  type Interruption,
  type RehearsalPoint,
  RehearsalWorld,
  rehearse,
} from '@waybill/rehearsal';
import { createInProcessSandbox, startSandbox } from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';
import { describe, expect, it } from 'vitest';
import { collectSchemas } from '../../packages/cli/src/commands/schema.ts';
import { FakeIo } from '../../packages/cli/src/testing/fake-io.ts';
import { systemClock } from '../../packages/node/src/system-clock.ts';
import { provider } from './archive-office.ts';
import { starters } from './kinds/starters.ts';
import { archiveStand } from './stand/stand.ts';

const registry = createRegistry([...builtInProviders, provider]);
const stands = [archiveStand];
const PLAN = starters[0]?.text('archive') ?? '';
const UNITS = ['shelves[births]', 'shelves[deeds]'];

function compile(text: string) {
  const { compiled, diagnostics } = compilePlan(text, { file: 'archive.yaml', registry });
  expect(diagnostics).toEqual([]);
  if (compiled === undefined) throw new Error('the plan is not valid');
  return { ...compiled, registry, stands, seed: 7 };
}

/** Each shelf has 250 sheets, in slices of 100. */
const SLICES = Object.fromEntries(
  UNITS.flatMap((unit) => [0, 100, 200].map((first) => [`${unit}.compare from-${first}`, 'recorded 1 ×'])),
);

describeProvider('archive-office', {
  provider,
  config: { endpoint: 'https://archive.example.org', office: 'south', key: archiveStand.credentials.key },
  secrets: [archiveStand.credentials.key],
  units: [{ kind: 'move-shelf', with: { source: 'old', office: 'north', shelf: 'births', as: 'births-2026' } }],
  operations: { ListTransfers: {}, ReadSheets: { shelf: 'births', first: 0, count: 10 } },
  values: { 'steps.check-source.outputs.sealed': false },
  async open() {
    const sandbox = await startSandbox({ stands });
    const transport = createUndiciTransport();
    const config = { endpoint: sandbox.url, office: 'south' };
    return {
      config: { ...config, key: archiveStand.credentials.key },
      configWithoutCredentials: config,
      env: {},
      transport,
      clock: systemClock,
      async [Symbol.asyncDispose]() {
        await transport[Symbol.asyncDispose]();
        await sandbox.close();
      },
    };
  },
});

describe('a third vendor', () => {
  it('has previews with places, options, both connections and its own work', () => {
    const compiled = compile(PLAN);
    const preview = buildPreview({ ...compiled, stateId: 'a'.repeat(32) });
    expect(preview.units.map(({ address }) => address)).toEqual(UNITS);
    const [unit] = preview.units;
    expect(unit?.from).toMatchObject({ label: 'shelf', connection: 'old' });
    expect(unit?.to).toMatchObject({ label: 'shelf', connection: 'new' });
    expect(unit?.steps.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'check check-source',
      'check check-target',
      'call seal',
      'call transfer',
      'await await',
      'job compare',
      'call unseal',
    ]);
    const text = JSON.stringify(unit);
    expect(text).toContain('/archive/north/shelves/births/seal');
    expect(text).toContain('/archive/south/transfers');
    const kept = buildPreview({ ...compile(PLAN.replace('restore', 'keep')), stateId: 'a'.repeat(32) });
    expect(kept.units[0]?.steps.map(({ name }) => name)).not.toContain('unseal');
  });

  it.each([
    ['seal: other', 'PLAN_BAD_VALUE'],
    ['sael: keep', 'PLAN_UNKNOWN_KEY'],
  ])('has its own options checked: %s', (options, code) => {
    const { compiled, diagnostics } = compilePlan(PLAN.replace('seal: restore', options), {
      file: 'archive.yaml',
      registry,
    });
    expect(compiled).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it('has its other connection checked in the plan', () => {
    const { compiled, diagnostics } = compilePlan(PLAN.replace('source: old', 'source: odl'), {
      file: 'archive.yaml',
      registry,
    });
    expect(compiled).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['PLAN_UNKNOWN_PROVIDER']);
  });

  it('is applied: sealed, moved, compared and unsealed on the right sides', async () => {
    const { world, results, breakdown } = await rehearse({ ...compile(PLAN), interrupt: () => 'none' });
    expect(breakdown).toBeUndefined();
    expect(results.at(-1)?.outcome).toBe('succeeded');
    expect(slicesIn(world.records)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(world.sandbox.control.tasks().toSorted(byName)).toEqual([
      { name: 'south/births-2026', status: 'arrived', isDeleted: false },
      { name: 'south/deeds-2026', status: 'arrived', isDeleted: false },
    ]);
    expect(callsOf(world, 'SetSeal').map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['/archive/north/shelves/births/seal', '/archive/north/shelves/deeds/seal']),
    );
    expect(callsOf(world, 'SetSeal')).toHaveLength(4);
    expect(world.sandbox.control.state()).toMatchObject({
      archive: { seals: { 'north/births': false, 'north/deeds': false } },
    });
  });

  it('keeps the seal where the option says so', async () => {
    const { world } = await rehearse({ ...compile(PLAN.replace('restore', 'keep')), interrupt: () => 'none' });
    expect(callsOf(world, 'SetSeal')).toHaveLength(2);
  });

  it('ends as undisturbed after each crash and each lost answer, with nothing done twice', async () => {
    const { differences, undisturbed, triedCount } = await exploreCrashPoints({ ...compile(PLAN), maxPoints: 120 });
    expect(triedCount).toBe(120);
    expect(undisturbed).toEqual({
      units: Object.fromEntries(UNITS.map((unit) => [unit, 'succeeded'])),
      tasks: { 'south/births-2026': '1 × arrived', 'south/deeds-2026': '1 × arrived' },
      slices: SLICES,
      breakdown: undefined,
    });
    expect(differences).toEqual([]);
  });

  it('ends as undisturbed after a death at every commit and every call of its own work', async () => {
    const explored = await exploreCrashPoints({ ...compile(PLAN), during: 'own-work' });
    expect(explored.undisturbed.slices).toEqual(SLICES);
    // Two plans of slices, six results and two ends, at least, each before and after; and the reads of six slices.
    expect(explored.triedCount).toBeGreaterThan(2 * 10 + 4 * 12);
    expect(explored.triedCount).toBe(explored.pointCount);
    expect(explored.differences).toEqual([]);
  });

  it('resumes its own work after a death between two slices, with the slices that are left', async () => {
    let done = 0;
    let deaths = 0;
    const world: RehearsalWorld = new RehearsalWorld({
      ...compile(PLAN),
      interrupt: ({ at, when }: RehearsalPoint): Interruption => {
        if (at !== 'commit' || when !== 'after') return 'none';
        const before = done;
        done = world.records.filter(({ kind }) => kind === 'slice.done').length;
        const dies = before < 2 && done >= 2 && deaths === 0;
        deaths += dies ? 1 : 0;
        return dies ? 'die' : 'none';
      },
    });
    await expect(world.run()).rejects.toThrow();
    expect(world.isDead).toBe(true);
    expect((await world.run()).outcome).toBe('succeeded');
    expect(slicesIn(world.records)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(callsOf(world, 'StartTransfer')).toHaveLength(2);
  });

  it('is in the schema of editors and among those that the command line prints', () => {
    expect(JSON.stringify(buildEditorSchema(registry))).toContain('move-shelf');
    const names = collectSchemas(registry).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('archive-office'))).toEqual(
      expect.arrayContaining(['archive-office', 'archive-office/kinds/move-shelf', 'archive-office/StartTransfer']),
    );
  });

  it('is used at the command line by the name of its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-third-vendor-'));
    try {
      writeFileSync(join(folder, 'archive.yaml'), PLAN);
      const file = join(import.meta.dirname, 'archive-office.ts');
      const io = new FakeIo({ cwd: folder });
      const code = await runCli(['plan', 'archive.yaml', '--provider', file, '--offline'], io);
      expect([code, io.stderr.text]).toEqual([0, '']);
      expect(io.stdout.text).toContain('from shelf');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has its settings and durations changed like those of the listed ones, over HTTP too', async () => {
    await using sandbox = await startSandbox({ stands });
    const post = async (path: string, body: object) => {
      const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return (await fetch(`${sandbox.url}/_sandbox/${path}`, init)).status;
    };
    expect(await post('settings', { archive: { sheets: 3, shelves: ['north/births'] } })).toBe(200);
    expect(await post('durations', { archiveTransferMs: 5 })).toBe(200);
    expect(await post('faults', [{ provider: 'archive', fault: { kind: 'latency', ms: 0 } }])).toBe(200);
    const headers = { 'x-archive-key': archiveStand.credentials.key };
    const shelf = await fetch(`${sandbox.url}/archive/north/shelves/births`, { headers });
    expect(await shelf.json()).toEqual({ sheets: 3, sealed: false });
  });

  it('cannot take the name, a service or a duration of a listed stand', () => {
    expect(() => createInProcessSandbox({ stands: [archiveStand, archiveStand] })).toThrow('the name archive');
    const other = { ...archiveStand, name: 'other' as 'archive' };
    expect(() => createInProcessSandbox({ stands: [archiveStand, other] })).toThrow('the service archive');
  });
});

function callsOf(world: RehearsalWorld, operation: string) {
  return world.sandbox.control.requests({ operation });
}

/** How often the result of each slice is in the journal. */
function slicesIn(records: readonly JournalRecord[]): readonly number[] {
  const done = records.flatMap((record) => (record.kind === 'slice.done' ? [`${record.step} ${record.slice}`] : []));
  return [...Map.groupBy(done, (name) => name).values()].map(({ length }) => length);
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}
