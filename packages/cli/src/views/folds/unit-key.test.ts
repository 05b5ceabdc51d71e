import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, migrationOf } from './unit-key.ts';

test('an address is taken apart into the migration and the key that it was made of', () => {
  const key = fc.string({ unit: 'binary' }).filter((text) => !/[[\]]/.test(text));
  fc.assert(
    fc.property(fc.constantFrom('orders', 'my-shop_2'), key, (migration, own) => {
      const address = `${migration}[${own}]`;
      expect([migrationOf(address), keyOf(address)]).toEqual([migration, own]);
      expect([migrationOf(migration), keyOf(migration)]).toEqual([migration, undefined]);
    }),
  );
});
