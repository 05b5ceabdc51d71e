import type { Clock } from '../clock.ts';
import { formatDuration } from '../value/duration.ts';

/** Longer than this nobody wants to wait for a preview. */
const DEFAULT_TIME_LIMIT_MS = 60_000;

export interface GivingUpOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** @default one minute */
  readonly timeLimitMs?: number;
}

/** Aborts when the caller says so, when the time is over, and when the preflight has ended. */
export function linkGivingUp(options: GivingUpOptions): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const { signal, clock, timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  const timeIsOver = new Error(`There was no answer within ${formatDuration(timeLimitMs)}.`);
  clock.sleep(timeLimitMs, controller.signal).then(
    () => controller.abort(timeIsOver),
    () => {},
  );
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', onAbort);
      controller.abort(new Error('the preflight has ended'));
    },
  };
}

/** Why the signal of `linkGivingUp` has aborted, as a finding of what was left unasked says it. */
export function timeMessage({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'It was not reached.';
}
