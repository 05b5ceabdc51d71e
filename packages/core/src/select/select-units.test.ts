import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { NothingSelectedError, selectUnits } from './select-units.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock(), {}))]);

const { graph } = buildPlanFixture(
  [
    { name: 'orders', target: 'move', keys: ['2024', '2025'], labels: { team: 'shop', tier: 'gold' } },
    { name: 'reports', target: 'move', keys: ['a', 'b'], needs: ['orders[2024]'], labels: { team: 'finance' } },
    { name: 'sessions', target: 'move', needs: ['reports[*]'] },
    { name: 'other', target: 'move' },
  ],
  registry,
);

function selected(options: Parameters<typeof selectUnits>[1]): readonly string[] {
  const { includes } = selectUnits(graph, options);
  return graph.units.map(({ address }) => address).filter(includes);
}

describe('a selection', () => {
  const all = graph.units.map(({ address }) => address);
  test.each([
    ['nothing said', {}, all],
    ['a migration', { target: ['other'] }, ['other']],
    ['a unit and what it needs', { target: ['reports[b]'] }, ['orders[2024]', 'reports[b]']],
    [
      'what is needed through a whole migration',
      { target: ['sessions'] },
      all.filter((unit) => !['orders[2025]', 'other'].includes(unit)),
    ],
    ['a pattern', { target: ['*[202*]'] }, ['orders[2024]', 'orders[2025]']],
    ['a label', { target: ['team=shop'] }, ['orders[2024]', 'orders[2025]']],
    ['a label with a pattern', { target: ['tier=g*', 'other'] }, ['orders[2024]', 'orders[2025]', 'other']],
    ['an exclusion with its dependents', { exclude: ['orders[2024]'] }, ['orders[2025]', 'other']],
    [
      'an exclusion through a whole migration',
      { exclude: ['reports[a]'] },
      ['orders[2024]', 'orders[2025]', 'reports[b]', 'other'],
    ],
    ['both', { target: ['orders', 'reports'], exclude: ['team=finance'] }, ['orders[2024]', 'orders[2025]']],
  ] as const)('by %s', (_what, options, expected) => {
    expect(selected(options).toSorted()).toEqual([...expected].toSorted());
    expect(selectUnits(graph, options).leftOutCount).toBe(graph.units.length - expected.length);
  });

  test.each([
    ['--target', { target: ['oders'] }, 'Did you mean orders?'],
    ['--target', { target: ['team=shops'] }, 'Did you mean team=shop?'],
    ['--target', { target: ['other.create'] }, 'other.create is a step, but only units can be selected: name other.'],
    ['--exclude', { exclude: ['*'] }, 'Nothing is left to do'],
  ] as const)('of nothing is refused: %s %j', (option, options, hint) => {
    const attempt = (): unknown => selectUnits(graph, options);
    expect(attempt).toThrow(NothingSelectedError);
    expect(attempt).toThrow(option);
    try {
      attempt();
    } catch (error) {
      expect((error as NothingSelectedError).hint).toContain(hint);
    }
  });

  test('has every need of each of its units, and no unit that needs an excluded one', () => {
    const addresses = graph.units.map(({ address }) => address);
    fc.assert(
      fc.property(fc.subarray(addresses), fc.subarray(addresses), (target, exclude) => {
        let found: readonly string[];
        try {
          found = selected({ target, exclude });
        } catch {
          return;
        }
        const needs = found.flatMap((address) => graph.unitsByAddress.get(address)?.needs ?? []);
        if (target.length > 0 || exclude.length === 0)
          for (const need of needs) {
            const members = need.endsWith('[*]')
              ? addresses.filter((unit) => unit.startsWith(`${need.slice(0, -3)}[`))
              : [need];
            for (const member of members) expect(found).toContain(member);
          }
        for (const address of exclude) expect(found).not.toContain(address);
      }),
    );
  });
});
