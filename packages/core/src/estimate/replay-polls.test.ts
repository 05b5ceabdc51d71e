import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PollPace } from '../limits/poll-pace.ts';
import { lookBefore, type PolledWait, replayPolls } from './replay-polls.ts';

const POLLING = { initialIntervalMs: 5_000, maxIntervalMs: 30_000 };
const running = (beganAt: number): PolledWait => ({ beganAt, endedAt: undefined });

describe('the polls of a run that is going on', () => {
  it('come often after what began is first seen, and less often from then on', () => {
    const { looks, pace } = replayPolls([running(0)], { polling: POLLING, roundMs: 100, nowMs: 60_000 });
    // A fifth of the time since 5.1 s, from 25 s of it on.
    expect(looks).toEqual([5_100, 10_200, 15_300, 20_400, 25_500, 30_600, 35_800, 42_040, 49_528, 58_513.6]);
    expect(pace?.dueAtMs).toBeCloseTo(58_513.6 + 10_682.72);
  });

  it('came when a wait ended, wherever the pace would have had them', () => {
    const waits = [running(0), { beganAt: 0, endedAt: 19_000 }];
    const { looks, pace } = replayPolls(waits, { polling: POLLING, roundMs: 100, nowMs: 21_000 });
    expect(looks).toEqual([5_100, 10_200, 19_000]);
    expect(pace).toEqual({ dueAtMs: 24_000, quietSinceMs: 19_000 });
  });

  it('end with the last wait', () => {
    const waits = [{ beganAt: 0, endedAt: 11_000 }];
    const { looks, pace } = replayPolls(waits, { polling: POLLING, roundMs: 100, nowMs: 900_000 });
    expect(looks).toEqual([5_100, 11_000]);
    expect(pace).toBeUndefined();
  });

  it('have a look before the one that showed an end, which several waits share however they were recorded', () => {
    const waits = [0, 1, 2].map((late) => ({ beganAt: 0, endedAt: 19_000 + late }));
    const replay = replayPolls(waits, { polling: POLLING, roundMs: 100, nowMs: 30_000 });
    for (const { endedAt } of waits) expect(lookBefore(endedAt, replay, POLLING)).toBe(10_200);
    expect(lookBefore(5_100, replay, POLLING)).toBeUndefined();
  });

  it('are those of the run itself, for waits of any length and rounds that take as long as was learned', () => {
    const drawn = fc.array(fc.tuple(fc.nat(120_000), fc.integer({ min: 1, max: 200_000 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(drawn, fc.nat(400), fc.nat(400_000), (whole, roundMs, nowMs) => {
        // Nothing begins at the very moment of a look.
        const tasks = whole.map(([beganAt, ms], index) => [beganAt + (index + 1) / 1_024, ms] as const);
        const { ends, looks, dueAtMs } = pollForReal(tasks, roundMs, nowMs);
        const waits = tasks
          .map(([beganAt], index): PolledWait => ({ beganAt, endedAt: ends[index] }))
          .filter(({ beganAt }) => beganAt <= nowMs);
        const replay = replayPolls(waits, { polling: POLLING, roundMs, nowMs });
        expect([...new Set(replay.looks)]).toEqual(looks);
        expect(replay.pace?.dueAtMs).toBe(waits.some(({ endedAt }) => endedAt === undefined) ? dueAtMs : undefined);
      }),
    );
  });
});

/** What a poller does until `nowMs` with tasks that begin at one time and last so long. */
function pollForReal(tasks: readonly (readonly [number, number])[], roundMs: number, nowMs: number) {
  const pace = new PollPace(POLLING);
  const ends: (number | undefined)[] = tasks.map(() => undefined);
  const seen = new Set<number>();
  const looks: number[] = [];
  const begins = tasks
    .map(([beganAt], index) => ({ beganAt, index }))
    .toSorted((one, other) => one.beganAt - other.beganAt);
  const open = new Set<number>();
  const admit = (until: number): void => {
    for (let next = begins[0]; next !== undefined && next.beganAt <= until; next = begins[0]) {
      pace.stepAdded(next.beganAt, open.size > 0);
      open.add(next.index);
      begins.shift();
    }
  };
  for (;;) {
    const due = (): number => (open.size === 0 ? Number.POSITIVE_INFINITY : pace.dueAtMs);
    while (begins[0] !== undefined && begins[0].beganAt <= Math.min(due(), nowMs)) admit(begins[0].beganAt);
    const startsAt = due();
    const endsAt = startsAt + roundMs;
    if (endsAt >= nowMs) {
      admit(nowMs);
      return { ends, looks, dueAtMs: due() };
    }
    const lookedAt = [...open];
    admit(endsAt);
    let hasChanged = false;
    for (const index of lookedAt) {
      const [beganAt, ms] = tasks[index] ?? [0, 0];
      const isOver = beganAt + ms <= startsAt;
      hasChanged ||= isOver || !seen.has(index);
      seen.add(index);
      if (!isOver) continue;
      ends[index] = endsAt;
      open.delete(index);
    }
    looks.push(endsAt);
    pace.lookEnded(endsAt, hasChanged);
  }
}
