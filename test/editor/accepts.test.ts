import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentedRequests } from '../schemas/examples.ts';
import { argumentSchemas } from '../schemas/validators.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const schema: Record<string, unknown> = JSON.parse(readFileSync(join(ROOT, 'schemas', 'plan.editor.json'), 'utf8'));
const definitions = schema['definitions'] as Readonly<Record<string, object>>;

/** Plain draft-07, as an editor that knows no keyword of ours. */
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(schema, 'editor');

function violations(pointer: string, value: unknown): readonly string[] {
  const validate: ValidateFunction | undefined = ajv.getSchema(`editor${pointer}`);
  if (validate === undefined) throw new Error(`there is no ${pointer}`);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The definition of a kind or operation, whatever its provider. */
function definitionOf(name: string): string {
  const own = name.replace('/', '.');
  const key = Object.keys(definitions).find((candidate) => candidate === own || candidate.endsWith(`.${own}`));
  return `#/definitions/${key}`;
}

test('there is a definition of every kind and operation that a plan can use', () => {
  const known = new Set(argumentSchemas.keys());
  const names = Object.keys(definitions).map((key) => {
    const whole = key.replace('.', '/');
    return known.has(whole) ? whole : key.split('.').at(-1);
  });
  expect(new Set(names)).toEqual(
    new Set([...argumentSchemas.keys()].filter((name) => name !== 'plan' && !name.endsWith('.options'))),
  );
});

test.each(readdirSync(join(ROOT, 'plans')).filter((name) => name.endsWith('.yaml')))(
  'the example %s is accepted',
  (name) => {
    expect(violations('', parse(readFileSync(join(ROOT, 'plans', name), 'utf8'), { merge: true }))).toEqual([]);
  },
);

test.each(documentedRequests)('$document, $example, is accepted, and with references everywhere too', (documented) => {
  const pointer = definitionOf(documented.operation);
  expect(violations(pointer, documented.value)).toEqual([]);
  expect(violations(pointer, withReferences(documented.value))).toEqual([]);
});

const examples = [...argumentSchemas].flatMap(([name, { examples: all = [] }]: [string, { examples?: unknown[] }]) =>
  name === 'plan' ? [] : all.map((value): [string, unknown] => [name, value]),
);

test.each(examples)('the example of %s is accepted, and with references everywhere too', (name, value) => {
  const isProvider = Object.hasOwn(definitions, name);
  const pointer = isProvider ? `#/definitions/${name}` : definitionOf(name);
  expect(violations(pointer, value)).toEqual([]);
  const referring = withReferences(value) as object;
  expect(violations(pointer, isProvider ? { ...referring, type: name } : referring)).toEqual([]);
});

const argumentExamples = examples.filter(([name]) => !Object.hasOwn(definitions, name));

test.each(argumentExamples)(
  'of %s any field may come from a block of defaults.with, or be left out by null',
  (name, value) => {
    const [kind = name] = name.split('/').toReversed();
    const fields = Object.entries(value as object);
    for (const [at, [field]] of fields.entries()) {
      const block = Object.fromEntries(fields.slice(0, at));
      const own = { ...Object.fromEntries(fields.slice(at + 1)), [field]: null };
      expect(violations('', planOf(kind, own, { [kind]: block })), field).toEqual([]);
    }
    expect(violations('', planOf(kind, {}, { [`a.${kind}`]: value }))).toEqual([]);
    expect(violations('', planOf(kind, value))).toEqual([]);
  },
);

test('what is missing, and null, are findings where no block gives anything', () => {
  for (const own of [{}, { InstanceId: null }])
    expect(violations('', planOf('index-migration', own)).length).toBeGreaterThan(0);
  const misspelt = planOf('index-migration', { InstnceId: 'a' }, { 'index-migration': {} });
  expect(violations('', misspelt).length).toBeGreaterThan(0);
});

/** A plan with one migration, and with blocks of `defaults.with`. */
function planOf(name: string, own: unknown, blocks?: object): object {
  return {
    version: 1,
    name: 'a',
    providers: { a: { type: 'alicloud-elasticsearch', region: 'cn-beijing' } },
    ...(blocks === undefined ? {} : { defaults: { with: blocks } }),
    migrations: { a: { uses: `a.${name}`, with: own } },
  };
}

/** Every text, number and boolean as a reference. */
function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (typeof value !== 'object' || value === null) return '${{ each.value }}';
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withReferences(entry)]));
}
