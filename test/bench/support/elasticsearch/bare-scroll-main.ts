// Reads every document of both sides and does nothing with them: what a comparison cannot do without. A process of its own,
// as the command is. Each side is cut by sequence numbers, and four positions are read at once, as by the default limits.
import { Pool } from 'undici';

interface Side {
  readonly url: string;
  readonly index: string;
  /** Its highest sequence number. */
  readonly highest: number;
}

const SLICES = 4;
const AT_ONCE = 4;

const { sides, size } = JSON.parse(process.argv[2] ?? '') as { readonly sides: readonly Side[]; readonly size: number };
const slices = sides.flatMap((side) => {
  const pool = new Pool(side.url, { connections: AT_ONCE });
  return Array.from({ length: SLICES }, (_, number) => ({ pool, side, number }));
});
let documents = 0;
const rest = slices.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const slice of rest) await readSlice(slice);
  }),
);
process.send?.(documents);
process.disconnect?.();
process.exit(0);

/** What it leaves open is forgotten after a minute. */
async function readSlice({ pool, side, number }: (typeof slices)[number]): Promise<void> {
  const bound = (of: number): number => Math.floor(((side.highest + 1) * of) / SLICES);
  const query = { range: { _seq_no: { gte: bound(number), lt: bound(number + 1) } } };
  let page = await ask(pool, `/${side.index}/_search?scroll=1m`, { size, sort: ['_doc'], query });
  for (;;) {
    const found = page.split('"_source":').length - 1;
    const id = /"_scroll_id":"([^"]+)"/.exec(page)?.[1];
    if (found === 0) return;
    documents += found;
    page = await ask(pool, '/_search/scroll', { scroll: '1m', scroll_id: id });
  }
}

async function ask(pool: Pool, path: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(text.slice(0, 1_000));
  return text;
}
