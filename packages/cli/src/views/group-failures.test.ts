import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupFailures } from './group-failures.ts';

const failure = fc.record({ unit: fc.string(), code: fc.constantFrom('A', 'B'), message: fc.constantFrom('x', 'y') });

test('every unit is in exactly one group, with its own code and message, the largest group first', () => {
  fc.assert(
    fc.property(fc.array(failure), (failures) => {
      const groups = groupFailures(failures);
      const regrouped = groups.flatMap(({ code, message, units }) => units.map((unit) => ({ unit, code, message })));
      expect(regrouped.map((entry) => JSON.stringify(entry)).toSorted()).toEqual(
        failures.map((entry) => JSON.stringify(entry)).toSorted(),
      );
      const sizes = groups.map(({ units }) => units.length);
      expect(sizes).toEqual(sizes.toSorted((left, right) => right - left));
      expect(new Set(groups.map(({ code, message }) => `${code} ${message}`)).size).toBe(groups.length);
    }),
  );
});
