import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { renderDiagnostics } from '../../diagnostics/render-diagnostics.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { expandPlan } from '../expand/expand-plan.ts';
import { formatPlan } from '../syntax/format-plan.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';

const HEAD = `version: 1
name: shop
secrets: { es: { env: ES_PASSWORD } }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
  other: { type: alicloud-elasticsearch, region: cn-beijing }
`;

const SHARED = `${HEAD}defaults:
  with:
    index-migration:
      InstanceId: es-cn-1
      sourceCluster: { endpoint: "http://10.20.0.5:9200", password: "\${{ secrets.es }}", index: "\${{ each.key }}" }
    other.index-migration:
      InstanceId: es-cn-2
migrations:
  orders:
    uses: search.index-migration
    for_each: [a, b]
    with: { sourceCluster: { endpoint: "http://10.20.0.6:9200" } }
  carts:
    uses: other.index-migration
    for_each: [c]
    with: {}
`;

describe('blocks of defaults.with', () => {
  test('are merged under the with of every migration that uses the kind, the most exact name first', () => {
    const { plan } = load(SHARED);
    const [orders, carts] = [plan?.migrations.get('orders')?.with, plan?.migrations.get('carts')?.with];
    expect(JSON.parse(JSON.stringify(orders))).toMatchObject({
      InstanceId: 'es-cn-1',
      sourceCluster: { endpoint: 'http://10.20.0.6:9200' },
    });
    expect(Object.keys(orders?.sourceCluster ?? {}).toSorted()).toEqual(['endpoint', 'index', 'password']);
    expect(carts).toMatchObject({ InstanceId: 'es-cn-2', sourceCluster: { endpoint: 'http://10.20.0.5:9200' } });
  });

  test('give the plan that has the values written out', () => {
    const written = `${HEAD}migrations:
  orders:
    uses: search.index-migration
    for_each: [a, b]
    with: { InstanceId: es-cn-1, sourceCluster: { endpoint: "http://10.20.0.6:9200", password: "\${{ secrets.es }}", index: "\${{ each.key }}" } }
  carts:
    uses: other.index-migration
    for_each: [c]
    with: { InstanceId: es-cn-2, sourceCluster: { endpoint: "http://10.20.0.5:9200", password: "\${{ secrets.es }}", index: "\${{ each.key }}" } }
`;
    expect(load(SHARED).plan?.digest).toBe(load(written).plan?.digest);
  });

  test('are left out by null', () => {
    const { plan } = load(SHARED.replace('{ endpoint: "http://10.20.0.6:9200" }', '{ endpoint: null }'));
    expect(Object.keys(plan?.migrations.get('orders')?.with.sourceCluster ?? {}).toSorted()).toEqual([
      'index',
      'password',
    ]);
  });

  test('a field that the kind does not know is reported where it is written, once', () => {
    const text = SHARED.replace('      InstanceId: es-cn-1\n', '      InstanceId: es-cn-1\n      instanceID: es\n');
    const { diagnostics } = load(text);
    expect(diagnostics.map(({ code, range }) => `${code}:${range?.start.line}:${range?.start.column}`)).toEqual([
      'PLAN_UNKNOWN_KEY:11:7',
    ]);
  });

  test('a value of a wrong type is reported at the defaults, and one of the migration at the migration', () => {
    const places = (text: string): readonly string[] =>
      load(text).diagnostics.map(({ code, range }) => `${code}:${range?.start.line}`);
    expect(places(SHARED.replace('InstanceId: es-cn-1', 'InstanceId: 5'))).toEqual(['PLAN_WRONG_TYPE:10']);
    expect(places(SHARED.replace('"http://10.20.0.6:9200"', '5'))).toEqual(['PLAN_WRONG_TYPE:18']);
  });

  test('that no migration uses are warned about, each at its name', () => {
    const used = load(SHARED);
    expect(used.diagnostics).toEqual([]);
    const { plan, diagnostics } = load(SHARED.replace('uses: other.index-migration', 'uses: search.index-migration'));
    expect(plan).toBeDefined();
    expect(diagnostics.map(({ severity, code, range }) => [severity, code, range?.start])).toMatchObject([
      ['warning', 'PLAN_UNUSED_DEFAULTS', { line: 12, column: 5 }],
    ]);
  });

  test('of an unknown kind, and with unknown references, are reported even if nothing uses them', () => {
    const text = SHARED.replace('    other.index-migration:', '    other.index-migrations:').replace(
      '${{ secrets.es }}',
      '${{ secrets.ess }}',
    );
    expect(renderDiagnostics(load(text).diagnostics, new Map([['shop.yaml', text]]))).toMatchInlineSnapshot(`
      "error PLAN_REFERENCE_UNKNOWN: unknown secret \`ess\`
        shop.yaml:11:70
         11 | …//10.20.0.5:9200", password: "\${{ secrets.ess }}", index: "\${{ each.key }}" }
            |                                ^^^^^^^^^^^^^^^^^^
        The plan declares no secret \`ess\` under \`secrets:\`.
        hint: did you mean \`es\`?

      error PLAN_UNKNOWN_KIND: unknown kind or operation \`other.index-migrations\`
        shop.yaml:12:5
         12 |     other.index-migrations:
            |     ^^^^^^^^^^^^^^^^^^^^^^
        A block under \`defaults.with\` is named after a kind or operation of a provider of the plan, with or
        without the alias in front: \`index-migration\` or \`search.index-migration\`.
        hint: did you mean \`other.index-migration\`?
      "
    `);
  });

  test.each([
    ['of a provider whose type is not known', 'other.index-migration', []],
    ['that any provider may have', 'other-kind', []],
    ['of a provider whose type is known', 'search.other-kind', ['PLAN_UNKNOWN_KIND']],
    ['of a provider that is not declared', 'sarch.index-migration', ['PLAN_UNKNOWN_KIND']],
  ])('beside a provider of an unknown type, a name %s is judged by what is known', (_, name, more) => {
    const text = SHARED.replace('other: { type: alicloud-', 'other: { type: alicluod-').replace(
      '    other.index-migration:',
      `    ${name}:`,
    );
    expect(load(text).diagnostics.map(({ code }) => code)).toEqual(['PLAN_UNKNOWN_PROVIDER_TYPE', ...more]);
  });

  test('refer to each where the migration has none: one finding at the reference', () => {
    const { diagnostics } = load(SHARED.replace('    for_each: [a, b]\n', '').replace('    for_each: [c]\n', ''));
    expect(diagnostics.map(({ code, range }) => `${code}:${range?.start.line}`)).toEqual([
      'PLAN_REFERENCE_NOT_ALLOWED:11',
    ]);
  });

  test('merge as if written out, for any split of the fields', () => {
    const fields = fc.record({
      number_of_shards: fc.integer({ min: 1, max: 9 }),
      note: fc.string(),
      deep: fc.record({ a: fc.nat(9), b: fc.boolean() }),
    });
    fc.assert(
      fc.property(fields, fc.subarray(['number_of_shards', 'note', 'deep.a', 'deep.b']), (all, own) => {
        const take = (wanted: (path: string) => boolean): object => ({
          ...(wanted('number_of_shards') ? { number_of_shards: all.number_of_shards } : {}),
          ...(wanted('note') ? { note: all.note.replaceAll('$', '') } : {}),
          deep: { ...(wanted('deep.a') ? { a: all.deep.a } : {}), ...(wanted('deep.b') ? { b: all.deep.b } : {}) },
        });
        const withOf = (settings: object): object => ({ sinkCluster: { settings } });
        const migration = (settings: object): object => ({
          orders: { uses: 'search.index-migration', with: { InstanceId: 'es', ...withOf(settings) } },
        });
        const split = stringify({
          defaults: { with: { 'index-migration': withOf(take((path) => !own.includes(path))) } },
          migrations: migration(take((path) => own.includes(path))),
        });
        const [left, right] = [load(HEAD + split), load(HEAD + stringify({ migrations: migration(take(() => true)) }))];
        expect(left.plan?.digest).toBeDefined();
        expect(left.plan?.digest).toBe(right.plan?.digest);
      }),
      { numRuns: 40 },
    );
  });
});

