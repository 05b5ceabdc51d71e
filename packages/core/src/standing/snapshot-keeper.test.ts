import { expect, test } from 'vitest';
import { unitOfRecord } from '../graph/unit-of-record.ts';
import { CheckpointFold } from '../journal/checkpoint.ts';
import type { CheckpointStore, Lease, SnapshotDraft } from '../journal/checkpoint-store.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';

function savingStore(disk: MemoryDisk, save: (snapshot: SnapshotDraft) => Promise<void>): CheckpointStore {
  const store = openMemoryStore(disk);
  const acquire = store.acquire.bind(store);
  store.acquire = async (owner): Promise<Lease> => Object.assign(await acquire(owner), { saveSnapshot: save });
  return store;
}

test('a run saves a snapshot of its whole journal when it has ended', async () => {
  const world = new RunWorld();
  const saved: SnapshotDraft[] = [];
  const store = savingStore(world.disk, async (snapshot) => void saved.push(snapshot));
  await world.run(world.plan([{ name: 'indices', target: 'move', keys: ['a', 'b'] }]), { store });
  expect(saved.map(({ seq }) => seq)).toEqual([world.disk.records.length]);
});

test('a snapshot that cannot be saved changes nothing about the run', async () => {
  const world = new RunWorld();
  const store = savingStore(world.disk, () => Promise.reject(new Error('disk full')));
  const result = await world.run(world.plan([{ name: 'indices', target: 'move', keys: ['a'] }]), { store });
  expect(result.outcome).toBe('succeeded');
  expect(world.disk.records.at(-1)?.kind).toBe('run.ended');
});

test('while a run goes on, one is saved every 25,000 records, at the end of a commit', async () => {
  const world = new RunWorld();
  const fixture = buildPlanFixture([{ name: 'indices', target: 'move', keys: ['a'] }], world.registry);
  const saved: number[] = [];
  const disk = new MemoryDisk('p', createSeededRandom(1));
  const store = savingStore(disk, async ({ seq }) => void saved.push(seq));
  await using lease = await store.acquire({ host: 'h', pid: 1, user: 'u' });
  const [keeper, fold] = [new SnapshotKeeper(lease, fixture), new CheckpointFold()];
  const commit = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      const record: JournalRecord = {
        seq: fold.lastSeq + 1,
        rid: '',
        epoch: 1,
        t: 0,
        kind: 'gate.approved',
        step: 'indices[a].gate',
        by: 'a@h',
      };
      fold.add(record);
      keeper.read(record, unitOfRecord(record, fixture.graph));
    }
    await Promise.resolve();
  };
  await commit(30_000);
  expect(saved).toEqual([]);
  keeper.begin(fold);
  await commit(24_999);
  expect(saved).toEqual([]);
  await commit(3);
  expect(saved).toEqual([55_002]);
  await commit(25_001);
  expect(saved).toEqual([55_002, 80_003]);
});

test('one that is due while another one is saved waits for the next time, and the last one comes after it', async () => {
  const world = new RunWorld();
  const fixture = buildPlanFixture([{ name: 'indices', target: 'move', keys: ['a'] }], world.registry);
  const began: number[] = [];
  const free: (() => void)[] = [];
  const disk = new MemoryDisk('p', createSeededRandom(1));
  const store = savingStore(disk, ({ seq }) => {
    began.push(seq);
    return new Promise((resolve) => free.push(resolve));
  });
  await using lease = await store.acquire({ host: 'h', pid: 1, user: 'u' });
  const [keeper, fold] = [new SnapshotKeeper(lease, fixture), new CheckpointFold()];
  keeper.begin(fold);
  for (const seq of [25_000, 50_000]) {
    const record: JournalRecord = { seq, rid: '', epoch: 1, t: 0, kind: 'gate.approved', step: 'a.gate', by: 'a@h' };
    fold.add(record);
    keeper.read(record, unitOfRecord(record, fixture.graph));
    await Promise.resolve();
  }
  expect(began).toEqual([25_000]);
  const last = keeper.save();
  await Promise.resolve();
  expect(began).toEqual([25_000]);
  free[0]?.();
  await new Promise(setImmediate);
  expect(began).toEqual([25_000, 50_000]);
  free[1]?.();
  await last;
});
