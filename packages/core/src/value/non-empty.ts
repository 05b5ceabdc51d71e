/**
 * The list, map, set or plain object, or undefined where there is none or nothing is in it: for `defined`, where an empty one is left out.
 *
 * @example
 * ```ts
 * const finding = { summary, ...defined({ notes: nonEmpty(notes) }) };
 * ```
 */
export function nonEmpty<Entries extends object>(entries: Entries | undefined): Entries | undefined {
  return entries === undefined || sizeOf(entries) === 0 ? undefined : entries;
}

/** A member of an object may itself be called `size` or `length`. */
function sizeOf(entries: object): number {
  if (Array.isArray(entries)) return entries.length;
  return entries instanceof Map || entries instanceof Set ? entries.size : Object.keys(entries).length;
}
