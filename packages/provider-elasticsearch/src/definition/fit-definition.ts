import type { Json, JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { flatSettings } from './flat-settings.ts';
import { type Change, fitMapping, type Obstacle, typesOf, withoutType } from './mapping-rules.ts';
import { LEFT_OUT } from './settings-rules.ts';
import type { ClusterVersion } from './version.ts';

/** The definition of an index, as another cluster can have it. */
export interface FittedDefinition {
  /** By their full names. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Without a level of types. */
  readonly mapping: JsonObject;
  /** What is left out, in the order of the definition. */
  readonly changes: readonly Change[];
  readonly obstacles: readonly Obstacle[];
}

/** What another index is made of, without what only that index, its cluster or its version has. Nothing goes silently. */
export function fitDefinition(
  { settings, mappings }: { readonly settings: JsonObject; readonly mappings: JsonObject },
  target: ClusterVersion,
): FittedDefinition {
  const types = typesOf(mappings);
  const fitted = fitMapping(withoutType(mappings), target);
  const kept: Record<string, Json> = {};
  const changes: Change[] = [];
  for (const [name, value] of Object.entries(flatSettings(settings))) {
    const rule = LEFT_OUT.find((each) => each.name.test(name) && (each.holds?.(target) ?? true));
    if (rule === undefined) kept[name] = value;
    else changes.push({ path: name, why: rule.why });
  }
  const obstacles = [...typeObstacles(types), ...similarityObstacles(settings, target), ...fitted.obstacles];
  return { settings: kept, mapping: fitted.mapping, changes: [...changes, ...fitted.changes], obstacles };
}

function typeObstacles(types: readonly string[]): readonly Obstacle[] {
  if (types.length < 2) return [];
  const why = `it has several types (${types.join(', ')}), whose documents may share ids`;
  return [{ path: 'mappings', why, hint: 'Copy each type into an index of its own, with a query on _type.' }];
}

function similarityObstacles(settings: JsonObject, { family, major }: ClusterVersion): readonly Obstacle[] {
  if (family === 'Elasticsearch' && major < 7) return [];
  const similarities = Object.entries(flatSettings(settings)).filter(
    ([name, value]) => /^index\.similarity\..+\.type$/.test(name) && value === 'classic',
  );
  return similarities.map(([path]) => ({
    path,
    why: 'the similarity classic no longer exists',
    hint: 'Give dest.settings with another similarity, such as BM25.',
  }));
}

/** Of an index as GetIndex shows it. */
export function definitionIn(index: Json | undefined): {
  readonly settings: JsonObject;
  readonly mappings: JsonObject;
} {
  const { settings, mappings } = objectOf(index);
  return { settings: objectOf(settings), mappings: objectOf(mappings) };
}
