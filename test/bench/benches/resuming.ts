import { DatabaseSync } from 'node:sqlite';
import { type CheckpointStore, type NewRecord, openSqliteStore, readJournal } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { compare, timed } from '../support/compare.ts';
import type { Row } from '../support/row.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STEPS = 100_000;
const ROUNDS = 7;
/** It was 1.34 × before the journal had digests; checking them may add as much as half of that. */
const MOST_OF_READ = 2;

/** Reading, checking and folding a long journal, against reading the same rows and parsing their bodies. */
export async function benchResuming(): Promise<readonly Row[]> {
  using folder = temporaryFolder();
  const path = folder.file('state.db');
  await using store = openSqliteStore({ path, plan: 'long', random: systemRandom });
  await fillJournal(store);
  using database = new DatabaseSync(path, { readOnly: true });
  const { folded, read } = await compare({
    rounds: ROUNDS,
    tasks: {
      folded: () => timed(async () => expectSteps((await readJournal(store)).checkpoint().steps.size)),
      read: () => timed(() => readRows(database)),
    },
  });
  const ratio = folded / read;
  return [
    {
      what: `resume of ${STEPS.toLocaleString('en')} steps (read, check and fold), against a plain read of the rows`,
      measured: `${ratio.toFixed(2)} ×`,
      bar: `≤ ${MOST_OF_READ} ×`,
      isHeld: ratio <= MOST_OF_READ,
      detail: `${folded.toFixed(0)} ms, plain ${read.toFixed(0)} ms`,
    },
  ];
}

/** All rows at once, their bodies parsed: what a program that wants the data cannot do without. */
function readRows(database: DatabaseSync): readonly unknown[] {
  const rows = database.prepare('SELECT seq, rid, epoch, t, body FROM journal ORDER BY seq').all();
  return rows.map((row) => JSON.parse(String(row['body'])));
}

async function fillJournal(store: CheckpointStore): Promise<void> {
  await using lease = await store.acquire({ host: 'bench', pid: process.pid, user: 'bench' });
  for (let first = 0; first < STEPS; first += 1_000) {
    await lease.append(Array.from({ length: 1_000 }, (_, index) => stepRecords(first + index)).flat());
  }
}

/** What one effect leaves in the journal. */
function stepRecords(number: number): readonly NewRecord[] {
  const step = `indices[index-${String(number).padStart(6, '0')}].create`;
  const digest = number.toString(16).padStart(64, '0');
  const base = { t: 1_768_464_000_000 + number, step, attempt: 1, fingerprint: digest.slice(-16) };
  return [
    {
      ...base,
      rid: `1-${2 * number + 1}`,
      kind: 'step.intent',
      operation: 'CreateDataTasks',
      requestDigest: digest,
      policy: 'token',
      token: digest,
    },
    {
      ...base,
      rid: `1-${2 * number + 2}`,
      kind: 'step.succeeded',
      outputs: { task_id: `et_cn_${number}` },
      requestId: digest.slice(0, 36),
    },
  ];
}

function expectSteps(count: number): void {
  if (count !== STEPS) throw new Error(`${count} steps were folded`);
}
