import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interpolation, Reference, type Value } from '../../value/value.ts';
import { checkSchema } from './check-schema.ts';
import { dereferenceSchema } from './dereference-schema.ts';

const SECRET = new Reference(['secrets', 'a']);

describe('checkSchema', () => {
  test.each<[string, object, Value, string]>([
    ['minLength', { type: 'string', minLength: 1 }, '', 'PLAN_BAD_VALUE empty value'],
    [
      'format: uri',
      { format: 'uri' },
      'host.example/x',
      'PLAN_BAD_VALUE `host.example/x` is not a complete URL such as https://host.example:9200',
    ],
    ['maxItems', { type: 'array', maxItems: 1 }, [1, 2], 'PLAN_BAD_VALUE the list has more than 1 items'],
    ['uniqueItems', { uniqueItems: true }, [1, 1], 'PLAN_BAD_VALUE the list holds the same item twice'],
    ['const', { const: 'a' }, 'b', 'PLAN_BAD_VALUE `b` is not "a"'],
    ['multipleOf', { multipleOf: 5 }, 7, 'PLAN_BAD_VALUE `7` is not a multiple of 5'],
    ['exclusiveMinimum', { exclusiveMinimum: 0 }, 0, 'PLAN_BAD_VALUE `0` is not above 0'],
    ['minProperties', { minProperties: 1 }, {}, 'PLAN_BAD_VALUE the map has fewer than 1 entries'],
    ['type', { type: ['integer', 'null'] }, '5', 'PLAN_WRONG_TYPE a whole number or nothing expected, not text'],
    ['duration', { pattern: '^[0-9]+(ms|s|m|h|d)$' }, '5', 'PLAN_BAD_DURATION `5` is not a duration'],
    ['rate', { pattern: '^[0-9]+/(s|m|h)$' }, '5', 'PLAN_BAD_RATE `5` is not a rate'],
    ['propertyNames', { propertyNames: { pattern: '^[a-z]+$' } }, { A: 1 }, 'PLAN_BAD_NAME `A` cannot be a name here'],
    ['unevaluated', { unevaluatedProperties: false }, { a: 1 }, 'PLAN_UNKNOWN_KEY unknown key'],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'PLAN_MISSING_KEY `b` is missing'],
    ['not', { properties: { a: { not: {} } } }, { a: 1 }, 'PLAN_RULE `a` cannot be given here'],
    [
      'oneOf, several',
      { oneOf: [{ type: 'string' }, { minLength: 1 }] },
      'a',
      'PLAN_RULE the whole has none of the allowed forms',
    ],
  ])('%s', (_keyword, schema, value, expected) => {
    expect(checkSchema(value, schema, 'it').map(({ code, summary }) => `${code} ${summary}`)).toEqual([expected]);
  });

  test.each(['', ' ', 'http:', 'http://', '//host', 'host:9200', 'http://host:99999', 'http://[::1'])(
    '%j is no URL',
    (text) => expect(checkSchema(text, { format: 'uri' }, 'it')).toHaveLength(1),
  );

  test.each(['http://127.0.0.1:9', 'https://host.example', 'HTTPS://HOST/a?b', 'redis://[::1]:6379'])(
    '%j is a URL',
    (text) => expect(checkSchema(text, { format: 'uri' }, 'it')).toEqual([]),
  );

  test('a URL that is not known yet, and formats that the vendor knows, are not judged', () => {
    expect(checkSchema(new Interpolation(['http://', SECRET]), { format: 'uri' }, 'it')).toEqual([]);
    expect(checkSchema('no host', { format: 'hostname' }, 'it')).toEqual([]);
    expect(checkSchema(1e12, { type: 'integer', format: 'int32' }, 'it')).toEqual([]);
  });

  test('a misspelled required key is told once', () => {
    const schema = { additionalProperties: false, required: ['name'], properties: { name: {} } };
    expect(checkSchema({ Name: 1 }, schema, 'it')).toMatchObject([
      { code: 'PLAN_UNKNOWN_KEY', hint: 'did you mean `name`?' },
    ]);
  });

  test('of objects with a discriminator the one that was meant is explained', () => {
    const branch = (kind: string, key: string): object => ({ required: [key], properties: { kind: { const: kind } } });
    const schema = { anyOf: [branch('a', 'x'), branch('b', 'y')] };
    expect(checkSchema({ kind: 'b' }, schema, 'it')).toMatchObject([{ summary: '`y` is missing' }]);
    expect(checkSchema({ kind: SECRET }, schema, 'it')).toEqual([]);
  });

  test('the hint nearest to the violation is told, also that of a condition', () => {
    const then = { properties: { b: { type: 'number' } }, 'x-hint': 'b is a number beside a' };
    const schema = {
      allOf: [
        Object.fromEntries<object>([
          ['if', { required: ['a'] }],
          ['then', then],
        ]),
      ],
    };
    expect(checkSchema({ a: 1, b: 'x' }, schema, 'it')).toMatchObject([
      { path: ['b'], hint: 'b is a number beside a' },
    ]);
  });

  test('a secret value is never quoted', () => {
    const schema = { properties: { key: { 'x-secret': true, maxLength: 3 }, password: { enum: ['a'] } } };
    const found = checkSchema({ key: 'hunter2', password: 'hunter2' }, schema, 'it');
    expect(found).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('leaves that are not known never give a finding of their own', () => {
    const leaf = fc.constantFrom<object>(
      { type: 'integer', minimum: 3 },
      { type: 'string', pattern: '^a$' },
      { enum: [1] },
      { const: 'x' },
      {
        anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 2 }],
      },
    );
    const unknown = fc.constantFrom<Value>(SECRET, new Interpolation(['b', SECRET]));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf), unknown, (properties, value) => {
        const filled = Object.fromEntries(Object.keys(properties).map((key) => [key, value]));
        const found = checkSchema(filled, { type: 'object', properties }, 'it');
        // Only that text is not a number can be known.
        expect(found.every(({ code }) => code === 'PLAN_WRONG_TYPE' && value instanceof Interpolation)).toBe(true);
      }),
    );
  });
});

describe('dereferenceSchema', () => {
  test('replaces local references, keeps what stands beside them, and stops at recursion', () => {
    const schema = {
      properties: {
        a: { $ref: '#/$defs/id', description: 'own' },
        b: { $ref: '#/$defs/id', minLength: 3 },
        c: { $ref: '#/$defs/node' },
        d: { default: { $ref: '#/$defs/id' } },
      },
      $defs: { id: { type: 'string', description: 'shared' }, node: { items: { $ref: '#/$defs/node' } } },
    };
    expect(dereferenceSchema(schema).properties).toEqual({
      a: { type: 'string', description: 'own' },
      b: { minLength: 3, allOf: [{ type: 'string', description: 'shared' }] },
      c: { items: { $ref: '#/$defs/node' } },
      d: { default: { $ref: '#/$defs/id' } },
    });
  });
});
