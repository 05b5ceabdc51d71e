import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compilePlan } from '../../compile-plan.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../diagnostics/render-diagnostics.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import type { Json, JsonObject } from '../../value/value.ts';
import type { ReadPlanFile } from '../inventory/plan-file.ts';
import { loadPlan } from './load-plan.ts';

const CSV = 'name,docs,zip,live\norders-1,7,02142,true\norders-2,8,10115,false\n';

describe('rows of a file become units', () => {
  test('in its order, with every column as text unless declared', () => {
    const entries = load(
      'plan.csv',
      CSV,
      '{ file: plan.csv, key: name, types: { docs: number, live: boolean } }',
    ).plan?.migrations.get('orders')?.forEach;
    expect(entries).toEqual([
      { key: 'orders-1', value: { name: 'orders-1', docs: 7, zip: '02142', live: true } },
      { key: 'orders-2', value: { name: 'orders-2', docs: 8, zip: '10115', live: false } },
    ]);
  });

  test('`each` is filled in from them', () => {
    const { units } = compile('rows.csv', CSV, '{ file: rows.csv, key: name }', 'orders-${{ each.value.zip }}');
    expect(units).toEqual(['orders[orders-1] orders-02142', 'orders[orders-2] orders-10115']);
  });

  test.each([
    ['a map', 'rows.yaml', 'orders-1: { zip: "1" }\n"2": { zip: "2" }\na: { zip: "3" }\n', ['orders-1', '2', 'a']],
    ['a map in JSON', 'rows.json', '{"b":{"zip":"1"},"a":{"zip":"2"}}', ['b', 'a']],
    ['numbers in JSON', 'rows.json', '{"b":{"zip":"1"},"30":{"zip":"2"},"4":{"zip":"3"}}', ['b', '30', '4']],
    ['numbers in YAML', 'rows.yaml', 'b: { zip: "1" }\n30: { zip: "2" }\n4: { zip: "3" }', ['b', '30', '4']],
  ])('%s names its units by its keys, in its order', (_what, file, text, keys) => {
    const { diagnostics, plan } = load(file, text, `{ file: ${file} }`);
    expect(diagnostics).toEqual([]);
    expect(plan?.migrations.get('orders')?.forEach?.map(({ key }) => key)).toEqual(keys);
  });

  test('a list of texts is the same as in the plan', () => {
    const inFile = load('rows.yaml', '[orders-1, orders-2]', '{ file: rows.yaml }', 'x').plan;
    const inPlan = loadPlan(planText('[orders-1, orders-2]', 'x'), {
      file: 'plan.yaml',
      registry: fixtureRegistry,
    }).plan;
    expect(inFile?.digest).toBe(inPlan?.digest);
    expect(inFile?.sourceDigest).not.toBe(inPlan?.sourceDigest);
  });

  test('CSV as RFC 4180 has it: quotes, line ends of both kinds, a byte order mark, empty lines at the end', () => {
    const text = '\ufeffname,zip\r\n"a, b","say ""hi"""\n"c","two\r\nlines"\r\n\r\n\n';
    expect(load('rows.csv', text, '{ file: rows.csv, key: name }').plan?.migrations.get('orders')?.forEach).toEqual([
      { key: 'a, b', value: { name: 'a, b', zip: 'say "hi"' } },
      { key: 'c', value: { name: 'c', zip: 'two\r\nlines' } },
    ]);
  });

  test('the name of the file may come from an input', () => {
    const text = planText('{ file: "${{ inputs.env }}.csv", key: name }').replace(
      'providers:',
      'inputs: { env: {} }\nproviders:',
    );
    const options = { file: 'plan.yaml', registry: fixtureRegistry, readFile: reader({ 'prod.csv': CSV }) };
    expect(loadPlan(text, { ...options, variables: { env: 'prod' } }).diagnostics).toEqual([]);
    expect(codesOf(loadPlan(text, { ...options, variables: { env: 'test' } }))).toEqual(['PLAN_INVENTORY_UNREADABLE']);
  });

  test('two migrations that name a file read it once', () => {
    let reads = 0;
    const readFile: ReadPlanFile = (path) => {
      reads += 1;
      return reader({ 'rows.csv': CSV })(path);
    };
    const one = planText('{ file: rows.csv, key: name }');
    const [, second = ''] = /^migrations:\n([\s\S]*)$/m.exec(one) ?? [];
    const text = `${one}${second.replace('orders:', 'others:').replace('es-1', 'es-2')}`;
    expect(loadPlan(text, { file: 'plan.yaml', registry: fixtureRegistry, readFile }).diagnostics).toEqual([]);
    expect(reads).toBe(1);
  });
});

