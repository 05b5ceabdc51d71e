import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byMigration, NAMED_UNITS, namesOf } from './name-units.ts';

const units = (migration: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${migration}[${index}]`);

test('units are named one by one while they are few, and by a pattern of their migration when they are many', () => {
  expect(byMigration(['single', ...units('few', NAMED_UNITS), ...units('many', NAMED_UNITS + 1)])).toMatchObject([
    { migration: 'single', named: ['single'] },
    { migration: 'few', named: units('few', NAMED_UNITS) },
    { migration: 'many', named: ['many[*]'] },
  ]);
});

test('names fit the units that are meant and none of the others', () => {
  const some = fc.uniqueArray(fc.constantFrom(...units('a', 12), ...units('b', 12)));
  fc.assert(
    fc.property(some, some, (meant, rest) => {
      const others = rest.filter((unit) => !meant.includes(unit));
      const names = namesOf(meant, others);
      const fits = (unit: string): boolean => names.includes(unit) || names.includes(unit.replace(/\[.*$/, '[*]'));
      expect(meant.every(fits)).toBe(true);
      expect(others.some(fits)).toBe(false);
    }),
  );
});
