import { Reference } from '@waybill/core';
import type { ReindexUnit } from './read-reindex.ts';

/** What is known of the source, and of the version of the target, once `check-source` has passed. */
export const ofSource = (name: string): Reference => new Reference(['steps', 'check-source', 'outputs', name]);

/** Where steps at the source run; nothing where both sides are one cluster. */
export function atSource({ sourceConnection }: ReindexUnit): { readonly connection?: string } {
  return sourceConnection === undefined ? {} : { connection: sourceConnection };
}

/** Of a read beside one at the source. */
export function atTarget({ targetConnection }: ReindexUnit): { readonly connection?: string } {
  return targetConnection === undefined ? {} : { connection: targetConnection };
}
