import { compileTemplate } from '../plan/expand/compile-template.ts';
import { kindOf } from '../plan/expand/find-recipe.ts';
import type { Migration, Plan, Unit } from '../plan/plan.ts';
import type { Blueprint, BlueprintProblem } from '../provider/blueprint.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { isDeferred, isValueObject, type Value, type ValueObject } from '../value/value.ts';
import { blueprintUnit } from './blueprint-unit.ts';
import { longestChain } from './build-steps.ts';
import { createConnectionCheck } from './connection-problems.ts';
import { refuseUnknownNames } from './unknown-names.ts';

/** What ordering and checking need to know of a unit's steps, without the steps. */
export interface UnitOutline {
  readonly stepCount: number;
  /** Steps on the unit's own longest chain. */
  readonly length: number;
  /** Names that its steps had. */
  readonly formerSteps: readonly string[];
  readonly problems: readonly BlueprintProblem[];
}

export type OutlineUnit = (unit: Unit) => UnitOutline;

/**
 * Outlines units. Where a kind says which values decide (`decisivePaths`), one unit stands for all that have the same
 * ones; otherwise every unit is expanded, outlined and let go.
 */
export function createOutliner(plan: Plan, registry: ProviderRegistry): OutlineUnit {
  const byMigration = new Map<Migration, OutlineUnit>();
  const connectionProblems = createConnectionCheck(plan, registry);
  return (unit) => {
    const known = byMigration.get(unit.migration);
    if (known !== undefined) return known(unit);
    const created = outlinerOf(unit.migration, kindOf(plan, unit.migration, registry)?.decisivePaths, expandAndOutline);
    byMigration.set(unit.migration, created);
    return created(unit);
  };

  function expandAndOutline(unit: Unit): UnitOutline {
    const blueprint = blueprintUnit(plan, unit, registry);
    const { steps } = blueprint;
    refuseNames(unit, blueprint);
    const problems = [...(blueprint.problems ?? []), ...connectionProblems(unit.migration, blueprint)];
    const formerSteps = steps.flatMap(({ formerly = [] }) => formerly);
    return { stepCount: steps.length, length: longestChain(steps), formerSteps, problems };
  }

  function refuseNames({ migration }: Unit, blueprint: Blueprint): void {
    const provider = registry.get(plan.providers.get(migration.provider)?.type ?? '');
    if (provider !== undefined) refuseUnknownNames(blueprint, migration, provider);
  }
}

function outlinerOf(
  migration: Migration,
  paths: readonly (readonly string[])[] | undefined,
  outline: OutlineUnit,
): OutlineUnit {
  if (paths === undefined) return outline;
  const varying = paths.filter((path) => compileTemplate(valueAt(migration.with, path)).dependsOnEach);
  const hasOwnOptions = compileTemplate(migration.options).dependsOnEach;
  const byValues = new Map<string, UnitOutline>();
  return (unit) => {
    const deciding = [...valuesAt(unit.with, varying), ...(hasOwnOptions ? [unit.options] : [])];
    const values = deciding.length === 0 ? '' : canonicalJson(deciding);
    const known = byValues.get(values);
    if (known !== undefined) return known;
    const created = outline(unit);
    byValues.set(values, created);
    return created;
  };
}

function valuesAt(value: ValueObject, paths: readonly (readonly string[])[]): readonly Value[] {
  return paths.map((path) => valueAt(value, path));
}

/** The value at a key path, or what stands in for all of it on the way there; `null` when there is neither. */
function valueAt(value: ValueObject, path: readonly string[]): Value {
  let current: Value = value;
  for (const key of path) {
    if (isDeferred(current)) return current;
    current = isValueObject(current) && Object.hasOwn(current, key) ? (current[key] ?? null) : null;
  }
  return current;
}
