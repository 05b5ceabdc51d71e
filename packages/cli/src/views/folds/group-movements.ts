import type { Preview, PreviewUnit } from '@waybill/core';
import { atOnce, eachSliced, mapSliced, type PreviewPlace, type Sliced } from '@waybill/core/internal';
import { shapeOf, splitMovements } from './split-movements.ts';
import { keyOf } from './unit-key.ts';

/** Units of one migration that move data between places of the same form. */
export interface MovementGroup {
  readonly migration: string;
  readonly units: number;
  /** Keys of its units in the order of the plan; none of a migration without `for_each`. */
  readonly keys: readonly string[];
  /** What all of them have in common: `cluster, endpoint http://10.0.0.5:9200, index <key>`. */
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

/** Some milliseconds. */
const UNITS_PER_SLICE = 1_000;

/**
 * From where to where the units of a preview go, with what they share said once: by migration in the order of the plan, and
 * apart by what many of them share. Units whose kind does not say it are in no group.
 */
export function groupMovements(preview: Preview): readonly MovementGroup[] {
  return atOnce(groupMovementsSliced(preview));
}

/** What `groupMovements` gives, which then has it at once. Of a large plan it takes most of a second. */
export function* groupMovementsSliced(preview: Preview): Sliced<readonly MovementGroup[]> {
  const known = grouped.get(preview);
  if (known !== undefined) return known;
  const groups = yield* groupsOf(preview);
  grouped.set(preview, groups);
  return groups;
}

/** A view shows them at several places. */
const grouped = new WeakMap<Preview, readonly MovementGroup[]>();

function* groupsOf({ units, migrations }: Preview): Sliced<readonly MovementGroup[]> {
  const byMigration = Map.groupBy(units, ({ migration }) => migration);
  const groups: MovementGroup[] = [];
  for (const { name, uses } of migrations) {
    const members = byMigration.get(name) ?? [];
    const forms = yield* mapSliced(members, UNITS_PER_SLICE, formOf);
    for (const [form, alike] of Map.groupBy(members, (_, at) => forms[at])) {
      if (form === undefined) continue;
      for (const group of yield* splitMovements(alike))
        groups.push(yield* groupOf(name, group, uses.slice(0, uses.indexOf('.'))));
    }
  }
  return groups;
}

/** Everything but the values; undefined of a unit whose kind does not say where it goes. */
function formOf({ from, to }: PreviewUnit): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  const form = (place: PreviewPlace | undefined) =>
    place && [place.label, place.connection ?? '', ...place.facts.map(({ name }) => name)];
  return JSON.stringify([form(from) ?? null, form(to) ?? null]);
}

function* groupOf(migration: string, units: readonly PreviewUnit[], uses: string): Sliced<MovementGroup> {
  const own = isBetweenConnections(units[0]) ? undefined : uses;
  const from = yield* sideOf(units, 'from', own);
  const to = yield* sideOf(units, 'to', own);
  const columns = [...from.differing, ...to.differing];
  const rowOf = (unit: PreviewUnit): MovementRow => ({
    unit: unit.address,
    from: describeFacts(from.factsOf(unit)),
    to: describeFacts(to.factsOf(unit)),
    cells: [...from.factsOf(unit), ...to.factsOf(unit)].map(({ value }) => value),
  });
  const rows = columns.length === 0 ? [] : yield* mapSliced(units, UNITS_PER_SLICE, rowOf);
  const keys = units.flatMap((unit) => keyOf(unit.address) ?? []);
  return { migration, units: units.length, keys, from: from.shared, to: to.shared, columns, rows };
}

interface Side {
  readonly shared: string | undefined;
  /** `from address` */
  readonly differing: readonly string[];
  /** Those of a unit that differ. */
  readonly factsOf: (unit: PreviewUnit) => PreviewPlace['facts'];
}

function* sideOf(units: readonly PreviewUnit[], side: 'from' | 'to', own: string | undefined): Sliced<Side> {
  const place = units[0]?.[side];
  if (place === undefined) return { shared: undefined, differing: [], factsOf: () => [] };
  const parts: { readonly name: string; readonly at: number; readonly shared: string | undefined }[] = [];
  for (const [at, { name }] of place.facts.entries()) {
    const shared = yield* sharedValue(units, (unit) => unit[side]?.facts[at]?.value ?? '');
    parts.push({ name, at, shared });
  }
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
function* sharedValue(
  units: readonly PreviewUnit[],
  valueIn: (unit: PreviewUnit) => string,
): Sliced<string | undefined> {
  const [first] = units;
  if (first === undefined) return undefined;
  const value = valueIn(first);
  if (units.every((unit) => valueIn(unit) === value)) return value;
  const shape = shapeOf(value, keyOf(first.address));
  let isShared = true;
  yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
    isShared &&= shapeOf(valueIn(unit), keyOf(unit.address)) === shape;
  });
  return isShared ? shape : undefined;
}

/** Then both sides name theirs: with one name alone a reader has to guess which side it is. */
function isBetweenConnections({ from, to }: Pick<PreviewUnit, 'from' | 'to'> = {}): boolean {
  return from?.connection !== undefined && to?.connection !== undefined && from.connection !== to.connection;
}

/** The connection is named where it is not the one that the migration uses, which is shown beside it. */
function behind({ connection }: PreviewPlace, own: string | undefined): string {
  return connection === undefined || connection === own ? '' : ` (${connection})`;
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

/** The same for readers. Where nothing is known, it is known with the entry's secrets only, or its provider never says it. */
export function whereItLeads(provider: Preview['providers'][number]): string {
  return describeConnection(provider) || 'a preview cannot say where it leads';
}
