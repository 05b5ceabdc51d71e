import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@waybill/core';
import { defined } from '@waybill/core';

/** The longest a Node timer can be set: beyond it, it would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) {
        await sleep(Math.min(left, LONGEST_TIMER_MS), undefined, defined({ signal }));
      }
    } catch (error) {
      // Node rejects with an error of its own; the contract is the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
