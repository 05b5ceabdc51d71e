import { createRegistry, type Kind, MemoryDisk, openMemoryStore, type ProviderDefinition } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
} from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { openPlan } from '../open-plan.ts';
import type { OpenPlan } from '../plan-handle.ts';
import { derivedLocation } from './derived-state.ts';

const OWNER = { host: 'here', pid: 1, user: 'operator' };

/** A plan of own work that can be done again, on disks that outlive its openings. */
class Counted {
  readonly clock: VirtualClock = new VirtualClock();
  readonly vendor: FakeVendor = new FakeVendor(this.clock);
  readonly main: MemoryDisk = new MemoryDisk('fixture', createSeededRandom(1));
  readonly derived: MemoryDisk = new MemoryDisk('fixture~verify', createSeededRandom(2));

  open(): OpenPlan {
    const { clock, main, derived } = this;
    const registry = createRegistry([this.#provider()]);
    const fixture = buildPlanFixture([{ name: 'orders', target: 'tally', keys: ['a', 'b'] }], registry);
    return openPlan(
      { ...fixture, registry, diagnostics: [] },
      {
        clock,
        random: createSeededRandom(3),
        env: {},
        owner: OWNER,
        state: openMemoryStore(main),
        derivedState: () => openMemoryStore(derived),
      },
    );
  }

  #provider(): ProviderDefinition {
    const fake = createFakeProvider(this.vendor);
    const tally = fake.kinds['tally'] as Kind;
    const verification: Kind['verification'] = (unit, level = 'planned') =>
      unit.outputsOf('tally') === undefined
        ? { kind: 'none', why: 'It was not counted.' }
        : {
            kind: 'steps',
            level,
            blueprint: { ...tally.expand(unit), outputs: { total: tally.expand(unit).outputs['total'] ?? null } },
            impact: { downtime: 'None.', wayBack: 'Nothing is changed.' },
          };
    return { ...fake, kinds: { tally: { ...tally, verificationLevels: ['quick', 'planned'], verification } } };
  }

  async verified(opened: OpenPlan): Promise<readonly unknown[]> {
    return [...(await opened.checkpoint()).verifications.values()];
  }
}

test('the state of the plan keeps what was found, and what was noted with it', async () => {
  const counted = new Counted();
  await using opened = counted.open();
  await counted.clock.runUntil(opened.apply());
  await using derived = await opened.verification({ level: 'quick', target: ['orders[b]'] });
  expect((await counted.clock.runUntil(derived.apply())).outcome).toBe('succeeded');
  expect(await counted.verified(opened)).toEqual([
    {
      unit: 'orders[b]',
      result: 'equal',
      level: 'quick',
      noted: { total: expect.any(Number) },
      by: 'operator@here',
      atMs: counted.clock.now(),
    },
  ]);
  expect((await opened.standing()).unit('orders[b]')).toBe('succeeded');
});

test('done again it compares anew; a unit that is started over has no verification', async () => {
  const counted = new Counted();
  await using opened = counted.open();
  await counted.clock.runUntil(opened.apply());
  for (const _ of [1, 2]) {
    await using derived = await opened.verification();
    await counted.clock.runUntil(derived.apply());
  }
  expect(counted.derived.records.filter(({ kind }) => kind === 'unit.redone')).toHaveLength(2);
  expect(counted.main.records.filter(({ kind }) => kind === 'unit.verified')).toHaveLength(4);
  await opened.decide([{ kind: 'redo', unit: 'orders[a]', reason: 'wrong' }]);
  expect((await counted.verified(opened)).length).toBe(1);
});

test('it is refused while the plan is run, and when the plan was run since it was derived', async () => {
  const counted = new Counted();
  await using opened = counted.open();
  await counted.clock.runUntil(opened.apply());
  await using derived = await opened.verification();
  {
    await using _lease = await openMemoryStore(counted.main).acquire(OWNER);
    await expect(derived.apply()).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  }
  await counted.clock.runUntil(opened.apply());
  await expect(derived.apply()).rejects.toMatchObject({ code: 'RUN_DECISION_REFUSED' });
  expect(counted.derived.records).toEqual([]);
});

test('a selection that leaves no unit is refused as such, also where nothing was compared yet', async () => {
  const counted = new Counted();
  await using opened = counted.open();
  await counted.clock.runUntil(opened.apply());
  const nothing = { target: ['orders[a]'], exclude: ['orders'] };
  const refusal = { code: 'RUN_SELECTION_EMPTY', message: expect.stringContaining('--exclude orders') };
  await expect(opened.verification(nothing)).rejects.toMatchObject(refusal);
  await expect(opened.freshness(nothing)).rejects.toMatchObject(refusal);
});

test('a plan is not run while its units are compared', async () => {
  const counted = new Counted();
  await using opened = counted.open();
  await counted.clock.runUntil(opened.apply());
  await using derived = await opened.verification();
  let refusal: unknown;
  const run = derived.apply({
    onReady: async () => {
      refusal = await counted
        .open()
        .apply()
        .catch((error: unknown) => error);
    },
  });
  await counted.clock.runUntil(run);
  expect(refusal).toMatchObject({ code: 'JOURNAL_LOCKED' });
});

test.each([
  ['.waybill/shop.db', '.waybill/shop~verify.db'],
  ['states/shop.prod.db', 'states/shop.prod~verify.db'],
  ['state', 'state~verify'],
  ['a.b/state', 'a.b/state~verify'],
])('beside %s is %s', (location, expected) => {
  expect(derivedLocation(location, 'verify')).toBe(expected);
});
