/** Kept at once: for each slice at work a body that is sent, and one that is made of the next page. */
const MOST_KEPT = 8;
/** More than this is used once. */
const LARGEST_KEPT_BYTES = 8_000_000;
/** The next page is seldom of the same size. */
const SPARE = 1.1;

/**
 * Memory for bodies of bulks, used again and again. With memory of its own for each of them, V8 would collect the whole heap
 * several times a second.
 */
const kept: Buffer[] = [];

/** At least `sizeBytes`, with whatever is in it. */
export function takeMemory(sizeBytes: number): Buffer {
  const at = kept.findIndex(({ length }) => length >= sizeBytes);
  // One that is too small makes room for the larger one that is made now.
  const [memory] = kept.splice(Math.max(at, 0), 1);
  return at === -1 || memory === undefined ? Buffer.allocUnsafeSlow(Math.ceil(sizeBytes * SPARE)) : memory;
}

/** Only when nobody reads it any more: what is still to be sent would be overwritten. */
export function giveMemory(memory: Buffer): void {
  if (kept.length < MOST_KEPT && memory.length <= LARGEST_KEPT_BYTES) kept.push(memory);
}
