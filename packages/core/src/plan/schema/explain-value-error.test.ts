import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUOTING, typeWords, valueWords } from './explain-value-error.ts';
import type { SchemaError } from './schema-errors.ts';

const SUBJECT = { schema: {}, name: 'search.index-migration' };

function errorOf(found: Partial<SchemaError>): SchemaError {
  const none = { keyword: 'type', path: ['a'], schemaPath: '', params: {}, schema: 'string', parentSchema: {} };
  return { ...none, data: 'x', propertyName: undefined, ...found };
}

const KEYWORDS = ['enum', 'const', 'pattern', 'format', 'minLength', 'maxLength', 'x-max-bytes', 'of-our-own'];

test('no words about a value repeat one that may be secret, whatever rule it breaks', () => {
  const secret = fc.constantFrom(
    { parentSchema: { 'x-secret': true }, path: ['a'] },
    { parentSchema: {}, path: ['password'] },
    { parentSchema: {}, path: ['password', '0'] },
  );
  const data = fc.string({ minLength: 8 }).map((text) => `§${text}§`);
  fc.assert(
    fc.property(fc.constantFrom(...KEYWORDS), secret, data, (keyword, where, value) => {
      const words = valueWords(errorOf({ keyword, ...where, data: value }), SUBJECT, undefined);
      expect(JSON.stringify(words)).not.toContain('§');
    }),
  );
});

test('a value near an allowed one is corrected, and the hint of the schema counts for the others', () => {
  const error = { keyword: 'enum', schema: ['full', 'incremental'] };
  expect(valueWords(errorOf({ ...error, data: 'ful' }), SUBJECT, 'see there').hint).toBe('did you mean `full`?');
  expect(valueWords(errorOf({ ...error, data: 'zzzzzz' }), SUBJECT, 'see there').hint).toBe('see there');
});

test.each([
  ['a number where text belongs', { data: 5 }, undefined, QUOTING],
  ['a number where text of another form belongs', { data: 5, parentSchema: { pattern: '/s$' } }, 'as 5/s', 'as 5/s'],
  ['a number that fits as text', { data: 5, parentSchema: { pattern: '^5$' } }, 'as five', QUOTING],
  ['text where a number belongs', { data: '5', schema: 'integer' }, undefined, 'Remove the quotes.'],
  ['other text where a number belongs', { data: 'five', schema: 'integer' }, undefined, undefined],
  ['text where true or false belongs', { data: 'true', schema: 'boolean' }, undefined, 'Remove the quotes.'],
])('%s: the hint says what to do with the quotes', (_what, found, hint, expected) => {
  expect(typeWords(errorOf(found), SUBJECT, hint).hint).toBe(expected);
});

test('an empty value is no wrong one: it is missing', () => {
  expect(typeWords(errorOf({ data: null }), SUBJECT, undefined).hint).toContain('The value is empty');
});
