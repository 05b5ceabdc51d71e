import type { JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { withoutType } from './mapping-rules.ts';

/** The mark that an index carries; undefined where none of ours made it. */
export function markIn(mappings: JsonObject): string | undefined {
  return textOf(objectOf(withoutType(mappings)['_meta'])['waybill']);
}

/** The token of the unit, in its state, that made an index. */
export function tokenIn(mark: string | undefined): string | undefined {
  return /\[waybill:([0-9a-f]{12})\]/.exec(mark ?? '')?.[1];
}
