import type { ServerName } from '../../servers/catalogue.ts';
import { DOCUMENT_KINDS, type DocumentKind } from './document-kinds.ts';

/** Two servers between which documents are copied, and by which methods they can be. */
export interface Pair {
  readonly from: ServerName;
  readonly to: ServerName;
  readonly methods: readonly ('bulk' | 'remote')[];
}

/** Every pair that is tried. The servers of 8 and 9 have no `_reindex` here. */
export const PAIRS: readonly Pair[] = [
  { from: 'elasticsearch-6.7', to: 'elasticsearch-7.10', methods: ['bulk', 'remote'] },
  { from: 'elasticsearch-6.7', to: 'opensearch-2', methods: ['bulk', 'remote'] },
  { from: 'elasticsearch-7.10', to: 'elasticsearch-7.17', methods: ['bulk', 'remote'] },
  { from: 'elasticsearch-7.17', to: 'elasticsearch-8', methods: ['bulk'] },
  { from: 'elasticsearch-7.10', to: 'elasticsearch-9', methods: ['bulk'] },
  { from: 'elasticsearch-7.17', to: 'opensearch-3', methods: ['bulk', 'remote'] },
  { from: 'opensearch-2', to: 'elasticsearch-7.17', methods: ['bulk'] },
];

/** The two of every test run; together they need a JDK 17 alone. */
export const SMALL_PAIRS: readonly [Pair, Pair] = [
  pairOf('elasticsearch-6.7', 'opensearch-2'),
  pairOf('elasticsearch-7.10', 'elasticsearch-7.17'),
];

function pairOf(from: ServerName, to: ServerName): Pair {
  const pair = PAIRS.find((each) => each.from === from && each.to === to);
  if (pair === undefined) throw new Error(`no pair ${from} → ${to}`);
  return pair;
}

export function describePair({ from, to }: Pair): string {
  return `${from} → ${to}`;
}

/** Those that both servers can have. */
export function carriedKinds({ from, to }: Pair): readonly DocumentKind[] {
  return DOCUMENT_KINDS.filter(({ lacking = [] }) => !lacking.includes(from) && !lacking.includes(to));
}

/** As docs/test-servers.md has it: a row for each kind of documents, a column for each pair. */
export function tableOfPairs(): string {
  const row = (first: string, cellOf: (pair: Pair) => string): string =>
    `| ${[first, ...PAIRS.map(cellOf)].join(' | ')} |`;
  return [
    row('', (pair) => `\`${pair.from}\` → \`${pair.to}\``).replace(/^\| {2}/, '| '),
    row('---', () => '---').replaceAll(' --- ', '---'),
    row('`method`', ({ methods }) => methods.map((method) => `\`${method}\``).join(', ')),
    ...DOCUMENT_KINDS.map((kind) => row(kind.name, (pair) => (carriedKinds(pair).includes(kind) ? 'yes' : 'no'))),
  ].join('\n');
}
