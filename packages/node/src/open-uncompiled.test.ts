import { expect, test } from 'vitest';
import { guessPlanName } from './open-uncompiled.ts';

test.each([
  'version: 1\nname: shop\n',
  'name: shop',
  'name:   "shop"  # of the year\r\nversion: 1\r\n',
  "a:\n  name: other\nname: 'shop'\n",
])('finds the name at the top level of %j', (text) => {
  expect(guessPlanName(text)).toBe('shop');
});

test.each(['version: 1\n', '  name: shop\n', '{"name":"shop"}', 'name: &a shop\n', 'name: "shop\'\n', ''])(
  'finds none in %j, which is parsed then',
  (text) => {
    expect(guessPlanName(text)).toBeUndefined();
  },
);
