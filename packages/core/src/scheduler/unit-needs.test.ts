import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { UnitNeeds } from './unit-needs.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function open(
  migrations: readonly MigrationFixture[],
  isCounted: (unit: string) => boolean = () => true,
): { readonly graph: Graph; readonly needs: UnitNeeds; readonly end: (address: string) => readonly string[] } {
  const { graph } = buildPlanFixture(migrations, registry);
  const over = new Set<string>();
  const needs = new UnitNeeds(graph, ({ address }) => over.has(address));
  for (const unit of graph.units) needs.add(unit, isCounted(unit.address));
  const end = (address: string): readonly string[] => {
    over.add(address);
    needs.waitNoMore(unitOf(graph, address));
    return needs.succeeded(unitOf(graph, address)).map((unit) => unit.address);
  };
  return { graph, needs, end };
}

function unitOf(graph: Graph, address: string): PlannedUnit {
  const unit = graph.unitsByAddress.get(address);
  if (unit === undefined) throw new Error(`no unit ${address}`);
  return unit;
}

const WHOLE: readonly MigrationFixture[] = [
  { name: 'a', target: 'copy', keys: ['1', '2'] },
  { name: 'b', target: 'copy' },
  { name: 'later', target: 'copy', needs: ['b', 'a[*]'] },
];

describe('UnitNeeds', () => {
  it('frees a unit with the last of its needs, whatever their order', () => {
    const { graph } = open(WHOLE);
    const first = graph.units.map(({ address }) => address).filter((address) => address !== 'later');
    fc.assert(
      fc.property(fc.shuffledSubarray(first, { minLength: first.length }), (order) => {
        const { needs, end } = open(WHOLE);
        const freed = order.map((address) => [end(address), needs.areMet(unitOf(graph, 'later'))] as const);
        expect(freed).toEqual([
          [[], false],
          [[], false],
          [['later'], true],
        ]);
      }),
    );
  });

  it('counts a waiting unit once, for the first need that is still open', () => {
    const { needs, end } = open(WHOLE);
    expect(needs.blocked).toEqual([{ need: 'b', units: 1 }]);
    end('b');
    expect(needs.blocked).toEqual([{ need: 'a[*]', units: 1 }]);
    end('a[1]');
    expect(needs.blocked).toEqual([{ need: 'a[*]', units: 1 }]);
    end('a[2]');
    expect(needs.blocked).toEqual([]);
  });

  it('counts a need once that has succeeded before the one in front of it', () => {
    const { needs, end } = open(WHOLE);
    end('a[1]');
    end('a[2]');
    end('b');
    expect(needs.blocked).toEqual([]);
  });

  it('does not count units that are not selected, nor those that ended while they waited', () => {
    expect(open(WHOLE, (unit) => unit !== 'later').needs.blocked).toEqual([]);
    const { graph, needs } = open(WHOLE);
    needs.waitNoMore(unitOf(graph, 'later'));
    needs.waitNoMore(unitOf(graph, 'later'));
    expect(needs.blocked).toEqual([]);
  });

  it('names each dependent of a failed group once', () => {
    const { graph, needs } = open(WHOLE);
    expect(needs.takeDependents(unitOf(graph, 'a[1]'))).toEqual(['later']);
    expect(needs.takeDependents(unitOf(graph, 'a[2]'))).toEqual([]);
    expect(needs.takeDependents(unitOf(graph, 'b'))).toEqual(['later']);
  });

  it('has all needs of a unit without any', () => {
    const { graph, needs } = open(WHOLE);
    expect(needs.areMet(unitOf(graph, 'b'))).toBe(true);
    expect(needs.areMet(unitOf(graph, 'later'))).toBe(false);
  });
});
