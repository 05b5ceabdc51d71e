import { describe, it } from 'vitest';
import { describeServer } from '../servers/catalogue.ts';
import { describeMissing } from '../servers/missing-tools.ts';
import { canStart } from '../servers/require-servers.ts';
import { tryPair } from './support/move-pair.ts';
import { describePair, PAIRS, type Pair } from './support/pairs.ts';

/** Few machines have a second JDK: servers that need it are not required, even under CI, and what is left out is printed. */
function canTry({ from, to }: Pair): boolean {
  const newest = [from, to].filter((name) => describeServer(name).java.from > 17);
  const missing = newest.flatMap((name) => describeMissing(name, process) ?? []);
  for (const reason of missing) console.warn(`SKIPPED: ${from} → ${to}.\n${reason}`);
  return missing.length === 0 && canStart(...[from, to].filter((name) => !newest.includes(name)));
}

describe.each(PAIRS.map((pair) => [describePair(pair), pair] as const))('%s', (_name, pair) => {
  it.skipIf(!canTry(pair))('carries every kind of documents, by every method', async () => {
    await tryPair(pair);
  });
});
