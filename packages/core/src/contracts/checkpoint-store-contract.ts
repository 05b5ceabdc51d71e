import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointStore, Lease } from '../journal/checkpoint-store.ts';
import type { JournalRecord, NewRecord } from '../journal/record.ts';

/** What the suite needs of a store: something durable that can be opened again and again. */
export interface StoreUnderTest {
  /** Opens the same state as another process would. */
  open(): Promise<CheckpointStore>;
  /** Ends the process that holds `lease` without any clean-up. */
  kill(lease: Lease, store: CheckpointStore): Promise<void>;
  dispose(): Promise<void>;
  /** Makes the state one of a newer format, as a later version would leave it. */
  makeNewer(): Promise<void>;
}

const OWNER = { host: 'host', pid: 1, user: 'tester' };

/** The contract of every `CheckpointStore`. A store's test calls this once, with a factory. */
export function describeCheckpointStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`checkpoint store: ${name}`, () => {
    let under: StoreUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.dispose());

    it('has what was appended after the process died', async () => {
      const store = await under.open();
      const lease = await store.acquire(OWNER);
      await lease.append([approval('a'), approval('b')]);
      await under.kill(lease, store);
      expect((await readAll(await under.open())).map((record) => record.rid)).toEqual(['a', 'b']);
    });

    it('numbers records densely over leases', async () => {
      for (const rid of ['a', 'b', 'c']) {
        const store = await under.open();
        await using lease = await store.acquire(OWNER);
        await lease.append([approval(rid)]);
      }
      const records = await readAll(await under.open());
      expect(records.map((record) => record.seq)).toEqual([1, 2, 3]);
      expect(records.map((record) => record.epoch)).toEqual([1, 2, 3]);
    });

    it('writes the same record id once', async () => {
      const store = await under.open();
      await using lease = await store.acquire(OWNER);
      await lease.append([approval('a')]);
      await lease.append([approval('a'), approval('b')]);
      expect((await readAll(store)).map((record) => [record.seq, record.rid])).toEqual([
        [1, 'a'],
        [2, 'b'],
      ]);
    });

    it('writes commits that are under way at once in the order in which they began', async () => {
      const store = await under.open();
      await using lease = await store.acquire(OWNER);
      const rids = Array.from({ length: lease.commitsAtOnce }, (_, index) => `commit-${index}`);
      await Promise.all(rids.map((rid) => lease.append([approval(rid)])));
      expect((await readAll(store)).map((record) => record.rid)).toEqual(rids);
    });

    it('writes a batch whole or not at all', async () => {
      const store = await under.open();
      const lease = await store.acquire(OWNER);
      await lease.append([approval('a')]);
      const unwritable = { ...approval('c'), by: 1n } as unknown as NewRecord;
      await expect(lease.append([approval('b'), unwritable, approval('d')])).rejects.toThrow();
      await under.kill(lease, store);
      const next = await under.open();
      expect((await readAll(next)).map((record) => record.rid)).toEqual(['a']);
      await using again = await next.acquire(OWNER);
      await again.append([approval('b'), approval('d')]);
      expect((await readAll(next)).map(({ seq, rid }) => [seq, rid])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'd'],
      ]);
    });

    it('shows whole batches to those who read while they are written', async () => {
      const store = await under.open();
      await using lease = await store.acquire(OWNER);
      const reader = await under.open();
      const seen: number[] = [];
      for (let batch = 0; batch < 5; batch += 1) {
        const written = lease.append([1, 2, 3].map((number) => approval(`${batch}-${number}`)));
        seen.push((await readAll(reader)).length);
        await written;
        seen.push((await readAll(reader)).length);
      }
      expect(seen.filter((count) => count % 3 !== 0)).toEqual([]);
      expect(seen.at(-1)).toBe(15);
    });

    it('is refused when a newer version wrote it', async () => {
      await under.open();
      await under.makeNewer();
      await expect(under.open()).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
    });

    it('keeps what a run says of itself for those who watch, until it is taken away', async () => {
      const store = await under.open();
      const watching = await under.open();
      if (store.writeLive === undefined) return;
      expect(await watching.readLive?.()).toBeUndefined();
      for (const text of ['one', 'two']) {
        expect(await store.writeLive(text)).toBe(true);
        expect(await watching.readLive?.()).toBe(text);
      }
      await store.writeLive(undefined);
      expect(await watching.readLive?.()).toBeUndefined();
    });

    it('keeps what work left out, line by line, after the process died', async () => {
      const store = await under.open();
      if (store.leftOut === undefined) return;
      const lease = await store.acquire(OWNER);
      expect(await readLeftOut(await under.open())).toEqual([]);
      await Promise.all([store.leftOut.append(['one', 'two']), store.leftOut.append(['ünd'])]);
      await under.kill(lease, store);
      const next = await under.open();
      await next.leftOut?.append(['four']);
      expect(await readLeftOut(await under.open())).toEqual(['one', 'two', 'ünd', 'four']);
    });

    it('lets one writer in at a time and names it', async () => {
      const first = await under.open();
      const lease = await first.acquire(OWNER);
      const second = await under.open();
      await expect(second.acquire({ ...OWNER, pid: 2 })).rejects.toMatchObject({
        code: 'JOURNAL_LOCKED',
        owner: { pid: 1 },
      });
      await lease[Symbol.asyncDispose]();
      const next = await second.acquire({ ...OWNER, pid: 2 });
      expect(next.epoch).toBeGreaterThan(lease.epoch);
      await next[Symbol.asyncDispose]();
    });

    it('writes nothing for a writer whose epoch is over', async () => {
      const first = await under.open();
      const stale = await first.acquire(OWNER);
      await stale.append([approval('a')]);
      const second = await under.open();
      expect(stale.isHeld).toBe(true);
      await second.breakLock();
      expect(stale.isHeld).toBe(false);
      await using current = await second.acquire(OWNER);
      await expect(stale.append([approval('b')])).rejects.toMatchObject({ code: 'JOURNAL_LEASE_LOST' });
      await expect(stale.readRequests()).rejects.toMatchObject({ code: 'JOURNAL_LEASE_LOST' });
      expect([stale.isHeld, current.isHeld]).toEqual([false, true]);
      await current.append([approval('c')]);
      expect((await readAll(second)).map((record) => record.rid)).toEqual(['a', 'c']);
    });

    it('says of no lease that it was just held once it was found to be lost', async () => {
      const stale = await (await under.open()).acquire(OWNER);
      expect(wasJustHeld(stale)).toBe(true);
      const second = await under.open();
      await second.breakLock();
      // Asked first, and alone: for a millisecond at most it may be the answer of before.
      await expect.poll(() => wasJustHeld(stale), { interval: 1 }).toBe(false);
      await using current = await second.acquire({ ...OWNER, pid: 2 });
      expect([wasJustHeld(stale), wasJustHeld(current)]).toEqual([false, true]);
    });

    it('says at once of a lease that it is not held when a commit was refused, or it was given up', async () => {
      const stale = await (await under.open()).acquire(OWNER);
      expect(wasJustHeld(stale)).toBe(true);
      const second = await under.open();
      await second.breakLock();
      await expect(stale.append([approval('a')])).rejects.toMatchObject({ code: 'JOURNAL_LEASE_LOST' });
      expect(wasJustHeld(stale)).toBe(false);
      const given = await second.acquire(OWNER);
      expect(wasJustHeld(given)).toBe(true);
      await given[Symbol.asyncDispose]();
      expect(wasJustHeld(given)).toBe(false);
    });

    it('reads while another process writes, and continues after a given record', async () => {
      const store = await under.open();
      await using lease = await store.acquire(OWNER);
      const reader = await under.open();
      await lease.append([approval('a')]);
      expect(await readAll(reader)).toHaveLength(1);
      await lease.append([approval('b')]);
      expect((await readAll(reader, 1)).map((record) => record.rid)).toEqual(['b']);
    });

    it('keeps messages for the writer until they are dropped', async () => {
      const outside = await under.open();
      await outside.post({ kind: 'approve', step: 'a.gate', by: 'someone' });
      const store = await under.open();
      await using lease = await store.acquire(OWNER);
      const [stored] = await lease.readRequests();
      expect(stored?.request).toEqual({ kind: 'approve', step: 'a.gate', by: 'someone' });
      if (store.readPosted !== undefined) expect(await outside.readPosted?.()).toEqual([stored?.request]);
      await lease.dropRequests([stored?.id ?? -1]);
      expect(await lease.readRequests()).toEqual([]);
      expect((await outside.readPosted?.()) ?? []).toEqual([]);
    });

    it('shows those who hold no lock which messages no writer has taken', async () => {
      const outside = await under.open();
      if (outside.readPosted === undefined) return;
      const asked = {
        kind: 'approve',
        step: 'a.gate',
        by: 'someone',
        reason: 'counts agree',
        atMs: 1_700_000,
      } as const;
      await outside.post(asked);
      await outside.post({ kind: 'cancel', by: 'else' });
      const store = await under.open();
      expect(await store.readPosted?.()).toEqual([asked, { kind: 'cancel', by: 'else' }]);
      await using lease = await store.acquire(OWNER);
      // Read by the writer, and not dropped: its effect is not journaled yet.
      const [first] = await lease.readRequests();
      expect(await outside.readPosted?.()).toHaveLength(2);
      await lease.dropRequests([first?.id ?? -1]);
      expect(await outside.readPosted?.()).toEqual([{ kind: 'cancel', by: 'else' }]);
    });

    it('has the same identity however often it is opened', async () => {
      const first = (await under.open()).header;
      const second = (await under.open()).header;
      expect(second).toEqual(first);
      expect(first.stateId).toMatch(/^[0-9a-f]{32}$/);
    });
  });
}

/** What is asked right before the first byte of a request leaves. */
function wasJustHeld(lease: Lease): boolean {
  return lease.wasJustHeld ?? lease.isHeld;
}

function approval(rid: string): NewRecord {
  return { rid, t: 0, kind: 'gate.approved', step: 'a.gate', by: 'someone' };
}

async function readAll(store: CheckpointStore, afterSeq = 0): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const batch of store.read(afterSeq)) records.push(...batch);
  return records;
}

async function readLeftOut({ leftOut }: CheckpointStore): Promise<readonly string[]> {
  const lines: string[] = [];
  if (leftOut !== undefined) for await (const line of leftOut.read()) lines.push(line);
  return lines;
}