describe('the plan is bound to the rows', () => {
  test('another value of any column is another plan, another order of the rows is not', () => {
    const use = '{ file: rows.csv, key: name }';
    const digest = (text: string) => load('rows.csv', text, use).plan?.digest;
    expect(digest(CSV.replace('02142', '02143'))).not.toBe(digest(CSV));
    expect(digest(CSV.replace(/(orders-1.*\n)(orders-2.*\n)/, '$2$1'))).toBe(digest(CSV));
  });

  test('another name of the file is the same plan', () => {
    expect(load('b.csv', CSV, '{ file: b.csv, key: name }').plan?.digest).toBe(
      load('a.csv', CSV, '{ file: a.csv, key: name }').plan?.digest,
    );
  });
});

/** What is wrong, and the one finding that says so, with the line of the file that it names. */
const DAMAGED: readonly (readonly [
  what: string,
  text: string | Uint8Array,
  code: string,
  line: number,
  words: string,
])[] = [
  ['an empty file', '', 'PLAN_INVENTORY_EMPTY', 1, 'empty inventory'],
  ['nothing but a mark and line ends', '\ufeff\r\n\r\n', 'PLAN_INVENTORY_EMPTY', 1, 'empty inventory'],
  ['a column without a name', 'name,,zip\na,1,2\n', 'PLAN_INVENTORY_HEADER', 1, 'Column 2'],
  ['a column twice', 'name,zip,zip\na,1,2\n', 'PLAN_INVENTORY_HEADER', 1, 'two columns `zip`'],
  ['a space in the header', 'name, zip\na,1\n', 'PLAN_INVENTORY_HEADER', 1, 'space around'],
  ['a name that JavaScript uses', 'name,__proto__\na,1\n', 'PLAN_INVENTORY_HEADER', 1, '__proto__'],
  ['semicolons', 'name;zip\na;1\n', 'PLAN_INVENTORY_HEADER', 1, 'not separated by commas'],
  ['a row that is too short', 'name,zip\na,1\nb\n', 'PLAN_INVENTORY_ROW', 3, '1 of 2 fields'],
  ['a row that is too long', 'name,zip\na,1,2\n', 'PLAN_INVENTORY_ROW', 2, '3 of 2 fields'],
  ['a row without a key', 'name,zip\na,1\n,2\n', 'PLAN_INVENTORY_ROW', 3, 'row without a key'],
  ['two rows of one key', 'name,zip\na,1\nb,2\na,3\n', 'PLAN_DUPLICATE_UNIT', 4, 'Lines 2 and 4'],
  ['a key with a bracket', 'name,zip\na[1],1\n', 'PLAN_UNIT_KEY', 2, 'bracket'],
  ['the key of all units', 'name,zip\n*,1\n', 'PLAN_UNIT_KEY', 2, 'all units'],
  ['a key over two lines', 'name,zip\n"a\nb",1\n', 'PLAN_UNIT_KEY', 2, 'control character'],
  ['a quote that is not closed', 'name,zip\na,"1\nb,2\n', 'PLAN_INVENTORY_SYNTAX', 2, 'not closed'],
  ['text after a quote', 'name,zip\n"a"b,1\n', 'PLAN_INVENTORY_SYNTAX', 2, 'after a quoted field'],
  ['a quote inside a field', 'name,zip\nä,1"2\n', 'PLAN_INVENTORY_SYNTAX', 2, 'without quotes'],
  ['bytes that are not UTF-8', Buffer.from('name,zip\na,\xfc\n', 'latin1'), 'PLAN_ENCODING', 2, 'not UTF-8'],
  ['UTF-16', Buffer.from('\ufeffname,zip\na,1\n', 'utf16le'), 'PLAN_ENCODING', 1, 'UTF-16'],
  ['old line ends', 'name,zip\ra,1\r', 'PLAN_LINE_ENDS', 1, 'old Mac'],
  ['a control character', 'name,zip\na,\u0007\n', 'PLAN_CONTROL_CHARACTER', 2, 'U+0007'],
  ['a reference', `name,zip\na,\${{ inputs.x }}\n`, 'PLAN_REFERENCE_NOT_ALLOWED', 2, 'reference in an inventory'],
];

