import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { displayValue, type Json } from '../../value/value.ts';
import { expandPlan } from '../expand/expand-plan.ts';
import type { ReadPlanFile } from '../inventory/plan-file.ts';
import { type LoadedPlan, type LoadOptions, loadPlan } from '../load/load-plan.ts';
import { buildEffectivePlan } from './build-effective-plan.ts';
import { type EffectivePlan, type EffectiveValue, leavesOf } from './effective-value.ts';
import { printEffective } from './print-effective.ts';

const ROUTES = ['plain', 'shared', 'anchor', 'default', 'variable', 'environment', 'row', 'text', 'list'] as const;
type Route = (typeof ROUTES)[number];

interface Written {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A plan in which the value of field `f<n>` comes by the n-th route; `value` gives what is written for it. */
function write(routes: readonly Route[], entries: 'csv' | 'json' | 'map', value: (name: string) => string): Written {
  const inputs: Record<string, object> = {};
  const values: Record<Route, Record<string, Json>> = {
    plain: {},
    shared: {},
    anchor: {},
    default: {},
    variable: {},
    environment: {},
    row: {},
    text: {},
    list: {},
  };
  const rows = ['a', 'b'].map((name): Record<string, string> => ({ name, spare: `spare-${name}` }));
  const fields: Record<string, Json> = {};
  for (const [index, route] of routes.entries()) {
    const [field, input] = [`f${index}`, `i${index}`];
    for (const row of rows) row[field] = value(`${field}${row['name']}`);
    if (['default', 'variable', 'environment', 'text'].includes(route))
      inputs[input] = { default: value(`${field}default`) };
    if (route === 'variable' || route === 'environment') values[route][input] = value(`${field}given`);
    if (route === 'shared' || route === 'anchor') values[route][field] = value(field);
    if (route === 'plain') fields[field] = value(field);
    if (['default', 'variable', 'environment'].includes(route)) fields[field] = `\${{ inputs.${input} }}`;
    if (route === 'row') fields[field] = `\${{ each.value.${field} }}`;
    if (route === 'text') fields[field] = `\${{ inputs.${input} }}-\${{ each.value.${field} }}-\${{ each.key }}`;
    if (route === 'list') fields[field] = [value(`${field}first`), `\${{ each.value.${field} }}`];
  }
  const cluster = { InstanceId: 'es', sourceCluster: { endpoint: 'http://10.0.0.1:9200', index: '${{ each.key }}' } };
  const plan = {
    version: 1,
    name: 'shop',
    inputs,
    providers: { search: { type: 'alicloud-elasticsearch', region: 'cn-beijing' } },
    'x-net': { ANCHOR: true, zz: 'spare', ...values.anchor },
    defaults: { retry: { max_attempts: 4 }, with: { 'index-migration': { sinkCluster: { mapping: values.shared } } } },
    migrations: {
      orders: {
        uses: 'search.index-migration',
        timeout: '3h',
        for_each:
          entries === 'map'
            ? Object.fromEntries(rows.map((row) => [row['name'], row]))
            : { file: `rows.${entries}`, key: 'name' },
        with: { ...cluster, sinkCluster: { mapping: { MERGE: true, ...fields } } },
      },
    },
  };
  const text = stringify(plan, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' })
    .replace('"x-net":\n  "ANCHOR": true\n', 'x-net: &net\n')
    .replace('"MERGE": true', '<<: *net');
  const columns = Object.keys(rows[0] ?? {});
  const csv = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))];
  const quoted = csv.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return {
    text,
    variables: values.variable as Readonly<Record<string, string>>,
    files: {
      'rows.csv': `${quoted.join('\n')}\n`,
      'rows.json': JSON.stringify(rows, undefined, 1),
      'prod.yaml': stringify(values.environment, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' }),
    },
  };
}

