import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import type { Kind } from '../../provider/kind.ts';
import { createRegistry, type ProviderRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { defined } from '../../value/defined.ts';
import { Reference, type ValueObject } from '../../value/value.ts';
import { buildEditorSchema } from '../editor/build-editor-schema.ts';
import { planSchemaWith } from '../schema/plan-schema-with.ts';

const seen: ValueObject[] = [];

function kind(name: string, optionsSchema?: object): Kind {
  return {
    name,
    title: name,
    withSchema: { type: 'object' },
    outputs: [],
    ...defined({ optionsSchema }),
    expand: ({ options }) => {
      seen.push(options);
      return { steps: [{ kind: 'gate', name: 'wait', title: 'wait', instruction: 'Wait.' }], outputs: {} };
    },
  };
}

const VERIFY = {
  type: 'object',
  additionalProperties: false,
  required: ['verify'],
  properties: {
    verify: {
      type: 'object',
      title: 'Verify',
      description: 'What is compared.',
      additionalProperties: false,
      required: ['how'],
      properties: {
        how: { type: 'string', title: 'How', description: 'The way.', enum: ['count', 'full'] },
        every: { type: 'string', pattern: '^[0-9]+(ms|s|m|h|d)$' },
        password: { type: 'string', 'x-secret': true, 'x-references': ['secrets'] },
        through: { type: 'string', 'x-connection': 'fake', 'x-references': ['each'] },
        keys: { type: 'array', items: { $ref: '#/$defs/key' } },
      },
    },
  },
  $defs: { key: { type: 'string', pattern: '^[a-z-]+$', 'x-references': ['inputs', 'each'] } },
};
const TWICE = { type: 'object', additionalProperties: false, properties: { verify: { type: 'boolean' } } };

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const kinds = { copy: kind('copy', VERIFY), flag: kind('flag', TWICE), plain: kind('plain') };
const registry: ProviderRegistry = createRegistry([{ ...fake, kinds }]);

function compile(migration: string) {
  seen.length = 0;
  const text = `version: 1
name: options
inputs: { key: { default: a-key } }
secrets: { pw: { env: PW } }
providers: { it: { type: fake } }
migrations:
  a:
    with: {}
${migration.replaceAll(/^/gm, '    ')}
`;
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry });
  const found = diagnostics.map(
    ({ code, path, range }) => `${code} ${path} ${range?.start.line}:${range?.start.column}`,
  );
  return { compiled, found, diagnostics };
}

