import { createHash } from 'node:crypto';

const HASHES = 2 ** 32;

/**
 * Of some keys those that a sample draws: about `share` of them, always the same ones for a seed, on whichever server and in
 * whatever order they are.
 */
export function drawnOf(keys: readonly string[], share: number, seed: number): readonly string[] {
  return keys.filter((key) => hashOf(key, seed) < share * HASHES);
}

function hashOf(key: string, seed: number): number {
  return createHash('sha1').update(`${seed}:`).update(key, 'latin1').digest().readUInt32BE(0);
}
