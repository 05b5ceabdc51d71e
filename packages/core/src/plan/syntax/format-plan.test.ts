import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { findComments } from './align-comments.ts';
import { formatPlan } from './format-plan.ts';

const PLANS = join(import.meta.dirname, '..', '..', '..', '..', '..', 'plans');

function format(text: string): string {
  const { text: formatted, diagnostics } = formatPlan(text, { file: 'x.yaml' });
  expect(diagnostics).toEqual([]);
  return formatted ?? '';
}

/** Maps keep the order of their keys. */
function meaningOf(text: string): unknown {
  return parse(text, { mapAsMap: true, maxAliasCount: -1 });
}

function commentsIn(text: string): readonly string[] {
  return findComments(text)
    .map((comment) => comment.text)
    .toSorted();
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

const scalar = fc.constantFrom(
  'a',
  'two words',
  "'quoted'",
  '"dou\\u00e9ble"',
  '5',
  '"5"',
  '0x1F',
  '1.50',
  'true',
  '"true"',
  '~',
  'null',
  '20/s',
  '"# no comment"',
  "'it''s'",
  '${{ each.key }}',
  '"${{ secrets.a }}:x"',
  'http://h:9200',
  '""',
  '{}',
  '[]',
  '{a: 1,b: [x,  y]}',
  '[ {a: b}, "c" ]',
  '{ a: {b: c} }',
);
const comment = fc.constantFrom('# why', '#why', '#', '# see: [a] {b} "c"', '#  wide ü漢');
const gap = fc.constantFrom(' ', '  ', '      ');

/** The lines of a value below a key or a dash, in every way that people write them. */
function block(depth: number): fc.Arbitrary<readonly Line[]> {
  const entries = fc.array(fc.tuple(prelude, entry(depth)), { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.boolean(), entries, prelude).map(([isList, all, end]) => {
    const lines = all.flatMap(([before, { head, below }], index) => {
      const marker = isList ? '-' : `k${index}:`;
      return [...before, { indent: 0, text: `${marker} ${head}`.trimEnd() }, ...below];
    });
    return [...lines, ...end];
  });
}

const prelude: fc.Arbitrary<readonly Line[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: comment.map((text) => [{ indent: 0, text }]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [{ indent: 0, text: '' }],
      [
        { indent: 0, text: '' },
        { indent: 0, text: '' },
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: comment.map((text) => [
      { indent: 0, text: '' },
      { indent: 0, text },
      { indent: 0, text: '' },
    ]),
  },
);

interface Entry {
  readonly head: string;
  readonly below: readonly Line[];
}

function entry(depth: number): fc.Arbitrary<Entry> {
  const tail = fc.option(fc.tuple(gap, comment), { nil: undefined });
  // The library drops a comment without words behind `|`.
  const wordyTail = tail.filter((end) => end?.[1] !== '#');
  const simple = fc.tuple(scalar, tail).map(([text, end]) => ({ head: withTail(text, end), below: [] }));
  if (depth === 0) return simple;
  const nested = fc.tuple(tail, fc.integer({ min: 1, max: 5 }), block(depth - 1)).map(([end, step, lines]) => ({
    head: withTail('', end),
    below: lines.map(({ indent, text }) => ({ indent: indent + step, text })),
  }));
  const literal = fc
    .tuple(fc.constantFrom('|', '>', '|-', '>+'), wordyTail, fc.integer({ min: 1, max: 4 }))
    .map(([header, end, step]) => ({
      head: withTail(header, end),
      below: ['# text', 'more', '', '  deeper'].map((text) => ({ indent: step, text })),
    }));
  return fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 3, arbitrary: nested },
    { weight: 1, arbitrary: literal },
  );
}

function withTail(text: string, tail: readonly [string, string] | undefined): string {
  return tail === undefined ? text : `${text}${tail[0]}${tail[1]}`;
}

const sections = fc.shuffledSubarray(['version', 'name', 'secrets', 'providers', 'defaults', 'migrations', 'other'], {
  minLength: 1,
});
const documents = fc
  .tuple(sections, fc.array(fc.tuple(prelude, entry(3)), { minLength: 7, maxLength: 7 }), prelude)
  .map(([names, entries, end]) => {
    const lines = names.flatMap((name, index) => {
      const [before, { head, below }] = entries[index] ?? [[], { head: '', below: [] }];
      return [...before, { indent: 0, text: `${name}: ${head}`.trimEnd() }, ...below];
    });
    return [...lines, ...end].map(({ indent, text }) => `${' '.repeat(text === '' ? 0 : indent)}${text}\n`).join('');
  });

test('any readable text means the same afterwards, has every comment, and is not changed again', () => {
  let formattedTexts = 0;
  let leftAsTheyAre = 0;
  fc.assert(
    fc.property(documents, (text) => {
      const { text: formatted, diagnostics } = formatPlan(text, { file: 'x.yaml' });
      if (formatted === undefined) return;
      if (diagnostics.length === 0) formattedTexts += 1;
      else leftAsTheyAre += 1;
      expect(inAnyOrder(meaningOf(formatted))).toEqual(inAnyOrder(meaningOf(text)));
      expect(commentsIn(formatted)).toEqual(commentsIn(text));
      expect(formatPlan(formatted, { file: 'x.yaml' }).text).toBe(formatted);
    }),
    { numRuns: 150 },
  );
  expect(formattedTexts).toBeGreaterThan(120);
  expect(leftAsTheyAre).toBeLessThan(5);
});

/** Only the sections at the top may change their order. */
function inAnyOrder(root: unknown): unknown {
  const entries = root instanceof Map ? [...root] : [];
  return entries.map(([key, value]) => JSON.stringify([key, asLists(value)])).toSorted();
}

function asLists(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, entry]) => [key, asLists(entry)]);
  return Array.isArray(value) ? value.map(asLists) : value;
}

