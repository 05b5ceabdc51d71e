import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PollRounds } from './poll-rounds.ts';

const POLLING = { initialIntervalMs: 5_000, maxIntervalMs: 30_000 };

test('looks at every wait until it is removed, within one interval, and at none that is over', () => {
  const waits = fc.array(fc.record({ atMs: fc.nat(200_000), lastsMs: fc.nat(200_000) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(waits, fc.nat(4_000), (drawn, roundMs) => {
      const rounds = new PollRounds<string>(POLLING);
      const coming = drawn.map((wait, index) => ({ ...wait, key: `w${index}` })).toSorted((a, b) => a.atMs - b.atMs);
      const open = new Map<string, { readonly doneMs: number; lookedAtMs: number }>();
      let left = coming.length;
      let number = 0;
      for (let now = 0; left > 0; ) {
        const nextMs = coming[0]?.atMs ?? Number.POSITIVE_INFINITY;
        if (nextMs <= rounds.dueAtMs) {
          now = Math.max(now, nextMs);
          const { key, lastsMs } = coming.shift() ?? { key: '', lastsMs: 0 };
          open.set(key, { doneMs: now + lastsMs, lookedAtMs: now });
          rounds.add(key, key, now);
          expect(rounds.dueAtMs).toBeLessThanOrEqual(now + POLLING.initialIntervalMs);
          continue;
        }
        now = rounds.dueAtMs;
        const round = rounds.begin();
        expect(rounds.dueAtMs).toBe(Number.POSITIVE_INFINITY);
        expect(round.number).toBe(number);
        expect([...round.waits]).toEqual([...open.keys()]);
        let hasChanged = false;
        for (const [key, wait] of open) {
          expect(now - wait.lookedAtMs).toBeLessThanOrEqual(POLLING.maxIntervalMs + roundMs);
          wait.lookedAtMs = now;
          if (wait.doneMs > now) continue;
          open.delete(key);
          rounds.remove(key);
          hasChanged = true;
          left -= 1;
        }
        const wasRead = round.waits.length % 2 === 0;
        if (wasRead) number += 1;
        now += roundMs;
        rounds.end(now, { hasChanged, wasRead });
        expect(rounds.dueAtMs === Number.POSITIVE_INFINITY).toBe(open.size === 0);
      }
    }),
  );
});

test('a wait that was there before keeps the pace as it was', () => {
  const rounds = new PollRounds<string>(POLLING, { quietSinceMs: -100_000, dueAtMs: 7_000 });
  expect(rounds.dueAtMs).toBe(Number.POSITIVE_INFINITY);
  rounds.restore('w', 'w');
  expect(rounds.dueAtMs).toBe(7_000);
  rounds.add('x', 'x', 1_000);
  expect(rounds.dueAtMs).toBe(6_000);
});
