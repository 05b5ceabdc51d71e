import { hash } from 'node:crypto';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { EachEntry } from '../plan.ts';

/** What a row means, in 16 hex characters: enough to see that a row changed, while the whole is bound by a full digest. */
export function rowDigest({ value }: EachEntry): string {
  return hash('sha256', canonicalJson(value), 'hex').slice(0, 16);
}
