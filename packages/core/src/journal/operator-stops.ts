import type { RunEnded, StopKind } from './record.ts';

/** Ends of a run that an operator asked for, and not a limit or a fault. */
const BY_OPERATOR: ReadonlySet<StopKind> = new Set(['interrupted', 'cancelled']);

export function isByOperator(stop: { readonly kind: StopKind } | undefined): boolean {
  return stop !== undefined && BY_OPERATOR.has(stop.kind);
}

/** What is known of a run by its end; nothing where another run counts no differently because of it. */
export function markOfEnd({ stopReason }: RunEnded): { readonly isStoppedByOperator?: true } {
  return isByOperator(stopReason) ? { isStoppedByOperator: true } : {};
}

/** How many of these runs an operator has ended before everything was done. Pure. */
export function operatorStopsIn(runs: readonly { readonly isStoppedByOperator?: true }[]): number {
  return runs.filter(({ isStoppedByOperator }) => isStoppedByOperator === true).length;
}
