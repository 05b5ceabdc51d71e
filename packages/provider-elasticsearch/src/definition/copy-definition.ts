import { createHash } from 'node:crypto';
import { defined, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { definitionIn, fitDefinition } from './fit-definition.ts';
import { flatSettings } from './flat-settings.ts';
import { typesOf } from './mapping-rules.ts';
import { hasTypes, parseVersion } from './version.ts';

export interface WantedDefinition {
  /** Another index and the version of the new one's cluster; empty: there is none. */
  readonly like: JsonObject;
  /** In place of those of the other index. */
  readonly settings: JsonObject;
  /** In place of that of the other index. */
  readonly mappings: Json | undefined;
}

export interface CopiedDefinition {
  readonly settings: Json | undefined;
  readonly mappings: Json | undefined;
}

/**
 * Settings and mapping of a new index, with the mark by which it is recognised. Where the other index is not known yet (a
 * preview), its place says so.
 */
export function copyDefinition(wanted: WantedDefinition, mark: string | undefined): CopiedDefinition {
  const { like, settings, mappings } = wanted;
  if (Object.keys(like).length === 0)
    return {
      settings: Object.keys(settings).length === 0 ? undefined : settings,
      mappings: mark === undefined ? mappings : withMarks(objectOf(mappings), { waybill: mark }),
    };
  const version = parseVersion(textOf(like['version']) ?? '');
  if (version === undefined || !isJsonObject(like['settings'])) return awaited(wanted, mark);
  const fitted = fitDefinition(definitionIn(like), version);
  const own = isJsonObject(mappings) ? mappings : fitted.mapping;
  const typed = hasTypes(version) && typesOf(own).length === 0 ? { [textOf(like['type']) ?? '_doc']: own } : own;
  const all = { ...fitted.settings, ...flatSettings(settings) };
  const marks =
    mark === undefined
      ? undefined
      : { waybill: mark, [DIGEST]: digestOf(all, typed), ...defined({ [SOURCE]: sourceUuid(wanted) }) };
  return { settings: all, mappings: marks === undefined ? typed : withMarks(typed, marks, hasTypes(version)) };
}

/** As far as it is known before the other index was read. */
function awaited({ like, settings, mappings }: WantedDefinition, mark: string | undefined): CopiedDefinition {
  return {
    settings: { like: like['settings'] ?? null, ...flatSettings(settings) },
    mappings: { like: mappings ?? like['mappings'] ?? null, ...defined({ _meta: markOf(mark) }) },
  };
}

/** The key beside the mark: of what the index was made, so that a unit that is started over with another plan sees it. */
const DIGEST = 'waybill_definition';

/** Which index it was made like: one that is made anew under its name later has other documents. */
const SOURCE = 'waybill_source';

/** The identity of the other index; undefined where it is not known. */
export function sourceUuid({ like }: Pick<WantedDefinition, 'like'>): string | undefined {
  return textOf(objectOf(objectOf(like['settings'])['index'])['uuid']);
}

/** The same as an index says it that was made so; undefined where it says nothing. */
export function sourceUuidIn(mapping: JsonObject): string | undefined {
  return textOf(objectOf(mapping['_meta'])[SOURCE]);
}

/** Of the definition as it is sent, without marks; undefined while the other index is not known. */
export function definitionDigest(wanted: WantedDefinition): string | undefined {
  const { settings, mappings } = copyDefinition(wanted, undefined);
  return isJsonObject(wanted.like['settings']) ? digestOf(settings ?? {}, mappings ?? {}) : undefined;
}

/** What an index says of itself; undefined where it says nothing. */
export function digestIn(mapping: JsonObject): string | undefined {
  return textOf(objectOf(mapping['_meta'])[DIGEST]);
}

function digestOf(settings: Json, mappings: Json): string {
  return createHash('sha256')
    .update(JSON.stringify([settings, mappings]))
    .digest('hex')
    .slice(0, 16);
}

/** Under the type, where the mapping begins with one. */
function withMarks(
  mappings: JsonObject,
  marks: JsonObject,
  isTyped: boolean = typesOf(mappings).length === 1,
): JsonObject {
  const [type] = isTyped ? typesOf(mappings) : [];
  if (type === undefined) return marked(mappings, marks);
  return { ...mappings, [type]: marked(objectOf(mappings[type]), marks) };
}

function marked(mapping: JsonObject, marks: JsonObject): JsonObject {
  // The other index may be a copy itself.
  const { [SOURCE]: _ofAnother, ...meta } = objectOf(mapping['_meta']);
  return { ...mapping, _meta: { ...meta, ...marks } };
}

function markOf(mark: string | undefined): JsonObject | undefined {
  return mark === undefined ? undefined : { waybill: mark };
}
