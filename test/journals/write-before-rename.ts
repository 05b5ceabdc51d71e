// Writes `before-rename.db` and `before-key-rename.db` where they are missing: `node test/journals/write-before-rename.ts`.
// They never change again: what they hold is what plans whose steps, migrations and keys are renamed later have to
// continue.
import { existsSync, rmSync } from 'node:fs';
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
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { apply, BEFORE_KEY_RENAME, BEFORE_RENAME, KEYED, MIGRATIONS } from './before-rename.ts';

if (!existsSync(BEFORE_RENAME)) await write(BEFORE_RENAME, MIGRATIONS, '');
if (!existsSync(BEFORE_KEY_RENAME)) await write(BEFORE_KEY_RENAME, KEYED, '[eu]');

async function write(path: string, migrations: readonly MigrationFixture[], key: string): Promise<void> {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock);
  const registry = createRegistry([createFakeProvider(vendor)]);
  {
    await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(1) });
    const fixture = buildPlanFixture(migrations, registry);
    await apply({ ...fixture, registry, store: dyingAfter(`lost${key}.create`, store), clock }).catch(() => {});
    await store.post({ kind: 'approve', step: `gated${key}.cutover`, by: 'operator' });
  }
  // One file without a journal of its own beside it.
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = DELETE');
  database.close();
  rmSync(`${path}.lock`, { force: true });
}

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
