import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';

const FILES: Readonly<Record<string, string>> = {
  'a.csv': 'name,sink\none,orders\ntwo,users\nthree,orders\n',
  'b.yaml': '- { name: four, sink: events }\n- { name: five, sink: users }\n',
  'd.csv': 'name,sink\nseven,metrics\nsix,logs\n',
  'c.json': '{\n  "orders": {},\n  "logs": {}\n}\n',
};

function compile(migrations: string) {
  const text = `version: 1
name: p
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
${migrations}`;
  const { diagnostics } = compilePlan(text, {
    file: 'plan.yaml',
    registry: fixtureRegistry,
    readFile: (path) => ({ bytes: Buffer.from(FILES[path] ?? '') }),
  });
  const lines = text.split('\n');
  return diagnostics.map(({ code, detail, range, related = [] }) => ({
    code,
    units: /^(\S+) and ([^\s,]+)/.exec(detail)?.slice(1),
    written: range === undefined ? '' : cut(lines, range.start),
    related: related.map(({ file, range: { start }, label }) =>
      file === undefined
        ? `plan: ${cut(lines, start)} (${label})`
        : `${file}:${start.line}: ${cut((FILES[file] ?? '').split('\n'), start)} (${label})`,
    ),
  }));
}

/** What is written at a place, up to the end of its line. */
function cut(lines: readonly string[], { line, column }: { readonly line: number; readonly column: number }): string {
  return (lines[line - 1] ?? '').slice(column - 1);
}

function migration(name: string, forEach: string, index: string): string {
  return `  ${name}:
    uses: search.index-migration
    for_each: ${forEach}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "from-\${{ each.key }}" }
      sinkCluster:
        index: "${index}"
`;
}

test('two rows of one file are pointed at, at the column that names the target', () => {
  expect(compile(migration('a', '{ file: a.csv, key: name }', '${{ each.value.sink }}'))).toEqual([
    {
      code: 'PLAN_DUPLICATE_TARGET',
      units: ['a[one]', 'a[three]'],
      written: 'a.csv, key: name }',
      related: ['a.csv:2: orders (The row of unit a[one])', 'a.csv:4: orders (The row of unit a[three])'],
    },
  ]);
});

test('a unit of the plan and a row are pointed at where each is written', () => {
  const found = compile(
    migration('a', '[users]', 'moved-${{ each.key }}') +
      migration('b', '{ file: b.yaml, key: name }', 'moved-${{ each.value.sink }}'),
  );
  expect(found).toEqual([
    {
      code: 'PLAN_DUPLICATE_TARGET',
      units: ['a[users]', 'b[five]'],
      written: '"moved-${{ each.value.sink }}"',
      related: [
        'plan: "moved-${{ each.key }}" (a[users] writes to it too)',
        'b.yaml:2: users } (The row of unit b[five])',
      ],
    },
  ]);
});

test('of rows of two files, one is found by its key', () => {
  const found = compile(
    migration('c', '{ file: c.json }', '${{ each.key }}') +
      migration('d', '{ file: d.csv, key: name }', '${{ each.value.sink }}'),
  );
  expect(found.map(({ units, related }) => ({ units, related }))).toEqual([
    {
      units: ['c[logs]', 'd[six]'],
      related: [
        'plan: "${{ each.key }}" (c[logs] writes to it too)',
        'c.json:3: {} (The row of unit c[logs])',
        'd.csv:3: logs (The row of unit d[six])',
      ],
    },
  ]);
});

test('a target that every row has is pointed at by the rows as they are', () => {
  const [only, ...more] = compile(migration('b', '{ file: b.yaml, key: name }', 'orders'));
  expect(more).toEqual([]);
  expect(only?.related).toEqual([
    'b.yaml:1: { name: four, sink: events } (The row of unit b[four])',
    'b.yaml:2: { name: five, sink: users } (The row of unit b[five])',
  ]);
});
