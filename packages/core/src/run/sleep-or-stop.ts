import type { Clock } from '../clock.ts';

/**
 * Resolves when the time has passed or `signal` aborts, whichever is first. A clock that fails by itself rejects: taken for
 * the end of the time it would turn a loop of sleeps into one without any.
 */
export async function sleepOrStop(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
