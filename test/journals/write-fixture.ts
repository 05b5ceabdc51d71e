// Writes the newest fixture of the journal format: `node test/journals/write-fixture.ts`. Once a version is released its
// fixture never changes again; a new format gets a folder of its own, and so do optional fields that were added to one:
// v1.1 has what was accepted (`plan.rebased`), why a look-up could not decide, and what there was before an effect. v2 has
// digests, v3 what was found of tasks that units left, and own work in slices, v4 what was compared again, v4.1 what steps
// that succeeded warned of, v5 approvals of a gate that takes two.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  applyPlan,
  type CheckpointStore,
  createRegistry,
  foldRecords,
  type JournalRecord,
  openSqliteStore,
  recordDecisions,
} from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
} from '@waybill/core/testing';
import { checkpointJson } from './checkpoint-json.ts';

const folder = join(import.meta.dirname, 'v5');
mkdirSync(folder, { recursive: true });
const path = join(folder, 'every-record.db');
const owner = { host: 'ci-runner-7', pid: 4711, user: 'deploy', url: 'https://ci.example/jobs/1' };
const clock = new VirtualClock();
const vendor = new FakeVendor(clock);
const registry = createRegistry([createFakeProvider(vendor)]);
const before = buildPlanFixture(migrations('old'), registry);
const after = buildPlanFixture(migrations('new'), registry, { digest: 'digest-2' });

for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(path + suffix, { force: true });
{
  await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(1) });
  vendor.failing.add('accepted').add('skipped').add('retried');
  vendor.data.fault = (slice) => (slice === 'cut/2' ? 'fatal' : 'none');
  vendor.fault = ({ arguments: { name } }) => (name === 'found' || name === 'blind' ? 'lost-after-effect' : 'none');
  await apply(store, before);
  vendor.fault = () => 'none';
  vendor.failing.clear();
  await recordDecisions(
    [
      { kind: 'adopt', step: 'blind.create', outputs: { task_id: 'task-9' }, reason: 'seen in the console' },
      { kind: 'accept', unit: 'accepted', reason: 'checked by hand' },
      { kind: 'skip', unit: 'skipped', reason: 'no longer needed' },
      { kind: 'retry', unit: 'retried', reason: 'repaired' },
      { kind: 'redo', unit: 'redone', reason: 'wrong mapping' },
    ],
    { graph: before.graph, store, clock, owner },
  );
  await store.post({ kind: 'approve', step: 'gated.cutover', by: 'operator' });
  await apply(store, after);
  await store.post({
    kind: 'approve',
    step: 'pair.cutover',
    by: 'ann',
    reason: 'rehearsed',
    ticket: 'CHG-42',
    ...given('flag'),
  });
  await store.post({ kind: 'approve', step: 'pair.cutover', by: 'ben', ...given('os-user') });
  const approvals = new Map([
    ['cutover', { name: 'cutover', approvers: ['ann', 'ben'], count: 2, needsReason: false }],
  ]);
  await apply(store, { ...after, plan: { ...after.plan, approvals } });
  // The fake vendor has no task that could be started again.
  {
    await using lease = await store.acquire(owner);
    const intent = {
      fingerprint: '0123456789abcdef',
      operation: 'StartTask',
      requestDigest: '00',
      policy: 'inspect',
    } as const;
    const before = { 'task-1': { status: 'SUCCESS', updated_at: '2026-01-15T08:00:00.000Z' } };
    await lease.append([
      { rid: 'before', t: clock.now(), kind: 'step.intent', step: 'again.call', attempt: 1, ...intent, before },
    ]);
  }
  {
    await using lease = await store.acquire(owner);
    const swept = { cleared: { redone: 1 }, unlisted: {}, deleted: ['task-8'], by: 'deploy@ci-runner-7' };
    await lease.append([{ rid: 'swept', t: clock.now(), kind: 'orphans.swept', ...swept }]);
    const verified = { result: 'equal', level: 'digest', noted: { source: [7, 9], copy: [7, 9] } } as const;
    await lease.append([
      { rid: 'verified', t: clock.now(), kind: 'unit.verified', unit: 'plain', ...verified, by: 'deploy@ci-runner-7' },
    ]);
    const succeeded = { kind: 'step.succeeded', attempt: 1, fingerprint: '0123456789abcdef', outputs: {} } as const;
    const warning = 'The source was searched 3 times since.';
    const hint = 'Find out by whom.';
    await lease.append([{ rid: 'warned', t: clock.now(), ...succeeded, step: 'plain.check', warning, hint }]);
  }
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  writeFileSync(join(folder, 'every-record.checkpoint.json'), checkpointJson(foldRecords(records)));
}
// One file without a journal of its own beside it.
const database = new DatabaseSync(path);
database.exec('PRAGMA journal_mode = DELETE');
database.close();
rmSync(`${path}.lock`, { force: true });

async function apply(store: CheckpointStore, fixture: typeof before): Promise<void> {
  const work = applyPlan({
    ...fixture,
    registry,
    store,
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner,
    keepChanged: true,
  });
  await clock.runUntil(work);
}

function given(basis: 'flag' | 'os-user') {
  return { host: 'ops-2', identity: { basis }, atMs: clock.now() };
}

function migrations(edited: string) {
  return [
    { name: 'plain', target: 'move', with: { name: `plain-${edited}` } },
    { name: 'found', target: 'move' },
    { name: 'blind', target: 'blind' },
    { name: 'gated', target: 'gated' },
    { name: 'pair', target: 'gated' },
    { name: 'accepted', target: 'copy' },
    { name: 'skipped', target: 'copy' },
    { name: 'retried', target: 'copy' },
    { name: 'redone', target: 'copy' },
    { name: 'tallied', target: 'tally' },
    { name: 'cut', target: 'tally' },
  ];
}
