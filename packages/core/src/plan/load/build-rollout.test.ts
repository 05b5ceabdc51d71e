import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const NIGHT = 'from: "22:00", to: "05:00", timezone: Europe/Berlin';

function load(rollout: string): LoadedPlan {
  const text = `version: 1
name: shop
providers: { it: { type: fake } }
migrations: { orders: { uses: it.move, with: { name: a } } }
rollout: ${rollout}
`;
  return loadPlan(text, { file: 'shop.yaml', registry });
}

const windowsOf = (rollout: string) => load(rollout).plan?.rollout?.windows;
const found = ({ diagnostics }: LoadedPlan) => diagnostics.map(({ code, severity, path }) => [code, severity, path]);

describe('rollout', () => {
  it('is absent where the plan has none, and then is no part of what the plan means', () => {
    const [without, empty] = [load('{ x: 1 }'), load(`{ windows: [{ ${NIGHT} }] }`)];
    expect(without.plan).toBeUndefined();
    expect(empty.plan?.rollout?.cutoverWindows).toBeUndefined();
  });

  it('changes what the plan means', () => {
    const digests = [NIGHT, NIGHT.replace('22', '23'), `days: mon, ${NIGHT}`].map(
      (window) => load(`{ windows: [{ ${window} }] }`).plan?.digest,
    );
    expect(new Set(digests).size).toBe(3);
    expect(load(`{ windows: [{ days: mon-sun, ${NIGHT} }] }`).plan?.digest).toBe(digests[0]);
  });

  it('takes days, ranges of days and lists of both', () => {
    const daysOf = (days: string) => windowsOf(`{ windows: [{ days: ${days}, ${NIGHT} }] }`)?.[0]?.days;
    expect(daysOf('sat')).toEqual([6]);
    expect(daysOf('mon-thu')).toEqual([1, 2, 3, 4]);
    expect(daysOf('fri-mon')).toEqual([1, 5, 6, 7]);
    expect(daysOf('[mon-wed, sat, tue]')).toEqual([1, 2, 3, 6]);
    expect(windowsOf(`{ windows: [{ ${NIGHT} }] }`)?.[0]?.days).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('lets a window end on the next day, or with its own', () => {
    expect(windowsOf(`{ windows: [{ ${NIGHT} }] }`)).toMatchObject([{ fromMinutes: 1_320, toMinutes: 1_740 }]);
    const whole = '{ windows: [{ from: "00:00", to: "24:00", timezone: UTC }] }';
    expect(windowsOf(whole)).toMatchObject([{ fromMinutes: 0, toMinutes: 1_440 }]);
  });
});

describe('waves', () => {
  it('are shares, a soak, a budget and an order, which change what the plan means', () => {
    const waves =
      '{ waves: [1, 10%, { label: tier=test=1 }, rest], soak: 30m, max_failures: 5%, order: largest-first }';
    expect(load(waves).plan?.rollout?.waves).toEqual({
      shares: [
        { kind: 'count', count: 1 },
        { kind: 'percent', percent: 10 },
        { kind: 'label', name: 'tier', value: 'test=1' },
        { kind: 'rest' },
      ],
      soakMs: 1_800_000,
      maxFailures: { kind: 'percent', percent: 5 },
      order: { kind: 'size', first: 'largest', field: 'bytes' },
    });
    const digests = [waves, waves.replace('30m', '31m'), waves.replace('5%', '5'), waves.replace('[1', '[2')].map(
      (text) => load(text).plan?.digest,
    );
    expect(new Set(digests).size).toBe(4);
  });

  it('without more tolerate no failure and do not soak', () => {
    expect(load('{ waves: [rest] }').plan?.rollout?.waves).toEqual({
      shares: [{ kind: 'rest' }],
      soakMs: 0,
      maxFailures: { kind: 'count', count: 0 },
      order: { kind: 'plan' },
    });
    expect(found(load('{ waves: [rest], size: bytes }'))).toEqual([['PLAN_WAVE_SIZE', 'warning', 'rollout.size']]);
  });
});

describe('a rollout that cannot be meant', () => {
  const WRONG: readonly (readonly [rollout: string, code: string, path: string])[] = [
    ['{}', 'PLAN_BAD_VALUE', 'rollout'],
    ['{ windows: [] }', 'PLAN_BAD_VALUE', 'rollout.windows'],
    ['{ windows: [{ from: "22:00", to: "22:00", timezone: UTC }] }', 'PLAN_WINDOW_EMPTY', 'rollout.windows.0.to'],
    [
      '{ cutover_windows: [{ from: "24:00", to: "05:00", timezone: UTC }] }',
      'PLAN_BAD_VALUE',
      'rollout.cutover_windows.0.from',
    ],
    ['{ windows: [{ from: "22:00", to: "05:00" }] }', 'PLAN_MISSING_KEY', 'rollout.windows.0'],
    [
      '{ windows: [{ from: "22:00", to: "05:00", timezone: Europe/Berln }] }',
      'PLAN_TIME_ZONE',
      'rollout.windows.0.timezone',
    ],
    [`{ windows: [{ days: someday, ${NIGHT} }] }`, 'PLAN_BAD_VALUE', 'rollout.windows.0.days'],
    [`{ windows: [{ day: mon, ${NIGHT} }] }`, 'PLAN_UNKNOWN_KEY', 'rollout.windows.0.day'],
    ['{ waves: [] }', 'PLAN_BAD_VALUE', 'rollout.waves'],
    ['{ waves: [0, rest] }', 'PLAN_BAD_VALUE', 'rollout.waves.0'],
    ['{ waves: [101%] }', 'PLAN_BAD_VALUE', 'rollout.waves.0'],
    ['{ waves: [all] }', 'PLAN_BAD_VALUE', 'rollout.waves.0'],
    ['{ waves: [{ label: tier }, rest] }', 'PLAN_BAD_VALUE', 'rollout.waves.0.label'],
    ['{ waves: [rest], max_failures: -1 }', 'PLAN_BAD_VALUE', 'rollout.max_failures'],
    ['{ waves: [rest], soak: 30 }', 'PLAN_WRONG_TYPE', 'rollout.soak'],
    ['{ waves: [rest], order: largest }', 'PLAN_BAD_VALUE', 'rollout.order'],
    ['{ soak: 30m }', 'PLAN_NO_WAVES', 'rollout.soak'],
    ['{ max_failures: 5% }', 'PLAN_NO_WAVES', 'rollout.max_failures'],
    ['{ waves: [60%, 60%, 60%, rest] }', 'PLAN_WAVE_SUM', 'rollout.waves.1'],
    ['{ waves: [rest, 1] }', 'PLAN_WAVE_REST', 'rollout.waves.0'],
    ['{ windows: [{ from: 1320, to: "05:00", timezone: UTC }] }', 'PLAN_WRONG_TYPE', 'rollout.windows.0.from'],
  ];

  it.each(WRONG)('%s is one error: %s', (rollout, code, path) => {
    const loaded = load(rollout);
    expect(found(loaded)).toEqual([[code, 'error', path]]);
    expect(loaded.plan).toBeUndefined();
    expect(loaded.diagnostics[0]?.range?.start.line).toBe(5);
  });

  it('suggests the time zone that was meant', () => {
    const { diagnostics } = load('{ windows: [{ from: "22:00", to: "05:00", timezone: Europe/Berln }] }');
    expect(diagnostics[0]?.hint).toBe('did you mean `Europe/Berlin`?');
  });
});

describe('windows that overlap', () => {
  const both = (one: string, other: string) => load(`{ windows: [{ ${one} }, { ${other} }] }`);

  it('are a warning', () => {
    const loaded = both(NIGHT, `days: sat, ${NIGHT.replace('22', '04')}`);
    expect(found(loaded)).toEqual([['PLAN_WINDOW_OVERLAP', 'warning', 'rollout.windows.1']]);
    expect(loaded.plan?.rollout?.windows).toHaveLength(2);
    expect(found(both(NIGHT, 'from: "15:00", to: "22:00", timezone: America/New_York'))).toHaveLength(1);
  });

  it('are none where one ends as the other begins, or they are on other days', () => {
    expect(found(both(NIGHT, 'from: "05:00", to: "06:00", timezone: Europe/Berlin'))).toEqual([]);
    expect(found(both(`days: mon, ${NIGHT}`, `days: wed, ${NIGHT}`))).toEqual([]);
    expect(found(load(`{ windows: [{ ${NIGHT} }], cutover_windows: [{ ${NIGHT} }] }`))).toEqual([]);
  });
});
