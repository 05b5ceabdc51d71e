/** The cursors of one of `2 ** bits` equal parts of a server's table of keys. */
export interface CursorRange {
  readonly bits: number;
  /** From 0 on. */
  readonly part: number;
}

/**
 * A scan counts its cursor up with the bits in reverse order, so that the lowest bits change least often: the cursors of one
 * part are those with the same lowest bits. That holds for tables of every size, and while one is resized. Where a table has
 * fewer places than there are parts, several parts give the same keys, and none is left out.
 */
export function firstCursor({ bits, part }: CursorRange): string {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit += 1) if (part & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
  return String(reversed);
}

/** Whether a scan goes on in the part with the cursor that it was given. */
export function isWithin(cursor: string, range: CursorRange): boolean {
  if (cursor === '0') return false;
  const mask = (1n << BigInt(range.bits)) - 1n;
  return (BigInt(cursor) & mask) === BigInt(firstCursor(range));
}
