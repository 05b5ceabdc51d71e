import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import type { JsonObject } from '../../value/value.ts';
import { readDeclaredInputs } from '../load/declared-inputs.ts';
import { loadPlan } from '../load/load-plan.ts';
import { buildValuesSchema } from './build-values-schema.ts';

const TYPES = ['string', 'number', 'boolean', 'list', 'map'] as const;
const INPUTS: JsonObject = Object.fromEntries(TYPES.map((type) => [type, { type }]));
const PLAN = `version: 1
name: shop
inputs: ${JSON.stringify(INPUTS)}
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  orders:
    uses: search.index-migration
    with: { InstanceId: a, sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a }, sinkCluster: { shards: 1 } }
`;

/** Plain draft-07, as an editor that knows no keyword of ours. */
function violations(values: unknown, schema = buildValuesSchema(INPUTS)): readonly string[] {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  validate(values);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

/** What is wrong with a file of values as Waybill reads it. */
function errorsIn(text: string): readonly string[] {
  const { diagnostics } = loadPlan(PLAN, {
    file: 'shop.yaml',
    registry: fixtureRegistry,
    environment: { name: 'prod' },
    readFile: () => ({ bytes: new TextEncoder().encode(text) }),
  });
  const isOfFile = ({ file, related = [] }: (typeof diagnostics)[number]): boolean =>
    file === 'prod.yaml' || related.some((place) => place.file === 'prod.yaml');
  return diagnostics.filter((one) => one.severity === 'error' && isOfFile(one)).map(({ code }) => code);
}

describe('the schema of a file of values', () => {
  const scalar = fc.constantFrom(
    'a',
    '5',
    '"5"',
    '02142',
    'true',
    'True',
    '"false"',
    '-1.5e3',
    '""',
    '$${{ a }}',
    '~',
    '${{ each.key }}',
    '[a, b]',
    '{ a: b }',
    '"[a]"',
    '"{ a: b }"',
    '',
  );
  const line = fc.tuple(fc.constantFrom(...TYPES, 'other'), scalar).map(([name, value]) => `${name}: ${value}`);
  const file = fc.uniqueArray(line, { selector: (text) => text.split(':')[0], maxLength: 4 });

  test('accepts every file that Waybill accepts', () => {
    fc.assert(
      fc.property(file, (lines) => {
        const text = `# values\n${lines.join('\n')}\n`;
        if (errorsIn(text).length === 0) expect(violations(parse(text) ?? {})).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['other: a', ' additionalProperties'],
    ['string:', '/string type'],
    ['string: [a]', '/string type'],
    ['string: ${{ each.key }}', '/string pattern'],
    ['string: a ${{ each.key }}', '/string pattern'],
    ['number: five', '/number pattern'],
    ['number: true', '/number type'],
    ['boolean: 1', '/boolean type'],
    ['boolean: "yes"', '/boolean pattern'],
    ['list: { a: b }', '/list type'],
    ['list: a', '/list pattern'],
    ['map: [a]', '/map type'],
    ['map: a', '/map pattern'],
  ])('refuses %j, as Waybill does', (text, violation) => {
    expect(errorsIn(`${text}\n`)).toHaveLength(1);
    expect(violations(parse(text))).toEqual([violation]);
  });

  test('without a plan knows no names, and the same of every value', () => {
    const any = buildValuesSchema();
    expect(violations({ other: 'a', more: [1], live: true }, any)).toEqual([]);
    expect(violations({ other: null }, any)).toEqual(['/other type']);
    expect(violations({ other: 'x ${{ inputs.a }}' }, any)).toEqual(['/other pattern']);
    expect(violations({ 'a b': 1 }, any).length).toBeGreaterThan(0);
  });
});

describe('the inputs that a plan declares', () => {
  test('are read whatever else is wrong or missing in it', () => {
    const { inputs, diagnostics } = readDeclaredInputs('inputs:\n  sink: { default: a }\nmigrations: {}\nnmae: x\n', {
      file: 'shop.yaml',
    });
    expect([inputs, diagnostics]).toEqual([{ sink: { default: 'a' } }, []]);
    expect(readDeclaredInputs('version: 1\n', { file: 'shop.yaml' }).inputs).toEqual({});
  });

  test.each([
    ['inputs:\n  sink: { tpye: number }\n', 'PLAN_UNKNOWN_KEY:2:11'],
    ['inputs: [sink]\n', 'PLAN_WRONG_TYPE:1:9'],
    ['inputs: [\n', 'PLAN_YAML_SYNTAX:2:1'],
  ])('are not read where they are wrong: %j', (text, place) => {
    const { inputs, diagnostics } = readDeclaredInputs(text, { file: 'shop.yaml' });
    expect(inputs).toBeUndefined();
    expect(diagnostics.map(({ code, range }) => `${code}:${range?.start.line}:${range?.start.column}`)).toEqual([
      place,
    ]);
  });
});
