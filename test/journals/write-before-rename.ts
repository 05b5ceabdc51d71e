// Writes `before-rename.db`: `node test/journals/write-before-rename.ts`. It never changes again: what it holds is what
// plans whose steps and migrations are renamed later have to continue.
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  type CheckpointStore,
  createRegistry,
  type Lease,
  type NewRecord,
  type Owner,
  openSqliteStore,
} from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
} from '@waybill/core/testing';
import { apply, BEFORE_RENAME, MIGRATIONS } from './before-rename.ts';

for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(BEFORE_RENAME + suffix, { force: true });
const clock = new VirtualClock();
const vendor = new FakeVendor(clock);
const registry = createRegistry([createFakeProvider(vendor)]);
{
  await using store = openSqliteStore({ path: BEFORE_RENAME, plan: 'fixture', random: createSeededRandom(1) });
  const fixture = buildPlanFixture(MIGRATIONS, registry);
  await apply({ ...fixture, registry, store: dyingAfter('lost.create', store), clock }).catch(() => {});
  await store.post({ kind: 'approve', step: 'gated.cutover', by: 'operator' });
}
// One file without a journal of its own beside it.
const database = new DatabaseSync(BEFORE_RENAME);
database.exec('PRAGMA journal_mode = DELETE');
database.close();
rmSync(`${BEFORE_RENAME}.lock`, { force: true });

/** Nothing is written any more from when the outcome of the step would have been: the process died after its call. */
function dyingAfter(step: string, store: CheckpointStore): CheckpointStore {
  const acquire: CheckpointStore['acquire'] = store.acquire.bind(store);
  return Object.assign(store, {
    acquire: async (owner: Owner) => {
      const lease = await acquire(owner);
      const append: Lease['append'] = lease.append.bind(lease);
      let isDead = false;
      return Object.assign(lease, {
        append: async (records: readonly NewRecord[]) => {
          isDead ||= records.some(
            (record) => 'step' in record && record.step === step && record.kind !== 'step.intent',
          );
          if (isDead) throw new Error('the process is dead');
          await append(records);
        },
      });
    },
  });
}
