import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Migration, Unit } from '../plan/plan.ts';
import { createIsOrdered } from './is-ordered.ts';

const SIZE = 7;

/** Unit 6 of migration m1 is `m1[6]`; a need names a unit or all of a migration. */
const drawn = fc.record({
  migrations: fc.array(fc.nat(2), { minLength: SIZE, maxLength: SIZE }),
  needs: fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.boolean()), { maxLength: 8 }),
});

test('two units are ordered exactly when one needs the other through any number of others, also in circles', () => {
  fc.assert(
    fc.property(drawn, ({ migrations, needs }) => {
      const nameOf = (index: number): string => `m${migrations[index]}`;
      const addressOf = (index: number): string => `${nameOf(index)}[${index}]`;
      const units = migrations.map((_, index): Unit => {
        const own = needs.filter(([from]) => from === index);
        const named = own.map(([, to, isAll]) => (isAll ? `${nameOf(to)}[*]` : addressOf(to)));
        return {
          address: addressOf(index),
          migration: { name: nameOf(index) } as Migration,
          needs: named,
        } as unknown as Unit;
      });
      const edges = units.map(({ needs: named }) =>
        units.map(({ address, migration }) => named.includes(address) || named.includes(`${migration.name}[*]`)),
      );
      for (let middle = 0; middle < SIZE; middle += 1)
        for (const row of edges)
          for (let to = 0; to < SIZE; to += 1) row[to] ||= row[middle] === true && edges[middle]?.[to] === true;
      const isOrdered = createIsOrdered(units);
      for (const [left, one] of units.entries())
        for (const [right, two] of units.entries())
          expect([left, right, isOrdered(one, two)]).toEqual([
            left,
            right,
            edges[left]?.[right] === true || edges[right]?.[left] === true,
          ]);
    }),
  );
});
