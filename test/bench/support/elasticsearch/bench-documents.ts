import type { Answer, ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';

/** `BENCH_DOCUMENTS=50000` makes every index a tenth as large. */
export const DOCUMENTS: number = Number(process.env['BENCH_DOCUMENTS'] ?? 500_000);

/** Documents of one index. The number of a document decides all of it. */
export interface DocumentSet {
  readonly index: string;
  readonly count: number;
  /** Characters of the text that is indexed, and of what is only kept. */
  readonly textCharacters: number;
  readonly keptCharacters: number;
}

/** About 0.9 kB each. */
export const SMALL_SET: DocumentSet = { index: 'small', count: DOCUMENTS, textCharacters: 690, keptCharacters: 0 };
/** The same, fewer: where what is measured does not follow their number, and would take minutes. */
export const FEWER_SET: DocumentSet = { ...SMALL_SET, count: DOCUMENTS * 0.4 };
/** 50 kB each, twice as many bytes. */
export const LARGE_SET: DocumentSet = {
  index: 'large',
  count: DOCUMENTS / 25,
  textCharacters: 1_000,
  keptCharacters: 48_800,
};
/** 5 MB each. */
export const HUGE_SET: DocumentSet = {
  index: 'huge',
  count: Math.max(8, DOCUMENTS / 5_000),
  textCharacters: 1_000,
  keptCharacters: 4_998_800,
};

export function idOf(number: number): string {
  return `document-${number}`;
}

/** Beyond 2⁵³: each is another integer, and a double holds every second one only. */
export function bigOf(number: number): string {
  return String(9_007_199_254_740_993n + BigInt(number));
}

/**
 * The source as it is written. Its price ends with a zero, which no printer of doubles writes: `1.370`.
 * `isReprinted`: as `_reindex` from another cluster writes it, `1.37`.
 */
export function sourceOf(number: number, set: DocumentSet, isReprinted = false): string {
  const cents = (number % 9_973) * 37 + (number % 3 === 0 ? 50 : 7);
  const written = `${(cents / 100).toFixed(2)}0`;
  const double = String(cents / 100);
  const price = isReprinted ? (double.includes('.') ? double : `${double}.0`) : written;
  const kept = set.keptCharacters === 0 ? '' : `,"kept":{"text":"${textAt(number + 1, set.keptCharacters)}"}`;
  return (
    `{"number":${number},"at":"2026-01-${String((number % 28) + 1).padStart(2, '0')}T08:00:00Z",` +
    `"status":"${WORDS[number % WORDS.length]}","price":${price},"big":${bigOf(number)},` +
    `"origin":{"shop":${number % 10},"tags":["x${number % 5}","y"]},` +
    `"text":"${textAt(number, set.textCharacters)}"${kept}}`
  );
}

const WORDS = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau'.split(
  ' ',
);
const POOL_CHARACTERS = 8_000_000;

/** Words in no order, the same in every run. */
const POOL: string = (() => {
  let seed = 42;
  const words: string[] = [];
  for (let length = 0; length < POOL_CHARACTERS; length += (words.at(-1)?.length ?? 0) + 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    words.push(WORDS[(seed >> 8) % WORDS.length] ?? '');
  }
  return words.join(' ');
})();

/** From far apart for numbers that are next to each other: a cluster that compresses them together finds no long repeats. */
function textAt(number: number, characters: number): string {
  const begin = (Math.imul(number, 0x9e3779b1) >>> 0) % (POOL.length - characters);
  return POOL.slice(begin, begin + characters);
}

const PROPERTIES = {
  number: { type: 'integer' },
  at: { type: 'date' },
  status: { type: 'keyword' },
  price: { type: 'double' },
  big: { type: 'long' },
  origin: { properties: { shop: { type: 'integer' }, tags: { type: 'keyword' } } },
  text: { type: 'text' },
  kept: { type: 'object', enabled: false },
} as const;

const BULK_CHARACTERS = 4_000_000;
const FILLERS = 2;

/** An empty index for the documents of a set, for fast writing. */
export async function createIndex(cluster: ClusterClient, index: string): Promise<void> {
  await cluster.must('PUT', `/${index}`, {
    settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
    mappings: { properties: PROPERTIES },
  });
}

/** Makes the index of a set, with all of its documents. */
export async function fillIndex(cluster: ClusterClient, set: DocumentSet): Promise<void> {
  await createIndex(cluster, set.index);
  const numbers = Array.from({ length: set.count }, (_, number) => number).values();
  const fill = async (): Promise<void> => {
    for (let text = nextBulk(numbers, set); text !== ''; text = nextBulk(numbers, set)) {
      const answer: Answer = await cluster.must('POST', `/${set.index}/_bulk?filter_path=errors`, text);
      if (answer['errors'] !== false) throw new Error(`${set.index} refuses documents`);
    }
  };
  await Promise.all(Array.from({ length: FILLERS }, fill));
  await cluster.must('PUT', `/${set.index}/_settings`, { 'index.refresh_interval': null });
  await cluster.must('POST', `/${set.index}/_refresh`);
}

function nextBulk(numbers: Iterator<number>, set: DocumentSet): string {
  const lines: string[] = [];
  for (let characters = 0; characters < BULK_CHARACTERS; ) {
    const { value, done } = numbers.next();
    if (done === true) break;
    const source = sourceOf(value, set);
    lines.push(`{"index":{"_id":"${idOf(value)}"}}\n${source}\n`);
    characters += source.length;
  }
  return lines.join('');
}
