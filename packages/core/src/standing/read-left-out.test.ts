import { describe, expect, it } from 'vitest';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import type { JobDefinition } from '../provider/job.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { readLeftOut } from './read-left-out.ts';

const SLICES = 3;
const EACH = 4;
const STEP = 'orders.tally';

class Death extends Error {}

/** A plan whose slices leave out some documents each, in two parts, and whose process may die. */
class World {
  readonly disk = new MemoryDisk('fixture', createSeededRandom(1));
  /** What a slice leaves out at its next attempt. */
  leaves = (slice: string): readonly string[] => Array.from({ length: EACH }, (_, at) => `${slice}-${at}`);
  /** A slice fails when it has left out its own. */
  isFailing = (_slice: string): boolean => false;
  readonly #clock = new VirtualClock();
  readonly #registry = createRegistry([this.#provider()]);
  readonly #fixture = buildPlanFixture([{ name: 'orders', target: 'tally', with: { slices: SLICES } }], this.#registry);

  #provider() {
    const fake = createFakeProvider(new FakeVendor(this.#clock));
    const { tally } = fake.jobs ?? {};
    if (tally === undefined) throw new Error('the fake provider has a job');
    const job: JobDefinition = {
      ...tally,
      runSlice: async (slice, context) => {
        const ids = this.leaves(slice.name);
        for (const id of ids) await context.leftOut?.add([{ what: 'refused', id, details: { reason: 'strange' } }]);
        if (this.isFailing(slice.name))
          throw new ProviderError('unreadable', { vendorCode: 'X', class: 'fatal', effect: 'none' });
        return { counted: 1 };
      },
    };
    return { ...fake, jobs: { tally: job } };
  }

  /** False: it died. */
  async run({ retryFailed = false } = {}): Promise<boolean> {
    try {
      await this.#clock.runUntil(
        applyPlan({
          ...this.#fixture,
          retryFailed,
          registry: this.#registry,
          store: openMemoryStore(this.disk),
          transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
          clock: this.#clock,
          // The attempts of another process are others.
          random: createSeededRandom(this.disk.epoch),
          env: {},
          readSecret: () => undefined,
          owner: { host: 'host', pid: 1, user: 'tester' },
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof Error && error.cause instanceof Death)) throw error;
      this.disk.releaseLockOfDeadProcess();
      return false;
    }
  }

  dieAt(commit: number, phase: 'before' | 'after'): void {
    let commits = 0;
    this.disk.onCommit = (now) => {
      if (now === 'before') commits += 1;
      if (commits === commit && now === phase) throw new Death();
    };
  }

  async ids(): Promise<readonly string[]> {
    const found = await readLeftOut(openMemoryStore(this.disk), this.#fixture.graph);
    return (found.get(STEP) ?? []).map(({ id }) => id);
  }
}

const ALL = Array.from({ length: SLICES * EACH }, (_, at) => `${Math.floor(at / EACH)}-${at % EACH}`);

describe('what work left out', () => {
  it('is each document once, sorted, with its unit, step and reason', async () => {
    const world = new World();
    await world.run();
    expect(await world.ids()).toEqual(ALL);
    expect(world.disk.leftOut.map((line) => JSON.parse(line) as unknown)).toContainEqual({
      what: 'refused',
      id: '0-0',
      reason: 'strange',
      step: STEP,
      slice: '0',
      attempt: expect.stringMatching(/^[0-9a-f]{12}-0-[0-9a-f]{12}-[0-9a-f]{12}$/) as unknown,
    });
  });

  it('is whole and holds nothing twice, at whatever commit the process dies', async () => {
    let deaths = 0;
    for (let commit = 1, hasDied = true; hasDied; commit += 1)
      for (const phase of ['before', 'after'] as const) {
        const world = new World();
        world.dieAt(commit, phase);
        hasDied = !(await world.run());
        deaths += hasDied ? 1 : 0;
        world.disk.onCommit = () => {};
        await world.run();
        expect(await world.ids(), `${phase} commit ${commit}`).toEqual(ALL);
      }
    expect(deaths).toBeGreaterThan(2 * SLICES);
  });

  it('is what the attempt left out whose result counts', async () => {
    const world = new World();
    // The first slice was done, and its result is lost.
    world.disk.onCommit = (phase, records) => {
      if (phase === 'before' && records.some(({ kind }) => kind === 'slice.done')) throw new Death();
    };
    expect(await world.run()).toBe(false);
    expect(await world.ids()).not.toEqual([]);
    world.disk.onCommit = () => {};
    world.leaves = (slice) => (slice === '2' ? ['2-0'] : []);
    await world.run();
    expect(await world.ids()).toEqual(['2-0']);
  });

  it('is whole where the step failed several times and kept its slices', async () => {
    const world = new World();
    world.isFailing = (slice) => slice === '2';
    for (const run of [1, 2, 3]) {
      await world.run({ retryFailed: true });
      expect(await world.ids(), `run ${run}`).toEqual(ALL);
    }
    world.isFailing = () => false;
    await world.run({ retryFailed: true });
    expect(await world.ids()).toEqual(ALL);
    world.leaves = () => [];
    await world.run({ retryFailed: true });
    expect(await world.ids()).toEqual(ALL);
  });

  it('is nothing of a state that was at its place before, and nothing of parts of lines', async () => {
    const before = new World();
    await before.run();
    const world = new World();
    world.leaves = () => [];
    const foreign = before.disk.leftOut.map((line) =>
      line.replace(/"attempt":"[0-9a-f]{12}/, '"attempt":"000000000000'),
    );
    world.disk.leftOut.push(...foreign, '{"step":"orders.tally","sl', 'null', '{"id":7}');
    await world.run();
    expect(await world.ids()).toEqual([]);
  });
});
