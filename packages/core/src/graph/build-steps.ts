import type { Unit } from '../plan/plan.ts';
import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { ReliedOn } from '../provider/steps/step-base.ts';
import { moduleOf, type Step } from '../provider/steps/step-modules.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';

/** Of the plan's migrations that were renamed, and of units whose key was: present name or address → first one. */
export interface FirstNames {
  readonly migrations: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

/**
 * The steps of one unit with their addresses and heights. `heightAfter`: steps on the longest chain that waits for it. That
 * names are unique and lead to earlier steps was asked when the provider gave the blueprint (`blueprint-shape.ts`).
 */
export function buildSteps(
  unit: Unit,
  blueprint: Blueprint,
  heightAfter: number,
  first: FirstNames = NONE_FIRST,
): readonly Step[] {
  const needsByName = resolveNeeds(blueprint.steps);
  const heights = stepHeights(blueprint.steps, needsByName);
  const names = defined({
    formerNames: nonEmpty(formerNamesOf(blueprint.steps)),
    firstMigrations: nonEmpty(first.migrations),
    firstUnits: nonEmpty(first.units),
  });
  const reliedOn = namesReliedOn(blueprint.steps);
  const urgent = reliedOn.size === 0 ? reliedOn : urgentNames(blueprint.steps, needsByName);
  return blueprint.steps.map((step) => {
    const needs = needsByName.get(step.name) ?? [];
    const own = unit.migration.provider;
    const { connection = own } = step;
    const base = {
      address: `${unit.address}.${step.name}`,
      name: step.name,
      unit: unit.address,
      provider: connection,
      ...(connection === own ? {} : { connection }),
      title: step.title,
      needs: needs.map((name) => `${unit.address}.${name}`),
      always: step.always ?? false,
      ...defined({
        repeats: step.repeats?.map((name) => `${unit.address}.${name}`),
        relies: step.relies && reliesOf(unit, step.relies, step.repeats),
      }),
      ...(reliedOn.has(step.name) ? { isReliedOn: true as const } : {}),
      ...(urgent.has(step.name) ? { isUrgent: true as const } : {}),
      ...names,
      height: (heights.get(step.name) ?? 1) + heightAfter,
    };
    return moduleOf(step).build(base, step);
  });
}

function reliesOf(
  { address }: Unit,
  { on, forMs, anew }: NonNullable<StepBlueprint['relies']>,
  repeats: readonly string[] = [],
): ReliedOn {
  const addressOf = (name: string): string => `${address}.${name}`;
  return { on: addressOf(on), forMs, anew: (anew ?? repeats).map(addressOf) };
}

/** The steps that others of the unit rely on for a while. */
function namesReliedOn(steps: readonly StepBlueprint[]): ReadonlySet<string> {
  const relied = steps.flatMap(({ relies }) => (relies === undefined ? [] : [relies.on]));
  return relied.length === 0 ? NONE_RELIED_ON : new Set(relied);
}

/** What is to be done between a step that holds for a while and those that rely on it, with those. */
function urgentNames(
  steps: readonly StepBlueprint[],
  needsByName: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const urgent = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (step.relies === undefined) continue;
    const before = steps.slice(0, index + 1).map(({ name }) => name);
    const reached = new Set([step.relies.on]);
    for (const name of before) if (needsByName.get(name)?.some((need) => reached.has(need))) reached.add(name);
    const leading = new Set([step.name]);
    for (const name of before.toReversed())
      if (leading.has(name)) for (const need of needsByName.get(name) ?? []) leading.add(need);
    for (const name of before) if (leading.has(name) && reached.has(name) && name !== step.relies.on) urgent.add(name);
  }
  return urgent;
}

const NONE_RELIED_ON: ReadonlySet<string> = new Set();

function formerNamesOf(steps: readonly StepBlueprint[]): ReadonlyMap<string, readonly string[]> {
  const renamed = steps.filter(({ formerly = [] }) => formerly.length > 0);
  if (renamed.length === 0) return NONE_RENAMED;
  return new Map(renamed.map(({ name, formerly = [] }) => [name, formerly]));
}

const NONE_FIRST: FirstNames = { migrations: new Map(), units: new Map() };
const NONE_RENAMED: ReadonlyMap<string, readonly string[]> = new Map();

/** Steps on the longest path through a unit. */
export function longestChain(steps: readonly StepBlueprint[]): number {
  return Math.max(0, ...stepHeights(steps, resolveNeeds(steps)).values());
}

/** Names of the steps that each step needs; a step that names none needs the one before it. */
function resolveNeeds(steps: readonly StepBlueprint[]): ReadonlyMap<string, readonly string[]> {
  const resolved = new Map<string, readonly string[]>();
  for (const [index, step] of steps.entries()) {
    const previous = steps[index - 1];
    const needs = step.needs ?? (previous === undefined ? [] : [previous.name]);
    resolved.set(step.name, needs);
  }
  return resolved;
}

/** Steps needing a step come later in a blueprint, so one pass from the end gives the longest path to an end. */
function stepHeights(
  steps: readonly StepBlueprint[],
  needsByName: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const step of steps.toReversed()) {
    const own = heights.get(step.name) ?? 1;
    heights.set(step.name, own);
    for (const need of needsByName.get(step.name) ?? []) heights.set(need, Math.max(heights.get(need) ?? 1, own + 1));
  }
  return heights;
}
