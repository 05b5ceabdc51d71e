import type { ClusterClient } from './cluster-client.ts';

const PAGE = 500;

/** How numbers are compared: as they are written, or by what a double holds of a fraction. */
type Numbers = 'spelling' | 'value';

/**
 * Compares every document of two indices by its value, both ways. It reads the whole of both and shares no code with the
 * product. Gives what differs: nothing when they are equal.
 */
export async function compareIndices(
  from: { readonly cluster: ClusterClient; readonly index: string },
  to: { readonly cluster: ClusterClient; readonly index: string },
  { numbers = 'value' }: { readonly numbers?: Numbers } = {},
): Promise<readonly string[]> {
  const [left, right] = await Promise.all([from, to].map((side) => readAll(side.cluster, side.index, numbers)));
  if (left === undefined || right === undefined) throw new Error('both sides are read');
  const missing = [...left.keys()].filter((key) => !right.has(key)).map((key) => `missing: ${key}`);
  const extra = [...right.keys()].filter((key) => !left.has(key)).map((key) => `extra: ${key}`);
  const changed = [...left].flatMap(([key, value]) =>
    right.has(key) && right.get(key) !== value ? [`changed: ${key}`] : [],
  );
  return [...missing, ...extra, ...changed];
}

/** By id and routing: the source in one form. */
async function readAll(cluster: ClusterClient, index: string, numbers: Numbers): Promise<ReadonlyMap<string, string>> {
  await cluster.must('POST', `/${index}/_refresh`);
  const documents = new Map<string, string>();
  let text = await cluster.text('POST', `/${index}/_search?scroll=1m`, { size: PAGE, sort: ['_doc'] });
  for (;;) {
    const page = parseExactly(text, numbers) as { _scroll_id: string; hits: { hits: readonly Hit[] } };
    if (page.hits.hits.length === 0) return documents;
    for (const { _id, _routing = '', _source } of page.hits.hits)
      documents.set(`${_id}/${_routing}`, canonical(_source));
    text = await cluster.text('POST', '/_search/scroll', { scroll: '1m', scroll_id: page._scroll_id });
  }
}

interface Hit {
  readonly _id: string;
  readonly _routing?: string;
  readonly _source: unknown;
}

/** Whole numbers of any size stay what they are; a fraction is what a double holds of it. */
function parseExactly(text: string, numbers: Numbers): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number') return value;
    const { source = '' } = context ?? {};
    if (numbers === 'spelling') return { written: source };
    return /^-?\d+$/.test(source) ? { whole: BigInt(source).toString() } : value;
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
