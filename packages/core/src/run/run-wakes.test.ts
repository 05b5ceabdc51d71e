import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { RunWakes } from './run-wakes.ts';

/** `waiting`: steps that could start at the connection. */
function open(waiting = 1, waitsForWindows = false) {
  const clock = new VirtualClock();
  const stopping = new AbortController();
  const begunAt = clock.now();
  const woken: number[] = [];
  const notified: number[] = [];
  const tracked: Promise<void>[] = [];
  const queue = { waiting: () => ({ ready: waiting, ownWork: 0, active: 0, activePerTarget: 0 }) };
  const wakes = new RunWakes({
    parts: { clock, stopping, waitsForWindows },
    scheduler: { queue, wake: (now: number) => woken.push(now - begunAt) } as never,
    activity: {
      track: (work: Promise<void>, onEnd: () => void = () => {}) => tracked.push(work.then(onEnd)),
      notify: () => notified.push(clock.now() - begunAt),
    } as never,
  });
  const passAll = (): Promise<unknown> => clock.runUntil(Promise.all(tracked));
  /** A hold that the run waits for. */
  const holdEnds = (afterMs: number): void =>
    wakes.whenHoldsEnd({ atMs: begunAt + afterMs, waitedForAtMs: begunAt + afterMs });
  return { wakes, clock, stopping, begunAt, woken, notified, tracked, passAll, holdEnds };
}

describe('RunWakes', () => {
  it('wakes the scheduler when a hold ends, once for each time that is earlier than those known', async () => {
    const { woken, tracked, passAll, holdEnds } = open();
    holdEnds(500);
    holdEnds(500);
    holdEnds(900);
    holdEnds(200);
    holdEnds(Number.POSITIVE_INFINITY);
    expect(tracked).toHaveLength(2);
    await passAll();
    expect(woken).toEqual([200, 500]);
    holdEnds(900);
    expect(tracked).toHaveLength(3);
  });

  it('is woken by the end of a hold that ends runs, which keeps it going only when it is to wait', async () => {
    const ends = (begunAt: number) => ({ atMs: begunAt + 300, waitedForAtMs: Number.POSITIVE_INFINITY });
    const { wakes, clock, begunAt, woken, notified, tracked } = open();
    wakes.whenHoldsEnd(ends(begunAt));
    expect(tracked).toHaveLength(0);
    await clock.runUntil(clock.sleep(400));
    expect([woken, notified]).toEqual([[300], [300]]);
    const waiting = open(1, true);
    waiting.wakes.whenHoldsEnd(ends(waiting.begunAt));
    expect(waiting.tracked).toHaveLength(1);
    await waiting.passAll();
    expect(waiting.woken).toEqual([300]);
  });

  it('is woken by nothing once the run is over', async () => {
    const { wakes, clock, begunAt, woken } = open();
    wakes.whenHoldsEnd({ atMs: begunAt + 300, waitedForAtMs: Number.POSITIVE_INFINITY });
    wakes.end();
    await clock.runUntil(clock.sleep(400));
    expect(woken).toEqual([]);
  });

  it('waits for the probe of a connection once at a time', async () => {
    const { wakes, tracked, passAll } = open();
    wakes.whenProbeIsDue('it', 300);
    wakes.whenProbeIsDue('it', 300);
    wakes.whenProbeIsDue('other', 300);
    expect(tracked).toHaveLength(2);
    await passAll();
    wakes.whenProbeIsDue('it', 300);
    expect(tracked).toHaveLength(3);
  });

  it('does not wait for a connection that no step waits for', () => {
    const { wakes, tracked } = open(0);
    wakes.whenProbeIsDue('it', 300);
    expect(tracked).toEqual([]);
  });

  it('lets go of every wait when the run stops', async () => {
    const { clock, stopping, begunAt, tracked, holdEnds } = open();
    holdEnds(5_000);
    stopping.abort(new Error('stop'));
    await Promise.all(tracked);
    expect(clock.now()).toBe(begunAt);
  });
});
