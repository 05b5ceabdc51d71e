import type { ReconcileContext, Reconciliation } from '@waybill/core';

/** Within this time a call that has reached the cluster shows there: its master may have it in a queue for as long. */
const SETTLE_MS = 30_000;
const LOOK_INTERVAL_MS = 1_000;

/** A look that found nothing yet: `absent` is what holds if nothing shows up until the end. */
export type Look =
  | { readonly kind: 'settled'; readonly result: Reconciliation }
  | { readonly kind: 'open'; readonly absent: Reconciliation };

/** Looks again and again until a look settles the question, or time is up; the last look comes after the full time. */
export async function lookUntilSettled(context: ReconcileContext, look: () => Promise<Look>): Promise<Reconciliation> {
  const startMs = context.clock.monotonicMs();
  for (;;) {
    const found = await look();
    if (found.kind === 'settled') return found.result;
    const leftMs = SETTLE_MS - (context.clock.monotonicMs() - startMs);
    if (leftMs <= 0) return found.absent;
    await context.clock.sleep(Math.min(LOOK_INTERVAL_MS, leftMs), context.signal);
  }
}