test.each(readdirSync(PLANS).filter((name) => name.endsWith('.yaml')))(
  'the example %s is in canonical form',
  (name) => {
    const text = readFileSync(join(PLANS, name), 'utf8');
    expect(format(text)).toBe(text);
  },
);

test('sections come in the order of reading, with their comments', () => {
  const text = `# yaml-language-server: $schema=x

# what moves
migrations: {}  # none yet
# where
providers:
    a:   # an alias
        type: b


name: x
# always 1
version: 1
`;
  expect(format(text)).toBe(`# yaml-language-server: $schema=x

# always 1
version: 1
name: x

# where
providers:
  a:     # an alias
    type: b

# what moves
migrations: {}  # none yet
`);
});

test('comments behind values keep their column, or stand two spaces behind the longest of their neighbours', () => {
  expect(format('a:     1      # one\nb: 2 # two\n\nc: "3 #" # no comment\n')).toBe(
    'a: 1          # one\nb: 2          # two\n\nc: "3 #"  # no comment\n',
  );
});

test('what stands in brackets stays there: in one line, or one line for each entry', () => {
  expect(format('a: {b: [ 1,2 ]}\nc: [x,\n  {d: e}]\n')).toBe('a: { b: [1, 2] }\nc:\n  [\n    x,\n    { d: e }\n  ]\n');
});

test('quotes, numbers and long lines stay as written', () => {
  const long = 'word '.repeat(60).trimEnd();
  const text = `a: '5'\nb: "x"\nc: 0x1F\nd: 1.50\ne: ~\nf: ${long}\ng: "${long}"\n`;
  expect(format(text)).toBe(text);
});

test('anchors stay before their aliases, whatever the order of the sections', () => {
  const text = 'migrations: &all\n  a: 1\n\ndefaults: *all\n';
  expect(format(text)).toBe(text);
});

test('a comment that would be lost is named, and the text stays as it is', () => {
  const text = 'name:   x\ndescription: | #\n  why\n';
  const { text: formatted, diagnostics } = formatPlan(text, { file: 'x.yaml' });
  expect(formatted).toBe(text);
  expect(diagnostics).toMatchObject([{ code: 'PLAN_NOT_FORMATTED', range: { start: { line: 2, column: 16 } } }]);
});

test.each([
  ['a syntax error', 'a: [1'],
  ['a key that occurs twice', 'a: 1\na: 2'],
  ['two documents', 'a: 1\n---\nb: 2'],
  ['nothing', '# only a comment'],
])('%s is told as for any other command, and nothing is formatted', (_what, text) => {
  const { text: formatted, diagnostics } = formatPlan(text, { file: 'x.yaml' });
  expect(formatted).toBeUndefined();
  expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
});

test('Windows line ends stay when every line has one, and become line feeds where both are used', () => {
  expect(format('a: 1\r\nb:\r\n    c: 2\r\n')).toBe('a: 1\r\nb:\r\n  c: 2\r\n');
  expect(format('a: 1\r\nb:\n    c: 2\r\n')).toBe('a: 1\nb:\n  c: 2\n');
});

test('a canonical text is canonical on a Windows checkout too', () => {
  for (const text of ['# why\nversion: 1\nname: a\n', 'a: |\n  one\n  two\nb: "x\\r\\ny"\n', 'a: { b: 1 }  # c\n']) {
    const checkedOut = (format(text) ?? '').replaceAll('\n', '\r\n');
    expect(format(checkedOut)).toBe(checkedOut);
  }
});
