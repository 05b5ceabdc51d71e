import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaveShare, Waves } from '../plan/plan.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { allowedFailures, dealWaves } from './deal-waves.ts';
import type { PlannedUnit } from './graph.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const PLAN_ORDER = { kind: 'plan' } as const;

function wavesRule(shares: readonly WaveShare[], order: Waves['order'] = PLAN_ORDER): Waves {
  return { shares, soakMs: 0, maxFailures: { kind: 'count', count: 0 }, order };
}

const count = (size: number): WaveShare => ({ kind: 'count', count: size });
const percent = (size: number): WaveShare => ({ kind: 'percent', percent: size });
const REST: WaveShare = { kind: 'rest' };

function unitsOf(migrations: readonly MigrationFixture[]): readonly PlannedUnit[] {
  return buildPlanFixture(migrations, registry).graph.units;
}

const keys = (length: number): readonly string[] => Array.from({ length }, (_, index) => `k${index}`);

/** Sizes of the waves, and of what no wave takes. */
function sizes(shares: readonly WaveShare[], units: number): readonly number[] {
  const dealt = dealWaves(wavesRule(shares), unitsOf([{ name: 'm', target: 'copy', keys: keys(units) }]));
  return [...dealt.waves.map(({ length }) => length), dealt.leftOut.length];
}

describe('waves by number', () => {
  it.each<[string, readonly WaveShare[], number, readonly number[]]>([
    ['a canary, a tenth and the rest', [count(1), percent(10), REST], 346, [1, 35, 310, 0]],
    ['a percentage is rounded up, so that it is never empty', [percent(10), percent(10), REST], 5, [1, 1, 3, 0]],
    ['a later wave has what is left', [percent(33), percent(33), percent(34)], 10, [4, 4, 2, 0]],
    ['a hundred percent is all', [percent(50), percent(50)], 3, [2, 1, 0]],
    ['one unit goes to the first wave', [count(1), percent(10), REST], 1, [1, 0, 0, 0]],
    ['what no wave takes is left out', [count(2), percent(10)], 10, [2, 1, 7]],
  ])('%s', (_what, shares, units, expected) => {
    expect(sizes(shares, units)).toEqual(expected);
  });
});

/** A unit of each migration has the size `s`, as a row of its inventory has. */
function sized(units: readonly PlannedUnit[], sizeOf: (address: string) => unknown): readonly PlannedUnit[] {
  return units.map((unit) => {
    const entry = { key: unit.address, value: { s: sizeOf(unit.address) } as never };
    return { ...unit, address: unit.address, needs: unit.needs, unit: { ...unit.unit, entry } };
  });
}

describe('an order by size', () => {
  const units = unitsOf([
    { name: 'a', target: 'copy' },
    { name: 'b', target: 'copy', needs: ['a'] },
    { name: 'c', target: 'copy' },
    { name: 'd', target: 'copy' },
  ]);
  const order = (first: 'largest' | 'smallest') => ({ kind: 'size', first, field: 's' }) as const;
  const dealtBy = (first: 'largest' | 'smallest', sizeOf: (address: string) => unknown) =>
    dealWaves(wavesRule([count(2), REST], order(first)), sized(units, sizeOf)).waves.map((wave) =>
      wave.map(({ address }) => address),
    );

  it('takes the largest first, each after what it needs', () => {
    const SIZES: Readonly<Record<string, unknown>> = { a: 1, b: 9, c: '5', d: 'large' };
    expect(dealtBy('largest', (address) => SIZES[address])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(dealtBy('smallest', (address) => SIZES[address])).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('is that of the plan among units of one size', () => {
    expect(dealtBy('largest', () => 1)).toEqual([
      ['a', 'c'],
      ['d', 'b'],
    ]);
  });
});

const anyShare: fc.Arbitrary<WaveShare> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map(count),
  fc.integer({ min: 1, max: 60 }).map(percent),
  fc.constantFrom('x', 'y', '*').map((value): WaveShare => ({ kind: 'label', name: 't', value })),
);

function labelled(t: string | undefined): Readonly<Record<string, string>> {
  return defined({ t });
}

/** Migrations each of which may need earlier ones: their units, or all of them. */
const anyMigrations = fc
  .array(
    fc.record({ size: fc.integer({ min: 1, max: 4 }), label: fc.constantFrom('x', 'y', undefined), need: fc.nat(9) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((drawn) =>
    drawn.map(
      ({ size, label, need }, index): MigrationFixture => ({
        name: `m${index}`,
        target: 'copy',
        keys: keys(size),
        needs: need < index ? [need % 2 === 0 ? `m${need}[*]` : `m${need}[k0]`] : [],
        labels: labelled(label),
      }),
    ),
  );

it('every unit is in one wave or left out, always in the same one, and only labels come before what they need', () => {
  const order = fc.constantFrom(PLAN_ORDER, { kind: 'size', first: 'largest', field: 's' } as const);
  fc.assert(
    fc.property(
      anyMigrations,
      fc.array(anyShare, { minLength: 1, maxLength: 5 }),
      order,
      fc.func(fc.nat(99)),
      (migrations, shares, by, sizeOf) => {
        const units = sized(unitsOf(migrations), sizeOf);
        const dealt = dealWaves(wavesRule(shares, by), units);
        const all = [...dealt.waves.flat(), ...dealt.leftOut].map(({ address }) => address);
        expect(all.toSorted()).toEqual(units.map(({ address }) => address).toSorted());
        expect(dealWaves(wavesRule(shares, by), units).waveOf).toEqual(dealt.waveOf);
        for (const [wave, members] of dealt.waves.entries())
          for (const { address } of members) expect(dealt.waveOf.get(address)).toBe(wave);
        if (shares.some(({ kind }) => kind === 'label')) return;
        const waveOf = (address: string): number => dealt.waveOf.get(address) ?? shares.length;
        for (const unit of units)
          for (const need of unit.needs) {
            const needed = units.filter(
              ({ address }) => address === need || need === `${address.replace(/\[.*/, '')}[*]`,
            );
            for (const { address } of needed) expect(waveOf(address)).toBeLessThanOrEqual(waveOf(unit.address));
          }
      },
    ),
  );
});

it('a percentage of failures is rounded down, so that a budget is never exceeded', () => {
  expect([9, 19, 20, 40].map((size) => allowedFailures({ kind: 'percent', percent: 5 }, size))).toEqual([0, 0, 1, 2]);
  expect(allowedFailures({ kind: 'count', count: 3 }, 2)).toBe(3);
});
