import type { Preview, PreviewUnit } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';
import { shapeOf, splitMovements } from './split-movements.ts';
import { keyOf } from './unit-key.ts';

/** Units of one migration that move data between places of the same form. */
export interface MovementGroup {
  readonly migration: string;
  readonly units: number;
  /** Keys of its units in the order of the plan; none of a migration without `for_each`. */
  readonly keys: readonly string[];
  /** What all of them have in common: `Elasticsearch, endpoint http://10.0.0.5:9200, index <key>`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** What differs: `from address`, `to id`. */
  readonly columns: readonly string[];
  /** The units one by one by what differs; none where nothing does, or nothing but their keys. */
  readonly rows: readonly MovementRow[];
}

export interface MovementRow {
  readonly unit: string;
  /** Empty where this side does not differ. */
  readonly from: string;
  readonly to: string;
  /** The values of what differs, one for each column. */
  readonly cells: readonly string[];
}

/**
 * From where to where the units of a preview go, with what they share said once: by migration in the order of the plan, and
 * apart by what many of them share. Units whose kind does not say it are in no group.
 */
export function groupMovements(preview: Preview): readonly MovementGroup[] {
  const known = grouped.get(preview);
  if (known !== undefined) return known;
  const groups = groupsOf(preview);
  grouped.set(preview, groups);
  return groups;
}

/** A view shows them at several places, and of a large plan they take a while. */
const grouped = new WeakMap<Preview, readonly MovementGroup[]>();

function groupsOf({ units, migrations }: Preview): readonly MovementGroup[] {
  const byMigration = Map.groupBy(
    units.filter(({ from, to }) => from !== undefined || to !== undefined),
    ({ migration }) => migration,
  );
  return migrations.flatMap(({ name, uses }) => {
    const own = uses.slice(0, uses.indexOf('.'));
    const byForm = Map.groupBy(byMigration.get(name) ?? [], formOf);
    return [...byForm.values()].flatMap(splitMovements).map((members) => groupOf(name, members, own));
  });
}

/** Everything but the values. */
function formOf({ from, to }: PreviewUnit): string {
  const form = (place: PreviewPlace | undefined) =>
    place && [place.label, place.connection ?? '', ...place.facts.map(({ name }) => name)];
  return JSON.stringify([form(from) ?? null, form(to) ?? null]);
}

function groupOf(migration: string, units: readonly PreviewUnit[], own: string): MovementGroup {
  const from = sideOf(units, 'from', own);
  const to = sideOf(units, 'to', own);
  const columns = [...from.differing, ...to.differing];
  const rows = units.map((unit) => ({
    unit: unit.address,
    from: describeFacts(from.factsOf(unit)),
    to: describeFacts(to.factsOf(unit)),
    cells: [...from.factsOf(unit), ...to.factsOf(unit)].map(({ value }) => value),
  }));
  const keys = units.flatMap((unit) => keyOf(unit.address) ?? []);
  return {
    migration,
    units: units.length,
    keys,
    from: from.shared,
    to: to.shared,
    columns,
    rows: columns.length > 0 ? rows : [],
  };
}

interface Side {
  readonly shared: string | undefined;
  /** `from address` */
  readonly differing: readonly string[];
  /** Those of a unit that differ. */
  readonly factsOf: (unit: PreviewUnit) => PreviewPlace['facts'];
}

function sideOf(units: readonly PreviewUnit[], side: 'from' | 'to', own: string): Side {
  const place = units[0]?.[side];
  if (place === undefined) return { shared: undefined, differing: [], factsOf: () => [] };
  const parts = place.facts.map(({ name }, at) => {
    const shared = sharedValue(units, (unit) => unit[side]?.facts[at]?.value ?? '');
    return { name, at, shared };
  });
  const differing = parts.filter(({ shared }) => shared === undefined);
  return {
    shared: [
      `${place.label}${behind(place, own)}`,
      ...parts.flatMap(({ name, shared }) => (shared === undefined ? [] : [`${name} ${shared}`])),
    ].join(', '),
    differing: differing.map(({ name }) => `${side} ${name}`),
    factsOf: (unit) => differing.flatMap(({ at }) => unit[side]?.facts[at] ?? []),
  };
}

/** The value of all, or the one form of it with `<key>` in it. */
function sharedValue(units: readonly PreviewUnit[], valueIn: (unit: PreviewUnit) => string): string | undefined {
  const [first] = units;
  if (first === undefined) return undefined;
  const value = valueIn(first);
  if (units.every((unit) => valueIn(unit) === value)) return value;
  const shape = shapeOf(value, keyOf(first.address));
  return units.every((unit) => shapeOf(valueIn(unit), keyOf(unit.address)) === shape) ? shape : undefined;
}

/** The connection is named where it is not the one that the migration uses, which is shown beside it. */
function behind({ connection }: PreviewPlace, own: string): string {
  return connection === undefined || connection === own ? '' : ` (${connection})`;
}

/** One place in full: `Redis instance, instance cf4a05df`. */
export function describePlace({ label, facts }: PreviewPlace): string {
  return [label, ...facts.map(({ name, value }) => `${name} ${value}`)].join(', ');
}

function describeFacts(facts: PreviewPlace['facts']): string {
  return facts.map(({ name, value }) => `${name} ${value}`).join(', ');
}

/** Where a provider leads: `region eu-de, endpoint https://…`. Empty where the plan does not say it. */
export function describeConnection({ connection = {} }: Preview['providers'][number]): string {
  return Object.entries(connection)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