function load({ text, variables, files }: Written): LoadedPlan {
  const readFile: ReadPlanFile = (path) => ({ bytes: Buffer.from(files[path] ?? '') });
  const options: LoadOptions = {
    file: 'shop.yaml',
    registry: fixtureRegistry,
    variables,
    readFile,
    keepsWritten: true,
  };
  return loadPlan(text, { ...options, environment: { name: 'prod' } });
}

function effectiveOf({ plan, written, diagnostics }: LoadedPlan): EffectivePlan {
  if (plan === undefined || written === undefined) throw new Error(diagnostics.map(({ detail }) => detail).join('\n'));
  return buildEffectivePlan({ plan, written, registry: fixtureRegistry, isWanted: () => true });
}

const plans = fc.record({
  routes: fc.array(fc.constantFrom(...ROUTES), { minLength: 1, maxLength: 8 }),
  entries: fc.constantFrom('csv' as const, 'json' as const, 'map' as const),
});

describe('the effective plan', () => {
  test('names the place that each part of a value is written at', () => {
    fc.assert(
      fc.property(plans, ({ routes, entries }) => {
        const written = write(routes, entries, (name) => `<${name}>`);
        const effective = effectiveOf(load(written));
        const lines = new Map(
          [['shop.yaml', written.text] as const, ...Object.entries(written.files)].map(([file, text]) => [
            file,
            text.split('\n'),
          ]),
        );
        let tokens = 0;
        for (const tree of [effective.root, ...effective.units.map(({ values }) => values)]) {
          for (const { path, leaf } of leavesOf(tree)) {
            expect(leaf.sources.length, path.join('.')).toBeGreaterThan(0);
            const texts = leaf.sources.map((source) => {
              if (source.kind === 'variable') return written.variables[source.input] ?? '';
              if (!('place' in source)) return '';
              const line = lines.get(source.place.file)?.[source.place.line - 1];
              expect(line?.length, path.join('.')).toBeGreaterThanOrEqual(source.place.column - 1);
              return line ?? '';
            });
            for (const [token] of JSON.stringify(displayValue(leaf.value)).matchAll(/<\w+>/g)) {
              tokens += 1;
              expect(texts.join('\n'), path.join('.')).toContain(token);
            }
          }
        }
        expect(tokens).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test('has the values that the units have', () => {
    fc.assert(
      fc.property(plans, ({ routes, entries }) => {
        const loaded = load(write(routes, entries, (name) => `<${name}>`));
        const { root, units } = effectiveOf(loaded);
        const { with: shared } = dataAt(root, ['migrations', 'orders']);
        const expanded = loaded.plan === undefined ? [] : expandPlan(loaded.plan, fixtureRegistry).units;
        expect(units.map(({ address }) => address)).toEqual(['orders[a]', 'orders[b]']);
        for (const [index, unit] of expanded.entries()) {
          const own = dataAt(units[index]?.values ?? root, []);
          expect(merge(shared, own['with'])).toEqual(displayValue(unit.with));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is the same plan when what is printed of it is read again, whatever its texts hold', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(...AWKWARD));
    fc.assert(
      fc.property(plans, fc.array(texts, { minLength: 1 }), ({ routes, entries }, [first = '', ...more]) => {
        const all = [first, ...more];
        const written = write(routes, entries, (name) => all[name.length % all.length] ?? '');
        const loaded = load(written);
        fc.pre(loaded.plan !== undefined);
        const effective = effectiveOf(loaded);
        const text = printEffective(effective, { describe: () => 'a: place # of it', head: ['a\nhead'] });
        const again = load({ ...written, text, variables: {} });
        // A character that is not seen is warned about in the file that holds it; in what is printed it is an escape.
        expect(again.diagnostics.filter(({ file }) => file === 'shop.yaml')).toEqual([]);
        const known = new Set(loaded.diagnostics.map(({ code }) => code));
        expect(again.diagnostics.filter(({ code }) => !known.has(code))).toEqual([]);
        // The file of the environment still gives its values; those of the variables are in the text.
        expect(again.plan?.digest).toBe(loaded.plan?.digest);
      }),
      { numRuns: 60 },
    );
  });
});

const AWKWARD = [
  '',
  'a\u2000b',
  'a: b',
  '- x',
  '# no',
  '*a',
  '&a',
  '02142',
  '1e3',
  'true',
  'null',
  '~',
  'a\nb\n',
  ' a ',
  '<<',
  "'",
  '"',
  '$',
  '\\',
];

function dataAt(value: EffectiveValue, path: readonly string[]): Readonly<Record<string, Json>> {
  const found = path.reduce<EffectiveValue | undefined>(
    (place, key) => (place?.kind === 'map' ? place.entries.find(([name]) => name === key)?.[1] : undefined),
    value,
  );
  return (found === undefined ? {} : dataOf(found)) as Readonly<Record<string, Json>>;
}

function dataOf(value: EffectiveValue): Json {
  if (value.kind === 'leaf') return displayValue(value.value);
  if (value.kind === 'list') return value.items.map(dataOf);
  return Object.fromEntries(value.entries.map(([key, child]) => [key, dataOf(child)]));
}

function merge(below: Json | undefined, above: Json | undefined): Json {
  if (above === undefined) return below ?? null;
  if (!isMap(below) || !isMap(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(below[key], above[key])]));
}

function isMap(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('what the effective plan shows', () => {
  const PLAN = `version: 1
name: shop
inputs:
  es_password: { default: canary-input }
  url: { default: "http://elastic:canary-url@10.0.0.1:9200" }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
defaults: { on_failure: stop, with: { index-migration: { InstanceId: es } } }
migrations:
  orders:
    uses: search.index-migration
    for_each: { a: { pass: canary-row }, b: { pass: canary-row-2 } }
    with:
      sourceCluster: { endpoint: "\${{ inputs.url }}", password: "\${{ each.value.pass }}", index: "\${{ each.key }}" }
      sinkCluster: { password: "canary-text-\${{ each.key }}" }
  one:
    uses: search.ListDataTasks
    with: { InstanceId: es }
`;

  test('are no secrets, wherever they are written', () => {
    const { plan, written } = loadPlan(PLAN, { file: 'shop.yaml', registry: fixtureRegistry, keepsWritten: true });
    if (plan === undefined || written === undefined) throw new Error('the plan has no errors');
    const effective = buildEffectivePlan({ plan, written, registry: fixtureRegistry, isWanted: () => true });
    const text = printEffective(effective, { describe: () => '', head: [] });
    expect(text).not.toContain('canary');
    expect(text.match(/\*{6}/g)?.length).toBeGreaterThan(6);
  });

  test('are the defaults of the language, and those of the plan, in each migration', () => {
    const { plan, written } = loadPlan(PLAN, { file: 'shop.yaml', registry: fixtureRegistry, keepsWritten: true });
    if (plan === undefined || written === undefined) throw new Error('the plan has no errors');
    const effective = buildEffectivePlan({ plan, written, registry: fixtureRegistry, isWanted: () => false });
    const one = [...leavesOf(effective.root)].filter(({ path }) => path[1] === 'one');
    const shown = one.map(({ path, leaf }) => [path.slice(2).join('.'), leaf.value, leaf.sources[0]?.kind]);
    expect(shown).toEqual([
      ['uses', 'search.ListDataTasks', 'plan'],
      ['with.InstanceId', 'es', 'plan'],
      ['timeout', '12h', 'built-in'],
      ['on_failure', 'stop', 'defaults'],
      ['wait', true, 'built-in'],
      ['retry.max_attempts', 6, 'built-in'],
      ['retry.initial_interval', '1s', 'built-in'],
      ['retry.backoff_coefficient', 2, 'built-in'],
      ['retry.max_interval', '60s', 'built-in'],
    ]);
    expect(effective.root.entries.map(([key]) => key)).not.toContain('defaults');
  });
});
