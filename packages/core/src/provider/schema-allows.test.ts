import { expect, it } from 'vitest';
import { schemaAllows } from './schema-allows.ts';

const OPEN = { type: 'object' };
const NAMED = { type: 'object', properties: { a: { type: 'string' }, list: { items: { properties: { b: {} } } } } };
const JOINED = { allOf: [NAMED, { anyOf: [{ properties: { c: {} } }, { properties: { d: {} } }] }] };
const REFERRED = {
  $ref: '#/$defs/one',
  $defs: { one: { properties: { 'x/y': { $ref: '#/$defs/two' } } }, two: NAMED },
};
// A schema that is a part of itself.
const ROUND = { $ref: '#', anyOf: [{ $ref: '#' }, { $ref: '#' }], properties: { a: { $ref: '#' } } };

it.each([
  [OPEN, 'anything', true],
  [true, 'a', true],
  [false, 'a', false],
  [NAMED, 'a', true],
  [NAMED, 'z', false],
  [NAMED, 'list.0.b', true],
  [NAMED, 'list.0.z', false],
  [JOINED, 'a', true],
  [JOINED, 'd', true],
  [JOINED, 'z', false],
  [REFERRED, 'x/y.a', true],
  [REFERRED, 'x/y.z', false],
  [ROUND, 'a.a.a', true],
  [ROUND, 'a.z', false],
])('%j at %s: %s', (schema, path, isAllowed) => {
  expect(schemaAllows(schema, path.split('.'))).toBe(isAllowed);
});
