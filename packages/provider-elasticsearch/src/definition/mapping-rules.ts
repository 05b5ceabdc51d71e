import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { findMissingType } from './field-types.ts';
import { type ClusterVersion, hasTypes } from './version.ts';

/** What was left out of a definition. */
export interface Change {
  /** Where it was. */
  readonly path: string;
  readonly why: string;
}

/** What stands in the way, and only the plan can decide. */
export interface Obstacle extends Change {
  readonly hint: string;
}

export interface FittedMapping {
  readonly mapping: JsonObject;
  readonly changes: readonly Change[];
  readonly obstacles: readonly Obstacle[];
}

const GIVE_MAPPINGS = 'Give the mapping under dest.mappings.';
const IF_IT_IS_THERE = 'If the target has the type nevertheless, give the mapping of the source there.';

/** The keys that a mapping can begin with. A mapping of 6.x with types begins with another one. */
const ROOT_KEYS = new Set([
  '_all',
  '_field_names',
  '_meta',
  '_parent',
  '_routing',
  '_size',
  '_source',
  'date_detection',
  'dynamic',
  'dynamic_date_formats',
  'dynamic_templates',
  'enabled',
  'numeric_detection',
  'properties',
  'runtime',
  'subobjects',
]);

/** The types that a mapping begins with; none where it has no level of types. */
export function typesOf(mappings: JsonObject): readonly string[] {
  const keys = Object.keys(mappings);
  return keys.some((key) => ROOT_KEYS.has(key)) ? [] : keys;
}

/** Without the level of types, where there is one. */
export function withoutType(mappings: JsonObject): JsonObject {
  const [type] = typesOf(mappings);
  return type === undefined ? mappings : objectOf(mappings[type]);
}

/** A mapping without its type, as the target's version takes it. What that version refuses is left out, or stands in the way. */
export function fitMapping(mapping: JsonObject, target: ClusterVersion): FittedMapping {
  const changes: Change[] = [];
  const obstacles: Obstacle[] = [];
  const fitted = { ...mapping };
  for (const { key, isRefused, why } of ROOT_RULES) {
    if (!Object.hasOwn(fitted, key) || !isRefused(target)) continue;
    delete fitted[key];
    changes.push({ path: key, why });
  }
  for (const key of ['_parent', '_size']) {
    if (!Object.hasOwn(mapping, key)) continue;
    obstacles.push({ path: key, why: OBSTACLE_KEYS[key] ?? '', hint: GIVE_MAPPINGS });
  }
  const walk: Walk = { target, changes, obstacles };
  if (isJsonObject(fitted['properties'])) fitted['properties'] = fitFields(fitted['properties'], 'properties', walk);
  const templates = fitted['dynamic_templates'];
  if (Array.isArray(templates)) for (const template of templates) judgeTemplate(template, walk);
  return { mapping: fitted, changes, obstacles };
}

const OBSTACLE_KEYS: Readonly<Record<string, string>> = {
  _parent: 'parents and children in one index exist in version 5 and older only',
  _size: 'it needs a plugin that the cluster may lack',
};

const ROOT_RULES: readonly {
  readonly key: string;
  readonly why: string;
  readonly isRefused: (target: ClusterVersion) => boolean;
}[] = [
  { key: '_all', why: 'it no longer exists', isRefused: (target) => !hasTypes(target) },
  {
    key: '_field_names',
    why: 'it can no longer be chosen',
    isRefused: ({ family, major }) => family === 'Elasticsearch' && major >= 8,
  },
];

interface Walk {
  readonly target: ClusterVersion;
  readonly changes: Change[];
  readonly obstacles: Obstacle[];
}

function fitFields(fields: JsonObject, path: string, walk: Walk): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      isJsonObject(field) ? fitField(field, `${path}.${name}`, walk) : field,
    ]),
  );
}

function fitField(field: JsonObject, path: string, walk: Walk): JsonObject {
  const { target, changes, obstacles } = walk;
  const fitted = { ...field };
  if (Object.hasOwn(fitted, 'include_in_all')) {
    delete fitted['include_in_all'];
    changes.push({ path: `${path}.include_in_all`, why: 'it no longer exists' });
  }
  if (Object.hasOwn(fitted, 'boost') && target.family === 'Elasticsearch' && target.major >= 8) {
    delete fitted['boost'];
    changes.push({ path: `${path}.boost`, why: 'it no longer exists: set a boost in queries instead' });
  }
  const type = textOf(fitted['type']);
  const missing = type === undefined || type === 'string' ? undefined : findMissingType(type, target);
  if (type === 'string')
    obstacles.push({ path, why: 'the type string is from version 2', hint: `${GIVE_MAPPINGS} Use text or keyword.` });
  if (missing !== undefined) obstacles.push({ path, why: missing, hint: `${GIVE_MAPPINGS} ${IF_IT_IS_THERE}` });
  if (fitted['similarity'] === 'classic' && !hasTypes(target))
    obstacles.push({ path, why: 'the similarity classic no longer exists', hint: GIVE_MAPPINGS });
  for (const key of ['properties', 'fields']) {
    const inner: Json | undefined = fitted[key];
    if (isJsonObject(inner)) fitted[key] = fitFields(inner, `${path}.${key}`, walk);
  }
  return fitted;
}

/** Such an index can be made, and then refuses every document with a new field. */
function judgeTemplate(template: Json, { target, obstacles }: Walk): void {
  if (hasTypes(target)) return;
  for (const [name, rule] of Object.entries(objectOf(template))) {
    if (objectOf(objectOf(rule)['mapping'])['type'] !== 'string') continue;
    const why = 'the type string is from version 2: documents with new fields would be refused';
    obstacles.push({ path: `dynamic_templates.${name}`, why, hint: `${GIVE_MAPPINGS} Use text or keyword.` });
  }
}
