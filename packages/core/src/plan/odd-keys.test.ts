import { describe, expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';
import { displayValue } from '../value/value.ts';
import type { ReadPlanFile } from './inventory/plan-file.ts';

const ODD = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'constructor.name',
  '',
  ' ',
  ' a',
  'a b',
  'a\nb',
  '"',
  '\u202e',
  '🙂',
  'é',
  'x'.repeat(1024),
  '0',
  '1',
  '007',
  '1.0',
  'true',
  'yes',
  'null',
  '2024-01-01',
  '.',
  '..',
  'a/b',
  '<<',
  '*',
  'a[0]',
  '$x',
  '-',
  'x-',
  'each',
  'file',
  'key',
];

/** Where a key is written, beside what is normal. */
interface Place {
  readonly inputs?: string;
  readonly more?: string;
  readonly forEach?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly password?: string;
  readonly migration?: string;
  readonly argument?: string;
}

const quoted = (key: string): string => JSON.stringify(key);
const field = (key: string): string => (/[",\n\r]/.test(key) ? `"${key.replaceAll('"', '""')}"` : key);
const rows = (file: string, text: string, more = ', key: k'): Place => ({
  forEach: `{ file: ${file}${more} }`,
  files: { [file]: text },
});

const PLACES: Readonly<Record<string, (key: string) => Place>> = {
  'a row of a YAML map': (key) => rows('r.yaml', `normal: { a: one }\n${quoted(key)}: { a: two }\n`, ''),
  'a row of a JSON map': (key) => rows('r.json', `{ "normal": { "a": "one" },\n${quoted(key)}: { "a": "two" } }`, ''),
  'a row of a CSV file': (key) => rows('r.csv', `k,a\nnormal,one\n${field(key)},two\n`),
  'a row of a YAML list': (key) => rows('r.yaml', `- { k: normal, a: one }\n- { k: ${quoted(key)}, a: two }\n`),
  'an entry in the plan': (key) => ({ forEach: `\n      normal: { a: one }\n      ${quoted(key)}: { a: two }` }),
  'a column of CSV': (key) => rows('r.csv', `k,a,${field(key)}\nnormal,one,odd\n`),
  'a column of YAML': (key) => rows('r.yaml', `- k: normal\n  a: one\n  ${quoted(key)}: odd\n`),
  'a column of JSON': (key) => rows('r.json', `[{ "k": "normal", "a": "one",\n${quoted(key)}: "odd" }]`),
  'the column of keys': (key) => rows('r.json', '[{ "k": "normal", "a": "one" }]', `, key: ${quoted(key)}`),
  'a column with a type': (key) =>
    rows('r.json', '[{ "k": "normal", "a": "one" }]', `, key: k, types: { a: string, ${quoted(key)}: string }`),
  'an input': (key) => ({ inputs: `inputs:\n  plain: { default: p }\n  ${quoted(key)}: { default: odd }\n` }),
  'a variable': (key) => ({ variables: { [key]: 'odd' } }),
  'a value of an environment': (key) => ({
    environment: 'prod',
    files: { 'prod.yaml': `plain: p\n${quoted(key)}: odd\n` },
  }),
  'the name of an environment': (key) => ({ environment: key, files: { [`${key}.yaml`]: 'plain: p\n' } }),
  'a key of a map input': (key) => ({
    inputs: `inputs:\n  rows: { type: map, default: { normal: { a: one }, ${quoted(key)}: { a: two } } }\n`,
    forEach: '${{ inputs.rows }}',
  }),
  'a key of a family': (key) => ({
    ...rows('r.csv', `k,s,a\nnormal,s1,one\nother,${field(key)},two\n`),
    password: '${{ secrets.redis[each.value.s] }}',
  }),
  'a secret': (key) => ({ more: `secrets: { redis: { env: "R_{key}" }, ${quoted(key)}: { env: ODD } }\n` }),
  'a key for other tools': (key) => ({ more: `${quoted(`x-${key}`)}: odd\n` }),
  'a block of defaults': (key) => ({ more: `defaults:\n  with:\n    ${quoted(key)}: { name: odd }\n` }),
  'an argument in defaults': (key) => ({ more: `defaults:\n  with:\n    online-migration: { ${quoted(key)}: odd }\n` }),
  'an argument': (key) => ({ argument: `      ${quoted(key)}: odd\n` }),
  'a label': (key) => ({ migration: `    labels: { ${quoted(key)}: odd }\n` }),
};

describe.each(Object.entries(PLACES))('an odd key as %s', (where, place) => {
  test('is accepted and changes nothing else, or gets one error that shows where it is', () => {
    for (const key of ODD) {
      const { compiled, diagnostics } = compile(place(key));
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const shown = `${quoted(key).slice(0, 40)}: ${errors.map(({ code, summary }) => `${code} ${summary}`).join('; ')}`;
      if (compiled === undefined) {
        expect(errors, shown).toHaveLength(1);
        expect(errors[0]?.file, shown).toBeDefined();
        // An environment is named on the command line.
        if (where !== 'the name of an environment') expect(errors[0]?.range, shown).toBeDefined();
        continue;
      }
      const normal = compiled.graph.unitsByAddress.get('sessions[normal]')?.unit;
      expect(displayValue(normal?.with ?? null), shown).toMatchObject({
        name: 'm-normal-one',
        target_instance: { id: 'cf4a05df-normal' },
      });
    }
  });
});

function compile(place: Place) {
  const {
    inputs = 'inputs: { plain: { default: p } }\n',
    more = '',
    forEach = '{ normal: { a: one } }',
    files = {},
    environment,
    variables = {},
  } = place;
  const text = `version: 1
name: shop
${inputs}${more.startsWith('secrets:') ? '' : 'secrets: { redis: { env: "R_{key}" } }\n'}${more}providers: { cache: { type: huaweicloud-dcs, region: eu-de } }
migrations:
  sessions:
    uses: cache.online-migration
    for_each: ${forEach}
${place.migration ?? ''}    with:
      name: m-\${{ each.key }}-\${{ each.value.a }}
      migration_method: incremental_migration
      source_instance: { addrs: "192.168.1.1:6379", password: "${place.password ?? '${{ secrets.redis[a] }}'}" }
      target_instance: { id: "cf4a05df-\${{ each.key }}" }
${place.argument ?? ''}`;
  const readFile: ReadPlanFile = (path) =>
    Object.hasOwn(files, path)
      ? { bytes: Buffer.from(files[path] ?? '') }
      : { kind: 'unreadable', reason: 'is not there', hint: 'Write it.' };
  const options = { file: 'plan.yaml', registry: fixtureRegistry, readFile, variables };
  return compilePlan(text, environment === undefined ? options : { ...options, environment: { name: environment } });
}
