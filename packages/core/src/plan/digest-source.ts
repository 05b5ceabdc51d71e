import { createHash } from 'node:crypto';
import { defined } from '../value/defined.ts';

/**
 * SHA-256, in hex, over all that a plan is compiled from beside the providers: its text or the bytes of its file, the
 * variables that were given, in any order, the inventories that it names, and the environment. Who does not know these gets another digest
 * than that of the plan, never that of the plan with other rows.
 */
export function digestSource(
  text: string | Uint8Array,
  variables: Readonly<Record<string, string>> = {},
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  environment?: string,
): string {
  const sorted = Object.entries(variables).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const named = [...files].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]);
  // A map cannot be taken for the list that it is without files.
  const given =
    named.length === 0 && environment === undefined
      ? sorted
      : { variables: sorted, files: named, ...defined({ environment }) };
  // JSON has no line end of its own: what comes before the first one cannot move into the text.
  return createHash('sha256')
    .update(`${JSON.stringify(given)}\n`)
    .update(text)
    .digest('hex');
}
