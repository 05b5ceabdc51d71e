import { NO_RENAMES, type Renames } from '../journal/renames.ts';
import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Graph } from './graph.ts';

/** What may be an old name, without the steps of any unit having been built. */
export interface FormerNames {
  /** Name that a migration had → the one that it has. */
  readonly migrations: ReadonlyMap<string, string>;
  /** Address that a unit had before its key was renamed, by its migration's present name → the one that it has. */
  readonly units: ReadonlyMap<string, string>;
  /** Names that steps of some unit had. */
  readonly steps: ReadonlySet<string>;
}

export const NONE_FORMER: FormerNames = { migrations: new Map(), units: new Map(), steps: new Set() };

export function formerMigrations({ migrations }: Pick<Plan, 'migrations'>): ReadonlyMap<string, string> {
  return new Map([...migrations.values()].flatMap(({ name, formerly = [] }) => formerly.map((old) => [old, name])));
}

export function firstMigrations({ migrations }: Pick<Plan, 'migrations'>): ReadonlyMap<string, string> {
  return new Map(
    [...migrations.values()].flatMap(({ name, formerly: [first] = [] }) =>
      first === undefined ? [] : [[name, first]],
    ),
  );
}

export function formerUnits(units: readonly Pick<Unit, 'address' | 'formerly'>[]): ReadonlyMap<string, string> {
  return new Map(units.flatMap(({ address, formerly = [] }) => formerly.map((old) => [old, address])));
}

/** Of the units whose key was renamed, present address → first one, by the first name of their migration. */
export function firstUnits(
  units: readonly Pick<Unit, 'address' | 'migration' | 'formerly'>[],
): ReadonlyMap<string, string> {
  return new Map(
    units.flatMap((unit) => (unit.formerly === undefined ? [] : [[unit.address, firstUnitAddress(unit)]])),
  );
}

/** Only the units that a name of a step could be of are looked into. */
export function renamesOf(graph: Pick<Graph, 'unitsByAddress'>, { migrations, units, steps }: FormerNames): Renames {
  if (migrations.size + units.size + steps.size === 0) return NO_RENAMES;
  return { isEmpty: false, unit: presentUnit, step: presentStep };

  function presentUnit(address: string): string {
    const open = address.indexOf('[');
    const end = open === -1 ? address.length : open;
    const name = migrations.get(address.slice(0, end));
    const underPresentName = name === undefined ? address : `${name}${address.slice(end)}`;
    return units.get(underPresentName) ?? underPresentName;
  }

  function presentStep(address: string): string {
    const dot = Math.max(0, address.lastIndexOf('.'));
    const [unit, name] = [presentUnit(address.slice(0, dot)), address.slice(dot + 1)];
    const known = steps.has(name) ? graph.unitsByAddress.get(unit)?.steps : undefined;
    const renamed = known?.find((step) => step.formerNames?.get(step.name)?.includes(name));
    return renamed?.address ?? `${unit}${address.slice(dot)}`;
  }
}