describe('a damaged file gives one finding with its place', () => {
  test.each(DAMAGED)('CSV: %s', (_what, text, code, line, words) => {
    const { diagnostics } = load('rows.csv', text, '{ file: rows.csv, key: name }');
    expect(diagnostics.map((found) => [found.code, found.file, found.range?.start.line])).toEqual([
      [code, 'plans/rows.csv', line],
    ]);
    expect(`${diagnostics[0]?.summary} ${diagnostics[0]?.detail}`).toContain(words);
  });

  test.each([
    ['yaml', '', 'PLAN_INVENTORY_EMPTY', 1],
    ['yaml', '[]\n', 'PLAN_INVENTORY_EMPTY', 1],
    ['yaml', 'text\n', 'PLAN_INVENTORY_ROW', 1],
    ['yaml', '- { name: a }\n- { name: "" }\n', 'PLAN_INVENTORY_ROW', 2],
    ['yaml', '- { name: a }\n- b\n', 'PLAN_INVENTORY_ROW', 2],
    ['yaml', '- { name: a }\n- { name: b }\n- { name: a }\n', 'PLAN_DUPLICATE_UNIT', 3],
    ['yaml', '- { name: a, name: b }\n', 'PLAN_DUPLICATE_KEY', 1],
    ['yaml', '- name: a\n  zip: 02142\n', 'PLAN_NUMBER_FORM', 2],
    ['yaml', '- name: a\n zip: 1\n', 'PLAN_YAML_SYNTAX', 2],
    ['yaml', '- { name: a, zip: "${{ inputs.x }}" }\n', 'PLAN_REFERENCE_NOT_ALLOWED', 1],
    ['yaml', 'a: { zip: 1 }\nb: { zip: "x ${{ zip }}" }\n', 'PLAN_REFERENCE_NOT_ALLOWED', 2],
    ['yaml', '- name: a\n  zip: ${{ secrets.x\n', 'PLAN_REFERENCE_NOT_ALLOWED', 2],
    ['json', '[{"name": "a"},\n{"name": "b", "zip": "${{ a b }}"}]', 'PLAN_REFERENCE_NOT_ALLOWED', 2],
    ['json', '[\n{"name": "a"}\n{"name": "b"}]', 'PLAN_INVENTORY_SYNTAX', 3],
    ['json', '[{"name": "a"}', 'PLAN_INVENTORY_SYNTAX', 1],
    ['json', '[{"name": "a"},\n{"name": "b", "name": "c"}]', 'PLAN_DUPLICATE_KEY', 2],
    ['json', '[{"name": "a"},\n{"name": "b", "zip": 1.50}]', 'PLAN_NUMBER_FORM', 2],
    ['json', '[{"name": "a"},\n{"name": "a"}]', 'PLAN_DUPLICATE_UNIT', 2],
    ['json', '[{"name": "a"},\n{"name": "b", "__proto__": {}}]', 'PLAN_FORBIDDEN_KEY', 2],
    ['json', '[{"name": "a"},\n{"zip": "b"}]', 'PLAN_INVENTORY_ROW', 2],
    ['json', '{"b": {},\n"30": {},\n"*": {},\n"4": {}}', 'PLAN_UNIT_KEY', 3],
    ['json', '{"b": {},\n"30": {},\n"4": {},\n"30": {}}', 'PLAN_DUPLICATE_KEY', 4],
    ['json', '[{"name": "a"},\n]\n\n', 'PLAN_INVENTORY_SYNTAX', 2],
    ['json', '# rows\n- { name: a }\n', 'PLAN_INVENTORY_SYNTAX', 1],
    ['json', `\n${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'PLAN_TOO_DEEP', 2],
    ['json', '[{"name": "a",\n"id": 12345678901234567890}]', 'PLAN_NUMBER_PRECISION', 2],
  ])('%s: %j', (format, text, code, line) => {
    const { diagnostics } = load(`rows.${format}`, text, `{ file: rows.${format}, key: name }`);
    expect(diagnostics.map((found) => [found.code, found.file, found.range?.start.line])).toEqual([
      [code, `plans/rows.${format}`, line],
    ]);
  });

  test.each([
    [
      'rows.csv',
      `name,zip\n${'b\n'.repeat(300)}`,
      'PLAN_INVENTORY_ROW',
      2,
      '299 more rows: lines 3, 4, 5, 6, 7 and 294 more',
    ],
    [
      'rows.csv',
      `name,zip\n${',1\n'.repeat(300)}`,
      'PLAN_INVENTORY_ROW',
      2,
      '299 more rows: lines 3, 4, 5, 6, 7 and 294 more',
    ],
    ['rows.csv', `name,zip\n${'a,1\n'.repeat(6)}`, 'PLAN_DUPLICATE_UNIT', 3, '4 more rows: lines 4, 5, 6, 7'],
    [
      'rows.csv',
      'name,zip\na,1\nb,1\nc,1\nd,1\na,1\nb,1\nc,1\nd,1\n',
      'PLAN_DUPLICATE_UNIT',
      6,
      '3 more rows: lines 7, 8, 9',
    ],
    ['rows.yaml', '- zip: 007\n'.repeat(5), 'PLAN_NUMBER_FORM', 1, '4 more rows: lines 2, 3, 4, 5'],
    ['rows.json', `[{"name": "a"}${', {"zip": 1}'.repeat(5)}]`, 'PLAN_INVENTORY_ROW', 1, 'wrong in 4 more rows.'],
  ])('%s: one finding for all rows of which it says the same: %#', (file, text, code, line, words) => {
    const { diagnostics } = load(file, text, `{ file: ${file}, key: name }`);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((found) => [found.code, found.range?.start.line])).toEqual([[code, line]]);
    expect(errors[0]?.detail).toContain(words);
  });

  test('a column of another type in every row is one finding, and of each other column another one', () => {
    const rows = Array.from({ length: 9 }, (_, at) => `${at},x,y\n`).join('');
    const use = '{ file: rows.csv, key: name, types: { docs: number, live: boolean } }';
    const { diagnostics } = load('rows.csv', `name,docs,live\n${rows}`, use);
    expect(diagnostics.map(({ code, summary, range }) => [code, summary, range?.start.line])).toEqual([
      ['PLAN_INVENTORY_TYPE', 'no number in column `docs`', 2],
      ['PLAN_INVENTORY_TYPE', 'no boolean in column `live`', 2],
    ]);
  });

  test('numbers of fields, lines of a pair and hints are said as they are', () => {
    const short = load('rows.csv', 'name,zip\nb\n', '{ file: rows.csv, key: name }').diagnostics[0];
    expect(short?.detail).toContain('this row has 1 field, so');
    const pair = load('rows.json', '[{"name": "a"}, {"name": "a"}]', '{ file: rows.json, key: name }').diagnostics[0];
    expect(pair?.detail).toBe('Both are in line 1 of plans/rows.json; each key names one unit.');
    const texts = load('rows.yaml', '- a\n- b\n', '{ file: rows.yaml, key: name }').diagnostics[0];
    expect([texts?.code, texts?.hint]).toEqual(['PLAN_INVENTORY_COLUMN', expect.stringContaining('Leave `key`')]);
    const fields = load('rows.yaml', '- { zip: 1 }\n', '{ file: rows.yaml, key: name }').diagnostics[0];
    expect([fields?.code, fields?.hint]).toEqual(['PLAN_INVENTORY_COLUMN', expect.not.stringContaining('CSV')]);
  });

  test('a value that does not read as its type is reported at its field', () => {
    const use = '{ file: rows.csv, key: name, types: { docs: number, live: boolean } }';
    const text = 'name,docs,zip,live\na,7,1,true\nb,,1,yes\nc,1.10,1,FALSE\n';
    const found = load('rows.csv', text, use).diagnostics;
    expect(found.map(({ code, range }) => [code, range?.start.line, range?.start.column])).toEqual([
      ['PLAN_INVENTORY_TYPE', 3, 3],
      ['PLAN_INVENTORY_TYPE', 3, 6],
      ['PLAN_NUMBER_FORM', 4, 3],
    ]);
  });
});

describe('what the plan says of a file', () => {
  test.each([
    ['a key that is no column', '{ file: rows.csv, key: nmae }', 'PLAN_INVENTORY_COLUMN', '`name`'],
    [
      'a type of no column',
      '{ file: rows.csv, key: name, types: { dosc: number } }',
      'PLAN_INVENTORY_COLUMN',
      '`docs`',
    ],
    ['no key', '{ file: rows.csv }', 'PLAN_MISSING_KEY', 'key:'],
    ['an unknown key', '{ file: rows.csv, kye: name }', 'PLAN_UNKNOWN_KEY', '`key`'],
    ['an unknown type', '{ file: rows.csv, key: name, types: { docs: int } }', 'PLAN_BAD_VALUE', ''],
    ['no such file', '{ file: raws.csv, key: name }', 'PLAN_INVENTORY_UNREADABLE', 'Check'],
    ['another ending', '{ file: rows.xlsx, key: name }', 'PLAN_INVENTORY_UNREADABLE', '.csv'],
  ])('%s is reported in the plan', (_what, use, code, hint) => {
    const { diagnostics } = load('rows.csv', CSV, use);
    expect(diagnostics.map((found) => [found.code, found.file])).toContainEqual([code, 'plans/plan.yaml']);
    expect(diagnostics.find((found) => found.code === code)?.hint ?? '').toContain(hint);
  });

  test.each([
    ['an empty name', '{ file: "", key: name }', 'empty value'],
    ['an endless name', `{ file: "${'x'.repeat(2000)}.csv", key: name }`, 'longer than 1024 characters'],
    ['an empty key', '{ file: rows.csv, key: "" }', 'empty value'],
  ])('%s is one finding that says so', (_what, use, words) => {
    const { diagnostics } = load('rows.csv', CSV, use);
    expect(diagnostics.map(({ code, summary }) => [code, summary])).toEqual([
      ['PLAN_BAD_VALUE', expect.stringContaining(words)],
    ]);
  });

  test('an unknown column in an expression names the columns', () => {
    const { diagnostics } = compile('rows.csv', CSV, '{ file: rows.csv, key: name }', '${{ each.value.zpi }}');
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ['PLAN_REFERENCE_UNKNOWN', 'did you mean `zip`?'],
    ]);
    expect(diagnostics[0]?.detail).toContain('It has name, docs, zip, live.');
  });

  test('an unknown column is one finding, at its first reference, with the number of them', () => {
    const [zpi, dcos] = ['${{ each.value.zpi }}', '${{ each.value.zpi }}-${{ each.value.dcos }}'];
    const { diagnostics } = compile('rows.csv', CSV, '{ file: rows.csv, key: name }', dcos, zpi);
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['unknown column `zpi`', 'unknown column `dcos`']);
    expect(diagnostics[0]?.detail).toContain('2 references in this migration mean it; this is the first.');
    expect(diagnostics[1]?.detail).not.toContain('references');
    expect(diagnostics.map(({ range }) => range?.start.line)).toEqual([11, 11]);
  });

  test('a value that the kind refuses is shown in its row', () => {
    const text = 'name,index\na,good\nb,BAD\n';
    const { diagnostics } = compile('rows.csv', text, '{ file: rows.csv, key: name }', '${{ each.value.index }}');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      file: 'plans/plan.yaml',
      related: [{ file: 'plans/rows.csv', range: { start: { line: 3, column: 3 } } }],
    });
  });

  test('a key that the kind refuses is shown in its column', () => {
    const { diagnostics } = compile(
      'rows.csv',
      'zip,name\n1,a\n2,BAD\n',
      '{ file: rows.csv, key: name }',
      '${{ each.key }}',
    );
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.related?.[0]?.range.start).toMatchObject({ line: 3, column: 3 });
  });

  test('text where a number belongs says how to declare the column', () => {
    const { diagnostics } = compile('rows.csv', CSV, '{ file: rows.csv, key: name }', 'x', '${{ each.value.docs }}');
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ['PLAN_WRONG_TYPE', expect.stringContaining('types: { docs: … }')],
    ]);
  });

  test('a field that a row does not have is shown at that row', () => {
    const text = '- { name: a, zip: "1" }\n- { name: b }\n';
    const { diagnostics } = compile('rows.yaml', text, '{ file: rows.yaml, key: name }', '${{ each.value.zip }}');
    expect(diagnostics[0]).toMatchObject({
      code: 'PLAN_REFERENCE_UNKNOWN',
      related: [{ range: { start: { line: 2 } } }],
    });
  });

  test('without a way to read files it is refused', () => {
    const options = { file: 'plan.yaml', registry: fixtureRegistry };
    expect(codesOf(loadPlan(planText('{ file: rows.csv, key: name }'), options))).toEqual([
      'PLAN_INVENTORY_UNREADABLE',
    ]);
  });

  test('whoever needs its units hears nothing of them while they are not known', () => {
    const needs = '  others: { uses: search.ListDataTasks, needs: ["orders[a]"], with: { InstanceId: es-1 } }\n';
    const text = `${planText('{ file: rows.csv, key: name }')}${needs}`;
    const readFile = reader({ 'rows.csv': 'name,zip\na\n' });
    expect(codesOf(loadPlan(text, { file: 'plan.yaml', registry: fixtureRegistry, readFile }))).toEqual([
      'PLAN_INVENTORY_ROW',
    ]);
  });
});

test('a password in a row is never shown', () => {
  for (const text of [
    'name,password,zip\na,hunter2,1\na,hunter3,2\n',
    'name,password,zip\na,hunter2\n',
    'name,password,zip\na,"hunter2" x,1\n',
    'name,password,zip\n,hunter2,1\n',
  ]) {
    const { diagnostics } = load('rows.csv', text, '{ file: rows.csv, key: name, types: { password: boolean } }');
    expect(diagnostics.length).toBeGreaterThan(0);
    const shown = renderDiagnostics(diagnostics, new Map([['plans/rows.csv', text]]));
    expect(shown).not.toContain('hunter');
    expect(JSON.stringify(diagnostics)).not.toContain('hunter');
  }
});

test('a password inside a URL is a warning, as in the plan itself', () => {
  const { diagnostics } = load('rows.csv', 'name,zip\na,http://me:hunter2@host/\n', '{ file: rows.csv, key: name }');
  expect(diagnostics).toMatchObject([
    {
      severity: 'warning',
      code: 'PLAN_LITERAL_SECRET',
      file: 'plans/rows.csv',
      range: { start: { line: 2, column: 3 } },
    },
  ]);
});

describe('any rows', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => isPlain(value));
  const key = fc
    .oneof(fc.nat().map(String), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }))
    // `stringify` does not quote `<<`, which merges a map where it is a key.
    .filter((value) => !/[[\]*$]/.test(value) && !(value in {}) && value !== 'prototype' && value !== '<<');
  const row = fc.record({ zip: text, note: text, docs: fc.integer(), live: fc.boolean() });
  const rows = fc.uniqueArray(fc.tuple(key, row), { selector: ([name]) => name, minLength: 1, maxLength: 8 });
  const lineEnd = fc.constantFrom('\n', '\r\n');

  test('give the same plan as CSV, YAML and JSON, as a list and as a map', () => {
    fc.assert(
      fc.property(rows, lineEnd, fc.boolean(), (drawn, end, hasMark) => {
        const list = drawn.map(([name, fields]): JsonObject => ({ name, ...fields }));
        const columns = ['name', 'zip', 'note', 'docs', 'live'];
        const lines = [columns, ...list.map((fields) => columns.map((column) => textOf(fields[column])))];
        const mark = hasMark ? '\ufeff' : '';
        const csv = `${mark}${lines.map((fields) => fields.map(quoted).join(',')).join(end)}${end}`;
        const map = new Map(list.map((fields) => [textOf(fields['name']), fields]));
        const plans = [
          planOf('rows.csv', csv, 'key: name'),
          planOf('rows.yaml', `${mark}${stringify(list)}`, 'key: name'),
          planOf('rows.json', `${mark}${JSON.stringify(list)}`, 'key: name'),
          planOf('rows.yaml', `${mark}${stringify(map)}`),
          planOf('rows.json', `${mark}${jsonOf(map)}`),
        ];
        expect(new Set(plans.map((plan) => plan?.digest)).size).toBe(1);
        for (const plan of plans) {
          const entries = plan?.migrations.get('orders')?.forEach?.map((entry) => entry.key);
          expect(entries).toEqual(drawn.map(([name]) => name));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('places in CSV are those of the fields', () => {
    fc.assert(
      fc.property(rows, lineEnd, (drawn, end) => {
        const lines = [
          'name,zip,note',
          ...drawn.map(([name, { zip, note }]) => [name, zip, note].map(quoted).join(',')),
        ];
        const csv = lines.join(end);
        const inventory = load('rows.csv', csv, '{ file: rows.csv, key: name }').plan?.migrations.get(
          'orders',
        )?.inventory;
        for (const [index, [, fields]] of drawn.entries()) {
          const range = inventory?.locate(index, 'note');
          expect(csv.slice(range?.start.offset, range?.end.offset)).toBe(quoted(fields.note));
        }
      }),
      { numRuns: 60 },
    );
  });

  /** What is refused in any text file is tested elsewhere. */
  function isPlain(value: string): boolean {
    return !/[\p{Cc}\ufffe\uffff]|\$\{\{/u.test(value);
  }

  function quoted(field: string): string {
    return `"${field.replaceAll('"', '""')}"`;
  }

  /** An object would move keys that are numbers to the front. */
  function jsonOf(map: ReadonlyMap<string, Json>): string {
    return `{${[...map].map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}}`;
  }

  function planOf(file: string, content: string, more = ''): ReturnType<typeof loadPlan>['plan'] {
    const types = 'types: { docs: number, live: boolean }';
    const { plan, diagnostics } = load(file, content, `{ file: ${file}, ${types}${more === '' ? '' : `, ${more}`} }`);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return plan;
  }
});

function planText(forEach: string, index = 'x', shards = '1'): string {
  return `version: 1
name: shop
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  orders:
    uses: search.index-migration
    for_each: ${forEach}
    with:
      InstanceId: es-1
      sourceCluster: { endpoint: "http://10.0.0.1:9200", index: "${index}" }
      sinkCluster: { shards: "${shards}" }
`.replace('shards: "1"', 'shards: 1');
}

function reader(files: Readonly<Record<string, string | Uint8Array>>): ReadPlanFile {
  return (path) => {
    const content = files[path];
    if (content === undefined) return { kind: 'unreadable', reason: 'is not there', hint: 'Check the path.' };
    return { bytes: typeof content === 'string' ? Buffer.from(content) : content };
  };
}

function load(
  file: string,
  content: string | Uint8Array,
  forEach: string,
  index?: string,
): ReturnType<typeof loadPlan> {
  const readFile = reader({ [file]: content });
  return loadPlan(planText(forEach, index), { file: 'plans/plan.yaml', registry: fixtureRegistry, readFile });
}

function compile(
  file: string,
  content: string,
  forEach: string,
  index: string,
  shards?: string,
): { readonly units: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const { compiled, diagnostics } = compilePlan(planText(forEach, index, shards), {
    file: 'plans/plan.yaml',
    registry: fixtureRegistry,
    readFile: reader({ [file]: content }),
  });
  const units = compiled?.graph.units.map(({ address, unit }) => {
    const { sourceCluster } = unit.with as { readonly sourceCluster: JsonObject };
    return `${address} ${textOf(sourceCluster['index'])}`;
  });
  return { units: units ?? [], diagnostics };
}

function codesOf({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