describe('x- keys', () => {
  const text = `${HEAD}x-cluster: &cluster
  endpoint: "http://10.20.0.5:9200"
  password: "\${{ secrets.es }}"
x-index: { anything: [1, "\${{ inputs.none }}"] }
migrations:
  orders:
    uses: search.index-migration
    x-ticket: { id: OPS-7 }
    with: { InstanceId: es-cn-1, sourceCluster: { <<: *cluster, index: a } }
`;

  test('hold anchors, and are not evaluated', () => {
    const { plan, diagnostics } = load(text);
    expect(diagnostics).toEqual([]);
    expect(plan?.migrations.get('orders')?.with.sourceCluster).toMatchObject({
      endpoint: 'http://10.20.0.5:9200',
      index: 'a',
    });
  });

  test('are formatted before what repeats them', () => {
    const moved =
      text.replace(/x-cluster[\s\S]*?x-index.*\n/, '') +
      text.slice(text.indexOf('x-index'), text.indexOf('migrations:'));
    expect(formatPlan(text, { file: 'shop.yaml' }).text).toContain('x-cluster: &cluster');
    const { text: formatted = '' } = formatPlan(moved.replace('<<: *cluster, ', ''), { file: 'shop.yaml' });
    expect(formatted.indexOf('x-index')).toBeLessThan(formatted.indexOf('providers:'));
  });

  test('a mistake in what an anchor holds names both places', () => {
    const { diagnostics } = load(text.replace('endpoint: "http://10.20.0.5:9200"', 'endpoint: 5'));
    expect(diagnostics.map(({ range, detail }) => [range?.start.line, detail])).toEqual([
      [8, expect.stringContaining('`migrations.orders` takes this over by the alias in line 15.')],
    ]);
  });
});

function load(text: string): LoadedPlan {
  const loaded = loadPlan(text, { file: 'shop.yaml', registry: fixtureRegistry });
  if (loaded.plan === undefined) return loaded;
  return { ...loaded, diagnostics: [...loaded.diagnostics, ...expandPlan(loaded.plan, fixtureRegistry).diagnostics] };
}

test.each(['x_cluster', 'X-cluster', 'x-cluster:x'])(
  "a key %s of one's own is refused, and one that would do is named",
  (key) => {
    const text = `${HEAD}${key.replace(':x', '')}: 1\n`;
    const { diagnostics } = loadPlan(text, { file: 'shop.yaml', registry: fixtureRegistry });
    const found = diagnostics.filter(({ code }) => code === 'PLAN_UNKNOWN_KEY').map(({ hint }) => hint);
    expect(found).toEqual(key.startsWith('x-') ? [] : ['did you mean `x-cluster`?']);
  },
);
