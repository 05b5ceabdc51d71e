// Writes `before-prepare.db` where it is missing: `node test/journals/write-before-prepare.ts`, at the parent of the commit
// "elasticsearch: copy past the ingest pipelines of a copy that is started over". It never changes again.
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { BEFORE_PREPARE, ClustersOfPlan, FIRST_GATE } from './before-prepare.ts';

if (!existsSync(BEFORE_PREPARE)) {
  const world = new ClustersOfPlan();
  {
    await using store = openSqliteStore({ path: BEFORE_PREPARE, plan: 'fixture', random: createSeededRandom(1) });
    await world.apply(store);
    await store.post({ kind: 'approve', step: FIRST_GATE, by: 'operator' });
    await world.apply(store);
  }
  // One file without a journal of its own beside it.
  const database = new DatabaseSync(BEFORE_PREPARE);
  database.exec('PRAGMA journal_mode = DELETE');
  database.close();
  rmSync(`${BEFORE_PREPARE}.lock`, { force: true });
}
