import { Reference, type Value, type ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { PIPELINE_SETTINGS } from '../checks/surroundings.ts';
import { type ReindexUnit, settingIn } from './read-reindex.ts';

/** What is known of the source, and of the version of the target, once `check-source` has passed. */
export const ofSource = (name: string): Reference => new Reference(['steps', 'check-source', 'outputs', name]);

/** A setting of the copy: the plan's own, or that of the source. */
export function ownOrOfSource({ dest }: Pick<ReindexUnit, 'dest'>, name: string): Value {
  return settingIn(objectIn(dest['settings']), name) ?? ofSource(name);
}

/** Those of the plan or the source by their settings; null where there is none. */
export function ownPipelines(unit: Pick<ReindexUnit, 'dest'>): ValueObject {
  return Object.fromEntries(PIPELINE_SETTINGS.map((name) => [name, ownOrOfSource(unit, name)]));
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
