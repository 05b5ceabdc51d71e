import { expect, it } from 'vitest';
import { findMissingType } from './field-types.ts';
import { type ClusterVersion, parseVersion } from './version.ts';

const version = (text: string): ClusterVersion => parseVersion(text) ?? expect.fail(text);

it.each([
  ['keyword', '6.3.0', undefined],
  ['join', '3.3.2', undefined],
  ['flattened', '7.17.28', undefined],
  ['flattened', '7.2.0', 'the type flattened exists from Elasticsearch 7.3 on'],
  ['flattened', '2.19.6', 'OpenSearch has no type flattened'],
  ['flat_object', '9.2.0', 'Elasticsearch has no type flat_object'],
  ['flat_object', '2.7.0', undefined],
  ['wildcard', '2.14.0', 'the type wildcard exists from OpenSearch 2.15 on'],
  ['unsigned_long', '3.3.2', undefined],
  ['murmur3', '7.10.2', 'the type murmur3 comes from a plugin that the target may lack'],
  ['constructor', '7.10.2', 'the type constructor comes from a plugin that the target may lack'],
])('%s on %s', (type, text, why) => {
  expect(findMissingType(type, version(text))).toBe(why);
});
