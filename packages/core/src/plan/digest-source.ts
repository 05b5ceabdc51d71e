import { createHash } from 'node:crypto';

/**
 * SHA-256, in hex, over all that a plan is compiled from beside the providers: its text or the bytes of its file, and the
 * variables that were given, in any order.
 */
export function digestSource(text: string | Uint8Array, variables: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries(variables).toSorted(([left], [right]) => (left < right ? -1 : 1));
  // JSON has no line end of its own: what comes before the first one cannot move into the text.
  return createHash('sha256')
    .update(`${JSON.stringify(given)}\n`)
    .update(text)
    .digest('hex');
}
