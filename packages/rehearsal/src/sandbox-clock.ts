import type { Clock } from '@waybill/core';
import type { SandboxClock } from '@waybill/sandbox';

/** The sandbox on the clock of the program that talks to it. */
export function sandboxClock(clock: Clock): SandboxClock {
  return {
    kind: 'real',
    now: () => clock.now(),
    setTimer: (callback, delayMs) => {
      const cancelled = new AbortController();
      void wake(clock.sleep(delayMs, cancelled.signal), callback);
      return () => cancelled.abort();
    },
  };
}

async function wake(slept: Promise<void>, onTime: () => void): Promise<void> {
  try {
    await slept;
  } catch {
    return;
  }
  onTime();
}
