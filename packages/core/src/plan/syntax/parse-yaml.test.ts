import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Composer, type CST, type Document, Parser } from 'yaml';
import { atOnce } from '../../value/sliced.ts';
import { COMPOSER_OPTIONS, composeInParts } from './compose-in-parts.ts';
import { parseYaml, parseYamlSliced } from './parse-yaml.ts';
import { findPlainLines, withoutPlainLines } from './plain-lines.ts';
import { restorePlainLines } from './restore-plain-lines.ts';

/** What YAML has: comments, empty lines, anchors, tags, brackets, texts of several lines. `%` is the indent of the item. */
const LEAVES: readonly string[] = [
  'a',
  '""',
  "'b  c'",
  '1.50',
  '~',
  '',
  '# only a comment',
  'd # behind',
  '[e, {f: g}]',
  '{h: [i], j: }',
  '&k l',
  '*k',
  '!!str 1',
  '|\n%  m\n%\n%  n',
  '>-\n%  o\n%  p',
  '"q\n%  r"',
  's\n%  t',
  '|\n%  - a\n%  - b\n%  - c',
  '"d\n%  - e\n%  - f\n%  - g"',
  'h\n%  - i\n%  - j\n%  - k',
  '[\n%  l: m\n%  l: m\n%  l: m\n%  ]',
];

/** Names, and what only looks like one. */
const NAMES = [
  'a',
  'b-1.c/d',
  'nullable',
  'true-e',
  'true',
  'Null',
  '2',
  'f g',
  'h:i',
  'j # k',
  '*k',
  `l${'l'.repeat(200)}`,
];

/** Mostly the first of them. */
function often(usual = '', ...others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3 * others.length, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
}

const beforeItem = often('', '\n', '%# comment\n', '\n%# comment\n\n', '%   # further in\n');
const afterKey = often('', ' # of the value', ' &anchor', ' !!map', ' !!omap', ' !own');

interface Written {
  readonly kind: 'map' | 'list';
  /** Lines that are read without the library, where all of them are names. */
  readonly plain: readonly string[];
  readonly items: readonly WrittenItem[];
  readonly closing: string;
}

interface WrittenItem {
  readonly key: string;
  readonly before: string;
  readonly afterKey: string;
  readonly value: string | Written;
}

const { collection } = fc.letrec<{ collection: Written; item: WrittenItem }>((tie) => ({
  collection: fc.record({
    kind: fc.constantFrom('map', 'list'),
    plain: fc.oneof(fc.constant([]), fc.array(often(...NAMES), { maxLength: 9 })),
    items: fc.array(tie('item'), { minLength: 1, maxLength: 4 }),
    closing: often('', '%# at the end\n', '\n%  # further in\n'),
  }),
  item: fc.record({
    key: often('key', '"q k"', '? u', '&v w', '1', '<<'),
    before: beforeItem,
    afterKey,
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...LEAVES), tie('collection')),
  }),
}));

const text = fc
  .record({
    head: often(
      '',
      '# prelude\n',
      '# prelude\n\n',
      '\n',
      '---\n',
      '# x\n--- # y\n',
      '%YAML 1.2\n---\n',
      '--- !!map\n',
      '\ufeff',
    ),
    collection,
    tail: often('', '# end\n', '\n# end', '...\n# after\n', '---\nmore\n', ']'),
  })
  .map(({ head, collection: written, tail }) => `${head}${writeCollection(written, 0)}${tail}`);

function writeCollection({ kind, plain, items, closing }: Written, depth: number): string {
  const indent = '  '.repeat(depth);
  const names = plain.map((name, index) => `${indent}${kind === 'map' ? `k${index}: ` : '- '}${name}\n`);
  const lines = items.map((item) => {
    const begin = `${item.before.replaceAll('%', indent)}${indent}${kind === 'map' ? `${item.key}:` : '-'}`;
    return typeof item.value === 'string'
      ? `${begin} ${item.value.replaceAll('%', indent)}\n`
      : `${begin}${item.afterKey}\n${writeCollection(item.value, depth + 1)}`;
  });
  return `${lines.join('')}${names.join('')}${closing.replaceAll('%', indent)}`;
}

const runLength = fc.integer({ min: 1, max: 40 });

test('what is composed in parts is what the library composes in one call', () => {
  let composed = 0;
  fc.assert(
    fc.property(text, runLength, (written, length) => {
      const tokens = [...new Parser().parse(written)];
      const [whole, ...others] = composeAtOnce(tokens, written);
      const inParts = atOnce(composeInParts(tokens, { textLength: written.length, runLength: length }));
      if (inParts === undefined) return;
      composed += 1;
      expect(others).toEqual([]);
      expect(describe(inParts)).toEqual(describe(whole));
    }),
    { numRuns: 300 },
  );

  expect(composed).toBeGreaterThan(60);
});

test('a text without mistakes, tags or brackets is composed in slices of the length that was asked for', () => {
  const rows = Array.from({ length: 100 }, (_, row) => `  - { key: k${row}, to: t${row} } # ${row}\n`).join('');
  const written = `# a plan\nname: a\nrows:\n${rows}more: # here\n${rows}  # end of it\n# end\n`;
  const tokens = [...new Parser().parse(written)];
  const work = composeInParts(tokens, { textLength: written.length, runLength: 300 });
  let slices = 1;
  let next = work.next();
  for (; next.done !== true; next = work.next()) slices += 1;
  expect(describe(next.value)).toEqual(describe(composeAtOnce(tokens, written)[0]));
  expect(slices).toBeGreaterThan(written.length / 400);
});

test('a text whose plain lines are read apart is what it is as a whole', () => {
  let shortened = 0;
  fc.assert(
    fc.property(text, runLength, (written, length) => {
      const runs = atOnce(findPlainLines(written, 3));
      if (runs.length > 0) shortened += 1;
      const whole = parseYaml(written);
      const apart = atOnce(parseYamlSliced(written, { leastPlainLines: 3, runLength: length }));
      expect(apart.problems).toEqual(whole.problems);
      expect(describe(apart.document)).toEqual(describe(whole.document));
    }),
    { numRuns: 300 },
  );
  expect(shortened).toBeGreaterThan(60);
});

test.each(['list', 'map'])('a long %s of names reaches the library in two lines', (shape) => {
  const names = Array.from({ length: 1_000 }, (_, row) =>
    shape === 'list' ? `    - n${row}\n` : `    k${row}: n${row}\n`,
  );
  const written = `# a plan\nrows:\n  names: # all\n${names.join('')}    # closing\n  more: 1\n`;
  const runs = atOnce(findPlainLines(written, 100));
  const shorter = withoutPlainLines(written, runs);
  expect(shorter.split('\n')).toHaveLength(8);
  const { document } = parseYaml(shorter);
  expect(document !== undefined && atOnce(restorePlainLines(document, runs, written))).toBe(true);
  expect(describe(document)).toEqual(describe(composeAtOnce([...new Parser().parse(written)], written)[0]));
});

function composeAtOnce(tokens: readonly CST.Token[], written: string): readonly Document.Parsed[] {
  return [...new Composer(COMPOSER_OPTIONS).compose(tokens, true, written.length)];
}

/** All that nodes have but methods: values, ranges, comments, empty lines, anchors, tags, forms; and the mistakes. */
function describe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(describe);
  if (typeof value !== 'object' || value === null) return value;
  const { schema: _, options: __, ...own } = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries({ ...own, kind: value.constructor.name }).flatMap(([name, of]) =>
      typeof of === 'function' ? [] : [[name, describe(of)]],
    ),
  );
}
