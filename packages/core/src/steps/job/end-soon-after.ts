import type { Clock } from '../../clock.ts';

/** By then, work that was told to end has ended, or is left to itself. */
export const MOST_MS_AFTER_STOP = 30_000;

/**
 * What `work` gives, or throws. Work that does not end soon after `signal` was aborted counts as ended, so that nobody
 * waits for it for ever.
 *
 * @throws the reason of `signal`, where the work does not end
 */
export async function endSoonAfter<Result>(
  signal: AbortSignal,
  clock: Clock,
  work: () => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  try {
    return await Promise.race([work(), leftBehind(signal, clock, over.signal)]);
  } finally {
    over.abort();
  }
}

async function leftBehind(signal: AbortSignal, clock: Clock, over: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: over });
  });
  await clock.sleep(MOST_MS_AFTER_STOP, over);
  throw signal.reason;
}
