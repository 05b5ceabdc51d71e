import { createRealClock, type VirtualClock } from '@waybill/sandbox';

/** Moves by itself, and leaps when it is advanced: what a page waits for need not take as long as it lasts. */
export function createLeapingClock(): VirtualClock {
  const real = createRealClock();
  let leaptMs = 0;
  return {
    kind: 'virtual',
    now: () => real.now() + leaptMs,
    setTimer: (callback, delayMs) => real.setTimer(callback, delayMs),
    advance: (byMs) => {
      leaptMs += byMs;
    },
  };
}
