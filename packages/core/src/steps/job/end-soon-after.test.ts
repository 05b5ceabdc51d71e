import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { endSoonAfter, MOST_MS_AFTER_STOP } from './end-soon-after.ts';

const never = (): Promise<never> => new Promise(() => {});

describe('endSoonAfter', () => {
  it('gives what the work gives, and throws what it throws', async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    expect(await endSoonAfter(signal, clock, async () => 7)).toBe(7);
    const failed = endSoonAfter(signal, clock, () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
  });

  it('waits for work as long as nobody stops it, and for a while then', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    let end = 'none';
    const work = endSoonAfter(stop.signal, clock, never).catch((error: unknown) => {
      end = String(error);
    });
    await clock.advance(100 * MOST_MS_AFTER_STOP);
    stop.abort('stopped');
    await clock.advance(MOST_MS_AFTER_STOP - 1);
    expect(end).toBe('none');
    await clock.advance(1);
    await work;
    expect(end).toBe('stopped');
  });

  it('gives what work has done although it was stopped', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const work = endSoonAfter(stop.signal, clock, async () => {
      await clock.sleep(1_000);
      return 'done';
    });
    stop.abort('stopped');
    await clock.advance(1_000);
    expect(await work).toBe('done');
  });
});
