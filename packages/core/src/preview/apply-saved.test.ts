import { beforeEach, describe, expect, test } from 'vitest';
import { comparePreview, PreviewStaleError } from '../binding/compare-preview.ts';
import { recordDecisions } from '../decisions/decide.ts';
import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import { createRegistry } from '../provider/registry.ts';
import { applyPlan } from '../run/apply-plan.ts';
import type { RunResult } from '../run/run-result.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { selectUnits } from '../select/select-units.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { type BuildPreviewOptions, buildPreview } from './build-preview.ts';
import type { Preview } from './preview.ts';

const MIGRATIONS: readonly MigrationFixture[] = [
  { name: 'first', target: 'move', keys: ['a', 'b'] },
  { name: 'second', target: 'gated', needs: ['first[a]'] },
];
const owner = { host: 'host', pid: 1, user: 'tester' };

let clock: VirtualClock;
let vendor: FakeVendor;
let disk: MemoryDisk;
let fixture: PlanFixture;

const registry = () => createRegistry([createFakeProvider(vendor)]);

beforeEach(() => {
  clock = new VirtualClock();
  vendor = new FakeVendor(clock, {});
  disk = new MemoryDisk('fixture', createSeededRandom(1));
  fixture = buildPlanFixture(MIGRATIONS, registry());
});

async function previewNow(more: Partial<BuildPreviewOptions> = {}): Promise<Preview> {
  const store = openMemoryStore(disk);
  const checkpoint = (await readJournal(store)).checkpoint();
  const state = checkpoint.lastSeq === 0 ? {} : { checkpoint, stateId: store.header.stateId };
  return buildPreview({ ...fixture, registry: registry(), ...state, ...more });
}

async function differencesNow(saved: Preview, more: Partial<BuildPreviewOptions> = {}): Promise<readonly string[]> {
  const store = openMemoryStore(disk);
  const checkpoint = (await readJournal(store)).checkpoint();
  const preview = await previewNow(more);
  const found = comparePreview(saved, { preview, graph: fixture.graph, stateId: store.header.stateId, checkpoint });
  return found.map(({ what }) => what);
}

function apply(preview?: Preview, more: object = {}): Promise<RunResult> {
  const work = applyPlan({
    ...fixture,
    registry: registry(),
    store: openMemoryStore(disk),
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner,
    ...defined({ preview }),
    ...more,
  });
  return clock.runUntil(work, 3_600_000);
}

describe('a preview', () => {
  test('has the same bytes for the same plan, state and answers, and another digest for any other', async () => {
    expect(JSON.stringify(await previewNow())).toBe(JSON.stringify(await previewNow()));
    const asked = { steps: new Map(), credentials: new Map(), secrets: new Map() };
    expect((await previewNow({ preflight: asked })).digest).not.toBe((await previewNow()).digest);
    const selection = selectUnits(fixture.graph, { target: ['first'] });
    expect((await previewNow({ selection })).digest).not.toBe((await previewNow()).digest);
  });

  test('may be applied while nothing has changed, and again to resume it', async () => {
    const saved = await previewNow();
    expect(await differencesNow(saved)).toEqual([]);
    expect((await apply(saved)).outcome).toBe('gated');
    expect(await differencesNow(saved)).toEqual([]);
    await openMemoryStore(disk).post({ kind: 'approve', step: 'second.cutover', by: 'tester' });
    expect((await apply(saved)).outcome).toBe('succeeded');
  });

  test('of a state that another run has moved on is refused under the lock, and nothing is done', async () => {
    const saved = await previewNow();
    await apply();
    expect(await differencesNow(saved)).toEqual(['state']);
    const { length } = disk.records;
    await expect(apply(saved)).rejects.toThrow(PreviewStaleError);
    expect(disk.records).toHaveLength(length);
    expect(await differencesNow(await previewNow())).toEqual([]);
  });

  test('is stale after another preview was applied in between, or after a decision before it', async () => {
    const early = await previewNow();
    await apply(early);
    const late = await previewNow();
    expect(await differencesNow(late)).toEqual([]);
    const { graph } = fixture;
    const decision = { kind: 'skip', unit: 'second', reason: 'not needed' } as const;
    await clock.runUntil(recordDecisions([decision], { graph, store: openMemoryStore(disk), clock, owner }), 60_000);
    expect(await differencesNow(late)).toEqual(['state']);
    expect(await differencesNow(early)).toEqual([]);
  });

  test.each([
    [
      'another step',
      [{ ...MIGRATIONS[0], with: { name: 'other' } }, MIGRATIONS[1]],
      'steps',
      /changed first\[a\]\.create/,
    ],
    ['another unit', [{ ...MIGRATIONS[0], keys: ['a', 'b', 'c'] }, MIGRATIONS[1]], 'steps', /new first\[c\]\.create/],
    ['a unit less', [{ ...MIGRATIONS[0], keys: ['a'] }, MIGRATIONS[1]], 'steps', /gone first\[b\]\.create/],
  ] as const)('is stale after an edit: %s', async (_what, migrations, what, detail) => {
    const saved = await previewNow();
    fixture = buildPlanFixture(migrations as readonly MigrationFixture[], registry(), { digest: 'digest-2' });
    const preview = await previewNow();
    const [first] = comparePreview(saved, {
      preview,
      graph: fixture.graph,
      stateId: undefined,
      checkpoint: EMPTY_CHECKPOINT,
    });
    expect(first).toMatchObject({ what });
    expect(first?.detail).toMatch(detail);
  });

  test('is stale after an edit of what decides how it is carried out', async () => {
    const saved = await previewNow();
    fixture = buildPlanFixture(MIGRATIONS, registry(), { digest: 'digest-2', limits: { inFlight: 1 } });
    expect(await differencesNow(saved)).toEqual(['plan']);
  });

  test('is stale for another version of a provider, other inputs, and another state', async () => {
    const saved = await previewNow();
    const versions = { ...saved.binding.versions, fake: '0.0.9' };
    expect(await differencesNow({ ...saved, binding: { ...saved.binding, versions } })).toEqual(['versions']);
    expect(await differencesNow({ ...saved, plan: { ...saved.plan, inputs: { a: 1 } } })).toEqual(['inputs']);
    const state = { id: 'another', serial: 0 };
    expect(await differencesNow({ ...saved, binding: { ...saved.binding, state } })).toEqual(['state']);
  });
});

describe('a run of some units', () => {
  test('works on them and what they need, says nothing of others, and leaves them to a later run', async () => {
    const first = await apply(undefined, { selection: selectUnits(fixture.graph, { target: ['first[b]'] }) });
    expect(first.outcome).toBe('succeeded');
    expect(first.units.map(({ status }) => status)).toEqual(['pending', 'succeeded', 'pending']);
    expect(vendor.tasks).toHaveLength(1);
    expect((await apply()).outcome).toBe('gated');
  });
});
