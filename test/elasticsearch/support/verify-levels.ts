import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, expectCode, jsonLines } from '../../e2e/support/command-line.ts';
import { ROOT } from '../../e2e/support/sandboxed.ts';
import type { ClusterClient, TestDocument } from './cluster-client.ts';

export const LEVELS = ['counts', 'definition', 'sample', 'digest'] as const;

/** By damage, what the levels make of it, in the order of `LEVELS`. */
export type LevelTable = Readonly<Record<string, readonly string[]>>;

const MAPPINGS = {
  properties: {
    name: { type: 'text' },
    n: { type: 'double' },
    tags: { type: 'keyword' },
    extra: { type: 'object', enabled: false },
  },
};

const WHOLE: readonly TestDocument[] = Array.from({ length: 60 }, (_, at) => ({
  id: `order-${at}`,
  ...(at % 4 === 0 ? { routing: `r${at % 3}` } : {}),
  source: `{"name":"Order ${at}","n":${at}.10,"tags":["a","b","c"],"extra":{"sum":1E+2,"path":"a\\/b"}}`,
}));

interface Copy {
  readonly documents: readonly TestDocument[];
  readonly mappings: object;
}

const withDocuments = (documents: readonly TestDocument[]): Copy => ({ documents, mappings: MAPPINGS });
const without = (at: number): readonly TestDocument[] => WHOLE.filter((_, index) => index !== at);
const changed = (at: number, change: (source: string) => string): Copy =>
  withDocuments(
    WHOLE.map((document, index) => (index === at ? { ...document, source: change(document.source) } : document)),
  );
const EXTRA: TestDocument = { id: 'extra', source: '{"name":"Nobody has ordered it"}' };

/** Copies that are not what the source is, by the words of the page. */
const COPIES: Readonly<Record<string, Copy>> = {
  'a missing document': withDocuments(without(17)),
  'an extra document': withDocuments([...WHOLE, EXTRA]),
  'one missing and one extra': withDocuments([...without(17), EXTRA]),
  'a changed text without doc values': changed(18, (source) => source.replace('Order 18', 'Order 81')),
  'another spelling of a number': withDocuments(
    WHOLE.map(({ source, ...document }, at) => ({
      ...document,
      source: source.replace(`${at}.10`, `${at}.1`).replace('1E+2', '100.0').replace('a\\/b', 'a/b'),
    })),
  ),
  'the same id again under another routing': withDocuments([
    ...WHOLE,
    { ...WHOLE[21], routing: 'elsewhere' } as TestDocument,
  ]),
  'a lost field': changed(22, (source) => source.replace(/,"tags":\[.*?\]/, '')),
  'a truncated list': changed(23, (source) => source.replace('["a","b","c"]', '["a","b"]')),
  'another mapping': {
    documents: WHOLE,
    mappings: { properties: { ...MAPPINGS.properties, n: { type: 'keyword' } } },
  },
};

const SOURCE = 'levels-source';
const nameOf = (at: number): string => `levels-copy-${at}`;

/** Plants the damage, and runs one plan that compares every copy by every level. */
export async function tryLevels(cluster: ClusterClient): Promise<LevelTable> {
  await plant(cluster, SOURCE, withDocuments(WHOLE));
  const damages = Object.keys(COPIES);
  for (const [at, damage] of damages.entries()) await plant(cluster, nameOf(at), COPIES[damage] ?? withDocuments([]));
  const waybill = new CommandLine({
    plan: planOf(
      cluster.url,
      damages.map((_, at) => nameOf(at)),
    ),
  });
  const { stdout } = expectCode(8, await waybill.run('apply', '--json'));
  const summary = jsonLines(stdout).find(({ kind }) => kind === 'summary');
  const failures = (summary?.['failures'] ?? []) as readonly { readonly result?: string; readonly units: string[] }[];
  const different = new Set(failures.flatMap(({ result, units }) => (result === 'different' ? units : [])));
  const judge = (level: string, at: number): string => (different.has(`${level}[${nameOf(at)}]`) ? 'found' : '–');
  return Object.fromEntries(damages.map((damage, at) => [damage, LEVELS.map((level) => judge(level, at))]));
}

async function plant(cluster: ClusterClient, index: string, { documents, mappings }: Copy): Promise<void> {
  await cluster.must('PUT', `/${index}`, { settings: { number_of_shards: 3, number_of_replicas: 0 }, mappings });
  await cluster.load(index, documents);
  await cluster.must('POST', `/${index}/_refresh`);
}

function planOf(url: string, copies: readonly string[]): string {
  const migrations = LEVELS.map(
    (level) => `  ${level}:
    uses: it.verify
    for_each: [${copies.join(', ')}]
    with: { source: { index: ${SOURCE} }, target: { index: "\${{ each.key }}" } }
    verify: { level: ${level} }
`,
  );
  return `version: 1
name: levels
providers:
  it: { type: elasticsearch, url: "${url}", limits: { requests: 1000/s, in_flight: 8 } }
migrations:
${migrations.join('')}`;
}

/**
 * The table of the page as it has to be seen: what is drawn is found, since the samples here are larger than the indices,
 * and what is equal is not found.
 */
export function documentedLevels(): LevelTable {
  const page = readFileSync(join(ROOT, 'docs', 'providers', 'elasticsearch.md'), 'utf8');
  const [, after = ''] = page.split('## Levels of verification');
  const [section = ''] = after.split('\n## ');
  const rows = [...section.matchAll(/^\| ([a-z][^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
  return Object.fromEntries(
    rows.flatMap(([, damage = '', ...cells]) => (damage === 'damage' ? [] : [[damage, cells.map(asSeen)]])),
  );
}

function asSeen(cell: string): string {
  if (cell === 'if drawn') return 'found';
  return cell === 'equal' ? '–' : cell;
}
