import { Reference, type Value } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { type ReindexUnit, settingIn } from './read-reindex.ts';

/** What is known of the source, and of the version of the target, once `check-source` has passed. */
export const ofSource = (name: string): Reference => new Reference(['steps', 'check-source', 'outputs', name]);

/** A setting of the copy: the plan's own, or that of the source. */
export function ownOrOfSource({ dest }: Pick<ReindexUnit, 'dest'>, name: string): Value {
  return settingIn(objectIn(dest['settings']), name) ?? ofSource(name);
}

/** Where steps at the source run; nothing where both sides are one cluster. */
export function atSource({ sourceConnection }: Pick<ReindexUnit, 'sourceConnection'>): {
  readonly connection?: string;
} {
  return sourceConnection === undefined ? {} : { connection: sourceConnection };
}

/** Of a read beside one at the source. */
export function atTarget({ targetConnection }: ReindexUnit): { readonly connection?: string } {
  return targetConnection === undefined ? {} : { connection: targetConnection };
}
