import type { DatabaseSync } from 'node:sqlite';
import type { StateHeader } from './checkpoint-store.ts';
import type { JournalChain } from './journal-chain.ts';
import { type JournalHead, JournalVerifier, type StoredRow } from './verify-journal.ts';

export interface StepRowSource {
  readonly database: DatabaseSync;
  readonly chain: JournalChain;
  readonly path: string;
  readonly header: StateHeader;
}

/**
 * The rows of some steps, each checked with the commit that it belongs to. The table is searched and not indexed by
 * step: an index would slow down every commit of a run for a question that is seldom asked.
 *
 * @throws StateUnusableError
 */
export function readStepRows(source: StepRowSource, steps: readonly string[]): readonly StoredRow[] {
  const select = source.database.prepare(
    'SELECT seq FROM journal WHERE step IN (SELECT value FROM json_each(?)) ORDER BY seq',
  );
  const wanted = new Set(select.all(JSON.stringify(steps)).map((row) => Number(row['seq'])));
  const found: StoredRow[] = [];
  let read = 0;
  for (const seq of wanted) {
    if (seq <= read) continue;
    const commit = readCommit(source, seq);
    found.push(...commit.filter((row) => wanted.has(row.seq)));
    read = commit.at(-1)?.seq ?? seq;
  }
  return found;
}

function readCommit({ database, chain, path, header }: StepRowSource, seq: number): readonly StoredRow[] {
  const before = database.prepare(
    'SELECT seq, chain FROM journal WHERE seq < ? AND chain IS NOT NULL ORDER BY seq DESC LIMIT 1',
  );
  const last = database.prepare(
    'SELECT seq, chain FROM journal WHERE seq >= ? AND chain IS NOT NULL ORDER BY seq LIMIT 1',
  );
  const rows = database.prepare(
    'SELECT seq, rid, epoch, t, kind, step, body, chain FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq',
  );
  const from = toHead(before.get(seq)) ?? { seq: 0, chain: chain.header(header) };
  const head = toHead(last.get(seq)) ?? { seq, chain: '' };
  const verifier = new JournalVerifier({ chain, path, from, head });
  const verified = verifier.accept(rows.all(from.seq, head.seq) as unknown as readonly StoredRow[]);
  verifier.end();
  return verified;
}

function toHead(row: Readonly<Record<string, unknown>> | undefined): JournalHead | undefined {
  return row === undefined ? undefined : { seq: Number(row['seq']), chain: String(row['chain']) };
}
