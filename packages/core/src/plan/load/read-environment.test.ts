import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../diagnostics/render-diagnostics.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { defined } from '../../value/defined.ts';
import { type LoadedPlan, type LoadOptions, loadPlan } from './load-plan.ts';

const PLAN = `version: 1
name: shop
inputs:
  sink: { default: es-cn-0 }
  shards: { type: number, default: 1 }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  orders:
    uses: search.index-migration
    with: { InstanceId: "\${{ inputs.sink }}", sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a }, sinkCluster: { shards: "\${{ inputs.shards }}" } }
`;

describe('an environment', () => {
  test('gives values to inputs, below those that are given singly, and its name to the plan', () => {
    const { plan, diagnostics } = load('sink: es-cn-7\nshards: 3\n', { variables: { shards: '5' } });
    expect(diagnostics).toEqual([]);
    expect(plan).toMatchObject({ name: 'shop.prod', environment: 'prod', inputs: { sink: 'es-cn-7', shards: 5 } });
  });

  test.each(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])(
    'means by %s what the plan and the command line mean by it, and for a text what is written',
    (written) => {
      const inputs = 'inputs:\n  live: { type: boolean, default: true }\n  word: { default: "" }\n';
      const typed = PLAN.replace('inputs:\n', inputs);
      const inPlan = typed.replace(
        'live: { type: boolean, default: true }',
        `live: { type: boolean, default: ${written} }`,
      );
      const read = [
        load(`live: ${written}\nword: ${written}\n`, {}, typed).plan?.inputs,
        load('', { variables: { live: written, word: written } }, typed).plan?.inputs,
        load(`word: ${written}\n`, {}, inPlan).plan?.inputs,
      ];
      const expected = { live: written.toLowerCase() === 'true', word: written };
      expect(read).toEqual([0, 1, 2].map(() => expect.objectContaining(expected)));
    },
  );

  test('may leave every input at its default', () => {
    expect(load('# nothing differs\n').plan?.inputs).toEqual({ sink: 'es-cn-0', shards: 1 });
  });

  test.each(['prd', 'prod.yaml', '../shop/prod.yml', 'porduction'])(
    'that is not there, such as %s, is one error with the name that was meant',
    (name) => {
      const environment = { name, list: () => ['production', 'prod'] };
      const readFile = () => ({ kind: 'unreadable' as const, reason: 'cannot be read', hint: '' });
      const { diagnostics } = load('', { environment, readFile });
      const meant = name === 'porduction' ? 'production' : 'prod';
      expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
        ['PLAN_ENVIRONMENT', `did you mean \`--env ${meant}\`?`],
      ]);
    },
  );

  test('of a file that is too large is not one to write anew', () => {
    const readFile = () => ({ kind: 'too-large' as const, reason: 'has 209715200 bytes', hint: '' });
    expect(load('', { readFile }).diagnostics).toMatchObject([
      { code: 'PLAN_ENVIRONMENT', hint: expect.stringMatching(/^Keep one line for each input/) },
    ]);
  });

  test('has other digests than another one of the same values', () => {
    const [prod, test] = [
      load('sink: es-cn-7\n').plan,
      load('sink: es-cn-7\n', { environment: { name: 'test' } }).plan,
    ];
    expect(prod?.digest).not.toBe(test?.digest);
    expect(prod?.sourceDigest).not.toBe(test?.sourceDigest);
  });

  test.each([
    ['- sink\n', 'the values of an environment are a map'],
    ['sink\n', 'the values of an environment are a map'],
    ['---\n', 'no values'],
  ])('of a file that is no map is described as a file of values, not as a plan: %j', (text, summary) => {
    expect(load(text).diagnostics).toMatchObject([
      { summary, hint: expect.stringMatching(/^Write one line for each input/) },
    ]);
  });

  test.each([
    ['no such input', 'snik: es-cn-7\n', 'PLAN_INPUT_UNKNOWN:prod.yaml:1:1'],
    ['nothing', 'sink:\n', 'PLAN_INPUT_TYPE:prod.yaml:1:1'],
    ['a reference', '# values\nsink: ${{ secrets.es }}\n', 'PLAN_REFERENCE_NOT_ALLOWED:prod.yaml:2:7'],
    ['a key twice', 'sink: a\nsink: b\n', 'PLAN_DUPLICATE_KEY:prod.yaml:2:1'],
    ['a list', '- sink\n', 'PLAN_NOT_A_MAP:prod.yaml:1:1'],
  ])('with %s is one error in its file', (_what, text, place) => {
    const { plan, diagnostics } = load(text);
    expect(plan).toBeUndefined();
    expect(
      diagnostics.map(({ code, file, range }) => `${code}:${file}:${range?.start.line}:${range?.start.column}`),
    ).toEqual([place]);
  });

  test.each([
    ['no file', undefined, 'PLAN_ENVIRONMENT:shop.yaml'],
    ['bytes that are no text', '\uffff\u0000', 'PLAN_CONTROL_CHARACTER:prod.yaml'],
    ['lines that are no YAML', 'sink: [a\n', 'PLAN_YAML_SYNTAX:prod.yaml'],
    ['nothing for an input', 'sink:\nshards: 3\n', 'PLAN_INPUT_TYPE:prod.yaml'],
    ['a reference for an input', 'sink: ${{ inputs.shards }}\nshards: 3\n', 'PLAN_REFERENCE_NOT_ALLOWED:prod.yaml'],
  ])('with %s is one error, also where inputs have no default', (_what, text, place) => {
    const plan = PLAN.replaceAll(/, default: \S+|default: es-cn-0/g, '');
    const { diagnostics } = load(text, {}, plan);
    expect(diagnostics.map(({ code, file }) => `${code}:${file}`)).toEqual([place]);
  });

  test('with a value of another type names the place of the value', () => {
    const { diagnostics } = load('shards: three\n');
    expect(diagnostics).toMatchObject([
      { code: 'PLAN_INPUT_TYPE', related: [{ file: 'prod.yaml', label: 'Given here' }] },
    ]);
  });

  test('gives lists and maps to inputs of these types, and to no other', () => {
    const typed = PLAN.replace('inputs:\n', 'inputs:\n  keys: { type: list, default: [] }\n');
    expect(load('keys: [a, b]\n', {}, typed).plan?.inputs['keys']).toEqual(['a', 'b']);
    for (const text of ['keys: { a: 1 }\n', 'sink: [a, b]\n'])
      expect(load(text, {}, typed).diagnostics).toMatchObject([
        { code: 'PLAN_INPUT_TYPE', related: [{ file: 'prod.yaml', label: 'Given here' }] },
      ]);
  });

  test('without a file is an error that lists the environments there are', () => {
    const missing: LoadOptions['readFile'] = () => ({ kind: 'unreadable', reason: 'is not there', hint: '' });
    const { diagnostics, files } = load('', {
      readFile: missing,
      environment: { name: 'prd', list: () => ['prod', 'test'] },
    });
    expect(files.size).toBe(0);
    expect(renderDiagnostics(diagnostics, new Map())).toMatchInlineSnapshot(`
      "error PLAN_ENVIRONMENT: no values for environment \`prd\`
        shop.yaml
        The values of an environment are in a file next to the plan, and \`prd.yaml\` is not there. There are
        prod, test.
        hint: did you mean \`--env prod\`?
      "
    `);
  });

  test('cannot lead out of the folder', () => {
    expect(load('', { environment: { name: '../prod' } }).diagnostics.map(({ code }) => code)).toEqual([
      'PLAN_ENVIRONMENT',
    ]);
  });
});

function load(values: string | undefined, more: Partial<LoadOptions> = {}, plan = PLAN): LoadedPlan {
  return loadPlan(plan, {
    file: 'shop.yaml',
    registry: fixtureRegistry,
    environment: { name: 'prod' },
    ...defined({ readFile: values === undefined ? undefined : () => ({ bytes: new TextEncoder().encode(values) }) }),
    ...more,
  });
}
