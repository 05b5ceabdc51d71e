import type { Clock } from '@waybill/core';
import { systemClock } from '@waybill/node';

/** So much shorter than for a user. */
const SPEED = 10;
/** What is longer is a deadline: it would measure how fast the machine is. */
const LONGEST_SHORTENED_MS = 5_000;

let aheadMs = 0;

/**
 * Short sleeps take a tenth of their time, which has then passed as a whole. The wall time is the machine's, as the sandbox
 * compares it with its own. A command that sends its first call waits two seconds for calls that another process may have
 * sent just before; a test has none.
 */
export const fastClock: Clock = {
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs() + aheadMs,
  async sleep(ms, signal) {
    if (ms > LONGEST_SHORTENED_MS) return await systemClock.sleep(ms, signal);
    const wakesAtMs = fastClock.monotonicMs() + ms;
    await systemClock.sleep(ms / SPEED, signal);
    aheadMs += Math.max(0, wakesAtMs - fastClock.monotonicMs());
  },
};
