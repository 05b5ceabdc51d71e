import type { RefusedDocument } from './write-bulk.ts';

/** Documents that are named wherever a copy is without some. */
export const MOST_NAMED = 20;

/** For people: how many, and the first ones by their reasons. */
export function describeRefused(count: number, documents: number, named: readonly RefusedDocument[]): string {
  const words = count === 1 ? '1 document was' : `${count} documents were`;
  return `${words} refused of ${documents} that were read: ${describeReasons(count, named)}.`;
}

/** The first ones by their reasons, and how many more there are. */
export function describeReasons(count: number, named: readonly RefusedDocument[]): string {
  const shown = named.slice(0, MOST_NAMED);
  const byReason = Map.groupBy(shown, ({ reason }) => reason);
  const reasons = [...byReason].map(([reason, of]) => `${reason} (${of.map(({ id }) => id).join(', ')})`);
  return `${reasons.join('; ')}${count > shown.length ? `, and ${count - shown.length} more` : ''}`;
}
