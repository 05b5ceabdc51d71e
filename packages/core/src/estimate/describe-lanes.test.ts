import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Impact } from '../provider/derived-steps.ts';
import type { KindInput } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { MOST_LANES } from './describe-lanes.ts';
import { type EstimateOptions, estimateSchedule } from './estimate-schedule.ts';
import { fixedDuration } from './expected-duration.ts';
import type { PreviewSchedule } from './schedule.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const gated = fake.kinds['gated'];
if (gated === undefined) throw new Error('the fake vendor has a kind with a gate');

/** Users notice a unit of `gated` from its gate until its task is deleted. */
const noticed: Provider = {
  ...fake,
  kinds: {
    ...fake.kinds,
    gated: {
      ...gated,
      impact: () => ({ downtime: 'Some.', wayBack: '', downtimeSteps: { from: 'cutover', until: 'delete' } }),
    },
  },
};
const registry = createRegistry([noticed]);
const STEADY = { wait: () => fixedDuration(60_000), call: () => fixedDuration(100) };

function scheduleOf(
  migrations: readonly MigrationFixture[],
  { active, registry: known = registry, ...more }: Partial<EstimateOptions> & { readonly active?: number } = {},
): PreviewSchedule {
  const fixture = buildPlanFixture(migrations, known, { limits: active === undefined ? {} : { active } });
  const estimated = estimateSchedule({ ...fixture, registry: known, ...more });
  if (estimated === undefined) throw new Error('there was nothing to estimate');
  return estimated.schedule;
}

function keys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `k${at}`);
}

const anyMigration = fc.record({
  target: fc.constantFrom('move', 'copy', 'gated'),
  units: fc.integer({ min: 1, max: 30 }),
});

test('the lanes of any plan hold each unit once, within the time of the whole run, with their marks in order', () => {
  fc.assert(
    fc.property(
      fc.array(anyMigration, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 8 }),
      (drawn, active) => {
        const migrations = drawn.map(({ target, units }, at) => ({ name: `m${at}`, target, keys: keys(units) }));
        const { lanes = [], p50_ms: halfMs, p90_ms: mostMs, gates } = scheduleOf(migrations, { active });
        expect(lanes.map((lane) => [lane.migrations, lane.units])).toEqual(
          drawn.map(({ units }, at) => [[`m${at}`], units]),
        );
        expect(Math.max(...lanes.map((lane) => lane.ends_p50_ms))).toBeLessThanOrEqual(halfMs);
        expect(Math.max(...lanes.map((lane) => lane.ends_p90_ms))).toBeLessThanOrEqual(mostMs);
        expect(Math.min(...lanes.map((lane) => lane.starts_ms))).toBe(0);
        for (const lane of lanes) {
          const bounds = [0, lane.starts_ms, lane.ends_p50_ms, lane.ends_p90_ms];
          expect(bounds.toSorted((left, right) => left - right)).toEqual(bounds);
          for (const marks of [...(lane.gates ?? []).map((gate) => gate.reached_ms), lane.downtime?.starts_ms ?? []]) {
            expect(marks.length).toBeLessThanOrEqual(24);
            const inside = [lane.starts_ms, ...marks, lane.ends_p50_ms];
            expect(inside.toSorted((left, right) => left - right)).toEqual(inside);
          }
        }
        expect(lanes.flatMap((lane) => lane.gates ?? []).reduce((sum, { units }) => sum + units, 0)).toBe(gates);
      },
    ),
    { numRuns: 25 },
  );
});

describe('the lanes of an estimate', () => {
  it('count the downtimes of those units that have one, whatever the first unit is', () => {
    const some = (address: string): ((input: KindInput) => Impact) => {
      return (input) => ({
        downtime: 'Some.',
        wayBack: '',
        ...(input.address === address ? {} : { downtimeSteps: { from: 'cutover', until: 'delete' } }),
      });
    };
    const counts = ['m[k0]', 'm[k1]', 'm'].map((address) => {
      const kinds = { ...fake.kinds, gated: { ...gated, impact: some(address) } };
      const others = createRegistry([{ ...fake, kinds }]);
      const { lanes = [] } = scheduleOf([{ name: 'm', target: 'gated', keys: keys(3) }], { registry: others });
      return lanes[0]?.downtime?.units;
    });
    expect(counts).toEqual([2, 2, 3]);
  });

  it('start one after the other where migrations need each other', () => {
    const { lanes = [] } = scheduleOf(
      [
        { name: 'first', target: 'copy', keys: keys(3) },
        { name: 'second', target: 'copy', keys: keys(2), needs: ['first[*]'] },
      ],
      { expectations: STEADY },
    );
    const [first, second] = lanes;
    expect(second?.starts_ms).toBe(first?.ends_p50_ms);
    expect(first?.ends_p90_ms).toBe(first?.ends_p50_ms);
    expect(lanes.map(({ uses }) => uses)).toEqual(['it.copy', 'it.copy']);
    expect(lanes.some((lane) => 'gates' in lane || 'downtime' in lane)).toBe(false);
  });

  it('say when gates are reached, and how long users notice what lies behind them', () => {
    const { lanes: [lane] = [] } = scheduleOf([{ name: 'm', target: 'gated', keys: keys(3) }], {
      expectations: STEADY,
    });
    expect(lane?.gates).toEqual([
      { step: 'cutover', title: 'wait for approval', units: 3, reached_ms: lane?.downtime?.starts_ms },
    ]);
    expect(lane?.downtime).toMatchObject({ units: 3, p50_ms: 100, p90_ms: 100 });
    expect(lane?.gates?.[0]?.reached_ms.every((ms) => ms > 60_000)).toBe(true);
  });

  it('show evenly spread marks of many gates, the first and the last of them included', () => {
    const few = scheduleOf([{ name: 'm', target: 'gated', keys: keys(24) }], { expectations: STEADY, active: 1 });
    const many = scheduleOf([{ name: 'm', target: 'gated', keys: keys(70) }], { expectations: STEADY, active: 1 });
    const marks = [few, many].map(({ lanes: [lane] = [] }) => lane?.gates?.[0]?.reached_ms ?? []);
    expect(marks.map(({ length }) => length)).toEqual([24, 24]);
    expect(marks[1]?.[0]).toBe(marks[0]?.[0]);
    const [, lastMs = 0] = [marks[1]?.[0], marks[1]?.at(-1)];
    expect(lastMs).toBeGreaterThan(many.p50_ms - 60_000);
  });

  it.each([
    [
      'as many as there are, while they are few',
      MOST_LANES,
      (at: number) => ({ name: `m${at}`, target: 'copy' }),
      MOST_LANES,
    ],
    [
      'one for those that use the same in the same level',
      300,
      (at: number) => ({
        name: `m${at}`,
        target: at % 2 === 0 ? 'copy' : 'move',
        needs: at < 200 ? [] : ['m0'],
      }),
      4,
    ],
    [
      'one for those that use the same, when there are too many levels',
      60,
      (at: number) => ({
        name: `m${at}`,
        target: at % 2 === 0 ? 'copy' : 'move',
        needs: at === 0 ? [] : [`m${at - 1}`],
      }),
      2,
    ],
  ])('are %s', (_what, count, migration, expected) => {
    const { lanes = [] } = scheduleOf(Array.from({ length: count }, (_, at) => migration(at)));
    expect(lanes).toHaveLength(expected);
    expect(lanes.reduce((sum, { units }) => sum + units, 0)).toBe(count);
    expect(new Set(lanes.flatMap(({ migrations }) => migrations)).size).toBe(count);
  });
});
