import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { RunWakes } from './run-wakes.ts';

/** `waiting`: steps that could start at the connection. */
function open(waiting = 1) {
  const clock = new VirtualClock();
  const stopping = new AbortController();
  const begunAt = clock.now();
  const woken: number[] = [];
  const tracked: Promise<void>[] = [];
  const queue = { waiting: () => ({ ready: waiting, ownWork: 0, active: 0, activePerTarget: 0 }) };
  const wakes = new RunWakes({
    parts: { clock, stopping },
    scheduler: { queue, wake: (now: number) => woken.push(now - begunAt) } as never,
    activity: { track: (work: Promise<void>, onEnd: () => void = () => {}) => tracked.push(work.then(onEnd)) } as never,
  });
  const passAll = (): Promise<unknown> => clock.runUntil(Promise.all(tracked));
  return { wakes, clock, stopping, begunAt, woken, tracked, passAll };
}

describe('RunWakes', () => {
  it('wakes the scheduler when a hold ends, once for each time that is earlier than those known', async () => {
    const { wakes, begunAt, woken, tracked, passAll } = open();
    wakes.whenHoldsEnd(begunAt + 500);
    wakes.whenHoldsEnd(begunAt + 500);
    wakes.whenHoldsEnd(begunAt + 900);
    wakes.whenHoldsEnd(begunAt + 200);
    wakes.whenHoldsEnd(Number.POSITIVE_INFINITY);
    expect(tracked).toHaveLength(2);
    await passAll();
    expect(woken).toEqual([200, 500]);
    wakes.whenHoldsEnd(begunAt + 900);
    expect(tracked).toHaveLength(3);
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
    const { wakes, clock, stopping, begunAt, tracked } = open();
    wakes.whenHoldsEnd(begunAt + 5_000);
    stopping.abort(new Error('stop'));
    await Promise.all(tracked);
    expect(clock.now()).toBe(begunAt);
  });
});
