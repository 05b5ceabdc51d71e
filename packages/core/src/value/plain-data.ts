/**
 * Maps and lists of a document that hold no reference anywhere, by identity: values never change. A map of very many units
 * is looked through once when it is read, and not again by every pass over the plan.
 */
const plain = new WeakSet<object>();

export function markPlain(value: object): void {
  plain.add(value);
}

/** Whether there is certainly nothing to fill, check or replace in a value. */
export function isPlainData(value: unknown): boolean {
  return typeof value !== 'object' || value === null || plain.has(value);
}
