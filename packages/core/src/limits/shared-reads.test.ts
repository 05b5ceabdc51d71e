import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { SHARED_READ_MS, SharedReads } from './shared-reads.ts';

it('asks again exactly when the last answer is too old, and keeps nothing older', async () => {
  const asking = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), afterMs: fc.nat(6_000) });
  await fc.assert(
    fc.asyncProperty(fc.array(asking, { maxLength: 40 }), async (askings) => {
      const clock = new VirtualClock();
      const shared = new SharedReads(clock);
      const readAtMs = new Map<string, number>();
      for (const { key, afterMs } of askings) {
        await clock.advance(afterMs);
        const now = clock.monotonicMs();
        const isOld = now - (readAtMs.get(key) ?? Number.NEGATIVE_INFINITY) >= SHARED_READ_MS;
        let isRead = false;
        await shared.get(key, async () => {
          isRead = true;
          return key;
        });
        expect(isRead).toBe(isOld);
        if (isRead) readAtMs.set(key, now);
        expect(shared.size).toBe([...readAtMs.values()].filter((atMs) => now - atMs < SHARED_READ_MS).length);
      }
    }),
  );
});

it('does not keep an error, and an error of an old read does not end a new one', async () => {
  const clock = new VirtualClock();
  const shared = new SharedReads(clock);
  const late = Promise.withResolvers<string>();
  const first = shared.get('a', () => late.promise).catch(() => 'failed');
  await clock.advance(SHARED_READ_MS);
  expect(await shared.get('a', async () => 'second')).toBe('second');
  late.reject(new Error('no'));
  expect(await first).toBe('failed');
  expect(await shared.get('a', async () => 'third')).toBe('second');
});

it('looks only at what it drops, however many reads are kept', async () => {
  const clock = new VirtualClock();
  const shared = new SharedReads(clock);
  const visits = await countVisits(async () => {
    for (let number = 0; number < 2_000; number += 1) {
      await clock.advance(1);
      await shared.get(String(number), async () => number);
    }
  });
  expect(shared.size).toBe(2_000);
  expect(visits).toBeLessThan(3 * 2_000);
});

/** Entries of maps that are stepped over while `work` is done, counted in the iterator that all maps share. */
async function countVisits(work: () => Promise<void>): Promise<number> {
  let count = 0;
  const iterator = Object.getPrototypeOf(new Map().entries()) as { next: () => IteratorResult<unknown> };
  const { next } = iterator;
  iterator.next = function counted(this: unknown) {
    count += 1;
    return next.call(this);
  };
  try {
    await work();
  } finally {
    iterator.next = next;
  }
  return count;
}

it('asks anew when told to, whatever is shared, and shares that answer from then on', async () => {
  const clock = new VirtualClock();
  const shared = new SharedReads(clock);
  await shared.get('a', async () => 'old');
  await shared.get('b', async () => 'b');
  await clock.advance(SHARED_READ_MS - 1);
  expect(await shared.renew('a', async () => 'new')).toBe('new');
  await clock.advance(1);
  expect(await shared.get('a', async () => 'newer')).toBe('new');
  expect(shared.size).toBe(1);
});

it('gives nobody an answer that was asked for before their own last change, and asks anew only then', async () => {
  const act = fc.record({
    unit: fc.nat(2),
    key: fc.constantFrom('a', 'b'),
    kind: fc.constantFrom('get', 'renew', 'change'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      // It stands still: only the count of changes tells before from after.
      const shared = new SharedReads(new VirtualClock());
      const lastOf = new Map<number, number>();
      const askedAt = new Map<string, number>();
      let now = 0;
      for (const { unit, key, kind } of acts) {
        if (kind === 'change') {
          now += 1;
          lastOf.set(unit, now);
          continue;
        }
        const freshness = { now, since: lastOf.get(unit) ?? 0 };
        const isOld = (askedAt.get(key) ?? -1) < freshness.since;
        const read = async (): Promise<number> => now;
        const seen =
          kind === 'get' ? await shared.get(key, read, freshness) : await shared.renew(key, read, { freshness });
        expect(seen).toBe(kind === 'renew' || isOld || !askedAt.has(key) ? now : askedAt.get(key));
        askedAt.set(key, Number(seen));
      }
    }),
  );
});
