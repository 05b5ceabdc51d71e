import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderUnits, type UnitNode } from './order-units.ts';

/** Units of up to four migrations; a unit may need earlier ones, or a whole earlier migration, so there is no cycle. */
const acyclic = fc
  .array(
    fc.record({
      migration: fc.nat({ max: 3 }),
      needs: fc.array(fc.nat()),
      group: fc.boolean(),
      length: fc.integer({ min: 1, max: 5 }),
    }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((drafts): readonly UnitNode[] =>
    drafts
      .toSorted((left, right) => left.migration - right.migration)
      .map((draft, index, all) => ({
        address: `m${draft.migration}[${index}]`,
        migration: `m${draft.migration}`,
        needs: needsOf(draft, index, all),
        length: draft.length,
      })),
  );

function needsOf(
  draft: { migration: number; needs: number[]; group: boolean },
  index: number,
  all: readonly { migration: number }[],
): string[] {
  const single =
    index === 0 ? [] : draft.needs.map((need) => need % index).map((need) => `m${all[need]?.migration}[${need}]`);
  const earlier = all.slice(0, index).find((other) => other.migration < draft.migration);
  return [...new Set(single), ...(draft.group && earlier !== undefined ? [`m${earlier.migration}[*]`] : [])];
}

/** What the needs mean, spelled out without joins. */
function needsSpelledOut(nodes: readonly UnitNode[], node: UnitNode): readonly number[] {
  return node.needs.flatMap((need) =>
    nodes.flatMap((other, index) => (other.address === need || `${other.migration}[*]` === need ? [index] : [])),
  );
}

describe('ordering units', () => {
  it('puts every unit after the units it needs, once', () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const order = orderUnits(nodes);
        if (order.kind !== 'sorted') throw new Error('there is no cycle');
        expect(order.sorted.toSorted((left, right) => left - right)).toEqual([...nodes.keys()]);
        for (const [index, node] of nodes.entries()) {
          for (const need of needsSpelledOut(nodes, node)) {
            expect(order.sorted.indexOf(need)).toBeLessThan(order.sorted.indexOf(index));
          }
        }
      }),
    );
  });

  it('gives the level and the longest chain after a unit as a plain search finds them', () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const order = orderUnits(nodes);
        if (order.kind !== 'sorted') throw new Error('there is no cycle');
        const needs = nodes.map((node) => needsSpelledOut(nodes, node));
        const level = (index: number): number => Math.max(-1, ...(needs[index] ?? []).map(level)) + 1;
        const chainAfter = (index: number): number =>
          Math.max(
            0,
            ...nodes.flatMap((node, other) => (needs[other]?.includes(index) ? [node.length + chainAfter(other)] : [])),
          );
        expect(order.levels).toEqual(nodes.map((_node, index) => level(index)));
        expect(order.heights).toEqual(nodes.map((_node, index) => chainAfter(index)));
      }),
    );
  });

  it('names the units of a cycle, through a group too', () => {
    const unit = (address: string, needs: readonly string[]): UnitNode => ({
      address,
      migration: address.replace(/\[.*/, ''),
      needs,
      length: 1,
    });
    const order = orderUnits([
      unit('a[x]', ['b']),
      unit('a[y]', []),
      unit('b', ['c']),
      unit('c', ['a[*]']),
      unit('d', ['c']),
    ]);
    expect(order).toEqual({ kind: 'cycle', cycle: expect.arrayContaining(['a[x]', 'b', 'c', 'a[*]']) });
    expect(order.kind === 'cycle' && order.cycle).toHaveLength(4);
  });

  it('stays linear when 50,000 units need 50,000 others', () => {
    const first = Array.from({ length: 50_000 }, (_, index) => ({
      address: `a[${index}]`,
      migration: 'a',
      needs: [],
      length: 1,
    }));
    const second = first.map((node, index) => ({ ...node, address: `b[${index}]`, migration: 'b', needs: ['a[*]'] }));
    const order = orderUnits([...first, ...second]);
    expect(order.kind === 'sorted' && order.levels.filter((level) => level === 1)).toHaveLength(50_000);
  });
});
