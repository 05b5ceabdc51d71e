import { readFileSync } from 'node:fs';

/** A recorded file of the vendor's, from the repository's shared vectors. */
export function readVector(name: string): unknown {
  const url = new URL(`../../../../test/vectors/huaweicloud/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}
