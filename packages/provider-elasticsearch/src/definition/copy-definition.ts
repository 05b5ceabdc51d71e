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
      mappings: mark === undefined ? mappings : withMark(objectOf(mappings), mark),
    };
  const version = parseVersion(textOf(like['version']) ?? '');
  if (version === undefined || !isJsonObject(like['settings'])) return awaited(wanted, mark);
  const fitted = fitDefinition(definitionIn(like), version);
  const own = isJsonObject(mappings) ? mappings : fitted.mapping;
  const typed = hasTypes(version) && typesOf(own).length === 0 ? { [textOf(like['type']) ?? '_doc']: own } : own;
  return {
    settings: { ...fitted.settings, ...flatSettings(settings) },
    mappings: mark === undefined ? typed : withMark(typed, mark, hasTypes(version)),
  };
}

/** As far as it is known before the other index was read. */
function awaited({ like, settings, mappings }: WantedDefinition, mark: string | undefined): CopiedDefinition {
  return {
    settings: { like: like['settings'] ?? null, ...flatSettings(settings) },
    mappings: { like: mappings ?? like['mappings'] ?? null, ...defined({ _meta: markOf(mark) }) },
  };
}

/** Under the type, where the mapping begins with one. */
function withMark(mappings: JsonObject, mark: string, isTyped: boolean = typesOf(mappings).length === 1): JsonObject {
  const [type] = isTyped ? typesOf(mappings) : [];
  if (type === undefined) return marked(mappings, mark);
  return { ...mappings, [type]: marked(objectOf(mappings[type]), mark) };
}

function marked(mapping: JsonObject, mark: string): JsonObject {
  return { ...mapping, _meta: { ...objectOf(mapping['_meta']), ...markOf(mark) } };
}

function markOf(mark: string | undefined): JsonObject | undefined {
  return mark === undefined ? undefined : { waybill: mark };
}
