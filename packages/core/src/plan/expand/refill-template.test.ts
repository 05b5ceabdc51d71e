import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Interpolation, Reference, type Value } from '../../value/value.ts';
import type { EachEntry } from '../plan.ts';
import { compileTemplate } from './compile-template.ts';
import { createRefill } from './refill-template.ts';

const KEY = new Reference(['each', 'key']);
const VALUE = new Reference(['each', 'value']);

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>('fixed', 7, null, KEY, VALUE, new Reference(['secrets', 's'])),
  fc.constantFrom<Value>(
    new Interpolation(['moved-', KEY]),
    new Interpolation([VALUE, new Reference(['secrets', 's'])]),
  ),
);
const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3 }),
  ),
}));
const values = fc.dictionary(fc.constantFrom('x', 'y'), tree, { minKeys: 1 });
const entries: fc.Arbitrary<EachEntry[]> = fc.array(
  fc.record({ key: fc.string(), value: fc.oneof(fc.string(), fc.constant({ field: 1 }), fc.constant([1])) }),
  { minLength: 1, maxLength: 5 },
);

test('gives what a template filled in anew gives, unit after unit, and leaves template and entries as they are', () => {
  fc.assert(
    fc.property(values, entries, (written, units) => {
      const before = structuredClone(units);
      const template = compileTemplate(written);
      const [first = { key: '', value: '' }] = units;
      const refill = createRefill(template, first);
      const unfilled = JSON.stringify(written);
      // From the last to the first as well: what one unit leaves behind must not show in another one.
      for (const entry of [...units, ...units.toReversed()]) expect(refill(entry)).toEqual(template.fill(entry));
      expect(JSON.stringify(written)).toBe(unfilled);
      expect(units).toEqual(before);
    }),
  );
});