describe('options of a kind', () => {
  test.each([
    ['uses: it.plain\nflavours: x', [], ['verify', 'wait']],
    ['uses: it.copy\nverify: { how: full }\nflavours: x', ['verify'], ['wait']],
    ['uses: it.CreateTask\nflavours: x', ['wait'], ['verify']],
    ['uses: it.nothing\nflavours: x', ['verify', 'wait'], []],
  ])('are named as fields of a migration by its own kind alone: %s', (migration, named, unnamed) => {
    const detail = compile(migration).diagnostics.find(({ code }) => code === 'PLAN_UNKNOWN_KEY')?.detail ?? '';
    const fields = detail.replace(/^.*It has the fields/, '').match(/[a-z_]+/g) ?? [];
    expect(fields).toEqual(expect.arrayContaining(['uses', 'with', ...named]));
    expect(fields.filter((field) => unnamed.includes(field))).toEqual([]);
  });

  test('are not suggested where the kind has no such option', () => {
    const [unknown] = compile('uses: it.plain\nverfiy: true').diagnostics;
    expect(unknown).toMatchObject({ code: 'PLAN_UNKNOWN_KEY', hint: expect.not.stringContaining('verify') });
  });

  test.each([
    ['hunter2', ['PLAN_LITERAL_SECRET migrations.a.verify.password']],
    [`\${{ secrets.pw }}`, []],
  ])('with a secret written as %s', (password, expected) => {
    const { found, diagnostics } = compile(`uses: it.copy\nverify: { how: full, password: "${password}" }`);
    expect(found.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(expected);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('reach the kind with inputs and each filled in, and secrets as references', () => {
    const { found } = compile(`uses: it.copy
for_each: [x, y]
verify: { how: count, password: "\${{ secrets.pw }}", keys: ["\${{ inputs.key }}", "k-\${{ each.key }}"] }`);
    expect(found).toEqual([]);
    const keys = seen.map(({ verify }) => (verify as ValueObject)['keys']);
    expect(keys).toEqual([
      ['a-key', 'k-x'],
      ['a-key', 'k-y'],
    ]);
    expect(seen.at(-1)?.['verify']).toMatchObject({ password: new Reference(['secrets', 'pw']) });
  });

  test.each([
    ['uses: it.copy\nverify: { how: cuont }', 'PLAN_BAD_VALUE migrations.a.verify.how 10:20', /did you mean `count`/],
    ['uses: it.copy\nverify: { hwo: count }', 'PLAN_UNKNOWN_KEY migrations.a.verify.hwo 10:15', /did you mean `how`/],
    ['uses: it.copy\nverify: { how: full, every: 5000d }', 'PLAN_BAD_DURATION migrations.a.verify.every 10:33', /12h/],
    ['uses: it.copy', 'PLAN_MISSING_KEY migrations.a 7:3', /Add `verify:`/],
    [
      'uses: it.copy\nverfiy: { how: full }\nverify: { how: full }',
      'PLAN_UNKNOWN_KEY migrations.a.verfiy 10:5',
      /`verify`/,
    ],
    ['uses: it.flag\nverify: { how: full }', 'PLAN_WRONG_TYPE migrations.a.verify 10:13', undefined],
    [
      'uses: it.copy\nverify: { how: full, through: ti }',
      'PLAN_UNKNOWN_PROVIDER migrations.a.verify.through 10:35',
      /did you mean `it`/,
    ],
    [
      'uses: it.copy\nfor_each: [it, ti]\nverify: { how: full, through: "${{ each.key }}" }',
      'migrations.a.verify.through',
      undefined,
    ],
    ['uses: it.plain\nverify: true', 'PLAN_OPTION_NOT_FOR_KIND migrations.a.verify 10:5', /Remove `verify`/],
    ['uses: it.copy\nverify: { how: full }\nwait: false', 'PLAN_OPTION_NOT_FOR_KIND migrations.a.wait 11:5', undefined],
    [
      'uses: it.copy\nverify: { how: "${{ inputs.key }}" }',
      'PLAN_REFERENCE_NOT_ALLOWED migrations.a.verify.how 10:21',
      undefined,
    ],
    [
      'uses: it.copy\nverify: { how: full, keys: ["${{ each.key }}"] }',
      'PLAN_REFERENCE_NOT_ALLOWED migrations.a.verify.keys.0 10:34',
      /for_each/,
    ],
    [
      'uses: it.copy\nfor_each: { one: { key: a }, two: {} }\nverify: { how: full, keys: ["${{ each.value.key }}"] }',
      'PLAN_REFERENCE_UNKNOWN migrations.a.verify.keys.0 11:34',
      undefined,
    ],
    [
      'uses: it.copy\nfor_each: [good, BAD]\nverify: { how: full, keys: ["${{ each.key }}"] }',
      'PLAN_BAD_VALUE migrations.a.verify.keys.0 11:33',
      undefined,
    ],
  ])('%j: %s', (migration, expected, hint) => {
    const { found, diagnostics } = compile(migration);
    expect(found.join('\n')).toContain(expected);
    if (hint !== undefined) expect(diagnostics.map((diagnostic) => diagnostic.hint).join('\n')).toMatch(hint);
  });

  test('places where references are allowed are listed', () => {
    const { diagnostics } = compile('uses: it.plain\ntimeout: "${{ inputs.key }}"');
    expect(diagnostics[0]?.detail).toContain(
      '`labels`, keys of `needs`, `verify.password`, `verify.through` and `verify.keys`.',
    );
  });
});

test('a name with two meanings is checked by its own kind, and left open in the schema of all', () => {
  expect(compile('uses: it.flag\nverify: true').found).toEqual([]);
  const migration = { type: 'object', additionalProperties: false, properties: { verify: true } };
  expect(planSchemaWith(registry)).toMatchObject({ properties: { migrations: { additionalProperties: migration } } });
});

test('an editor is told what the kind at hand means by it', () => {
  const text = JSON.stringify(buildEditorSchema(registry));
  expect(text).toContain('"then":{"properties":{"with":{"$ref":"#/definitions/fake.flag"}}}');
  expect(text).toContain('"then":{"properties":{"verify":{"type":"boolean"}');
  expect(text).toContain('"verify":{"type":"object","title":"Verify"');
});

test('the schema is made once for the same kinds', () => {
  expect(planSchemaWith(createRegistry([{ ...fake, kinds }]))).toBe(planSchemaWith(registry));
});
