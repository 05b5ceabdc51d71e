import { defined, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { type DefinitionDifference, diffDefinitions } from './diff-definitions.ts';
import { definitionIn, fitDefinition } from './fit-definition.ts';
import { flatSettings } from './flat-settings.ts';
import { withoutType } from './mapping-rules.ts';
import type { ClusterVersion } from './version.ts';

export interface ComparedDefinitions {
  /** As GetIndex shows them. */
  readonly source: Json | undefined;
  readonly copy: Json | undefined;
  /** Of the cluster that has the copy. */
  readonly version: ClusterVersion;
  /** In place of those of the source, each for itself. */
  readonly settings: JsonObject;
  /** In place of that of the source, as a whole. */
  readonly mappings: JsonObject | undefined;
  readonly comparesAliases: boolean;
}

/**
 * Where the copy is not what the source is, as far as the copy's version can be it. Settings that say where and how an index
 * is kept decide nothing about what searches find, and are not compared. Pure.
 */
export function compareDefinitions(compared: ComparedDefinitions): readonly DefinitionDifference[] {
  const { source, copy, version, settings, mappings, comparesAliases } = compared;
  const wanted = fitDefinition(definitionIn(source), version);
  const found = fitDefinition(definitionIn(copy), version);
  const wantedMapping = comparable(mappings === undefined ? wanted.mapping : withoutType(mappings));
  const inMapping = diffDefinitions({ mappings: wantedMapping }, { mappings: comparable(found.mapping) });
  const inSettings = diffDefinitions(
    meaningful({ ...wanted.settings, ...flatSettings(settings) }),
    meaningful(found.settings),
    'settings',
  );
  const inAliases = comparesAliases ? diffDefinitions(aliasesIn(source), aliasesIn(copy)) : [];
  // A mapping of the plan's own says what has to be there; documents add the fields that it does not name.
  const counted = mappings === undefined ? inMapping : inMapping.filter(({ kind }) => kind !== 'extra');
  return [...counted, ...inSettings, ...inAliases];
}

const KEEPING =
  /^index\.(number_of_(shards|replicas|routing_shards)|auto_expand_replicas|refresh_interval|codec|priority|hidden|replication\.type|(allocation|indexing|merge|queries|recovery|requests|routing|soft_deletes|store|translog|unassigned|warmer|write)\..+|search\.(idle|slowlog)\..+)$/;

function meaningful(settings: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !KEEPING.test(name)));
}

function aliasesIn(index: Json | undefined): JsonObject {
  return { aliases: objectOf(objectOf(index)['aliases']) };
}

/** Without our marks, and without what a cluster shows or leaves out as it likes. */
function comparable(mapping: JsonObject): JsonObject {
  const { _meta: meta, ...others } = mapping;
  const notOurs = Object.entries(objectOf(meta)).filter(([name]) => !/^waybill(_|$)/.test(name));
  const kept = notOurs.length === 0 ? {} : { _meta: Object.fromEntries(notOurs) };
  return { ...comparableFields(others), ...kept };
}

/** An object with fields has the type `object` whether it says so or not, and no fields are as good as none. */
function comparableFields(field: JsonObject): JsonObject {
  const { properties, type, ...others } = field;
  const fields = objectOf(properties);
  const hasFields = Object.keys(fields).length > 0;
  return {
    ...others,
    ...defined({ type: type === 'object' && hasFields ? undefined : type }),
    ...(hasFields ? { properties: mapFields(fields) } : {}),
  };
}

function mapFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, isJsonObject(field) ? comparableFields(field) : field]),
  );
}
