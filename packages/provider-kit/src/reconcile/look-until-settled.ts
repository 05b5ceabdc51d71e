import type { ReconcileContext, Reconciliation } from '@waybill/core';

/** A look that found nothing yet: `absent` is what holds if nothing shows up until the end. */
export type Look =
  | { readonly kind: 'settled'; readonly result: Reconciliation }
  | { readonly kind: 'open'; readonly absent: Reconciliation };

/** More looks change nothing: an operator decides. */
export function undecided(reason: string): Look {
  return { kind: 'settled', result: { kind: 'undecided', reason } };
}

export interface Settling {
  /** Within this time a call that has had its effect shows it. */
  readonly settleMs: number;
  readonly intervalMs: number;
}

/**
 * Looks again and again until a look settles the question or `settleMs` have passed, because what a call has done may
 * become visible late. The last look comes after the full time.
 */
export async function lookUntilSettled(
  context: ReconcileContext,
  { settleMs, intervalMs }: Settling,
  look: () => Promise<Look>,
): Promise<Reconciliation> {
  const startMs = context.clock.monotonicMs();
  for (;;) {
    const found = await look();
    if (found.kind === 'settled') return found.result;
    const leftMs = settleMs - (context.clock.monotonicMs() - startMs);
    if (leftMs <= 0) return found.absent;
    await context.clock.sleep(Math.min(intervalMs, leftMs), context.signal);
  }
}
