import type { Preview, PreviewUnit } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';

/** Units of one migration that move data between places of the same form. */
export interface MovementGroup {
  readonly migration: string;
  readonly units: number;
  /** What all of them have in common: `Elasticsearch, endpoint http://10.0.0.5:9200, index <key>`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The units one by one by what differs; none where nothing does, or nothing but their keys. */
  readonly rows: readonly MovementRow[];
}

export interface MovementRow {
  readonly unit: string;
  /** Empty where this side does not differ. */
  readonly from: string;
  readonly to: string;
}

/** Stands for the key of each unit. */
const KEY = '<key>';

/**
 * From where to where the units of a preview go, with what they share said once: by migration in the order of the plan.
 * Units whose kind does not say it are in no group.
 */
export function groupMovements({ units, migrations }: Preview): readonly MovementGroup[] {
  const byMigration = Map.groupBy(
    units.filter(({ from, to }) => from !== undefined || to !== undefined),
    ({ migration }) => migration,
  );
  return migrations.flatMap(({ name, uses }) => {
    const own = uses.slice(0, uses.indexOf('.'));
    const byForm = Map.groupBy(byMigration.get(name) ?? [], formOf);
    return [...byForm.values()].map((members) => groupOf(name, members, own));
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
  const rows = units.map((unit) => ({ unit: unit.address, from: from.differsIn(unit), to: to.differsIn(unit) }));
  const hasRows = rows.some((row) => row.from !== '' || row.to !== '');
  return { migration, units: units.length, from: from.shared, to: to.shared, rows: hasRows ? rows : [] };
}

interface Side {
  readonly shared: string | undefined;
  readonly differsIn: (unit: PreviewUnit) => string;
}

function sideOf(units: readonly PreviewUnit[], side: 'from' | 'to', own: string): Side {
  const place = units[0]?.[side];
  if (place === undefined) return { shared: undefined, differsIn: () => '' };
  const differing: number[] = [];
  const parts = place.facts.map(({ name, value }, at) => {
    const valueIn = (unit: PreviewUnit): string | undefined => unit[side]?.facts[at]?.value;
    if (units.every((unit) => valueIn(unit) === value)) return `${name} ${value}`;
    if (units.every((unit) => valueIn(unit) === keyOf(unit))) return `${name} ${KEY}`;
    differing.push(at);
    return undefined;
  });
  return {
    shared: [`${place.label}${behind(place, own)}`, ...parts.filter((part) => part !== undefined)].join(', '),
    differsIn: (unit) =>
      differing
        .flatMap((at) => unit[side]?.facts[at] ?? [])
        .map(({ name, value }) => `${name} ${value}`)
        .join(', '),
  };
}

/** The connection is named where it is not the one that the migration uses, which is shown beside it. */
function behind({ connection }: PreviewPlace, own: string): string {
  return connection === undefined || connection === own ? '' : ` (${connection})`;
}

function keyOf({ address, migration }: PreviewUnit): string | undefined {
  return address === migration ? undefined : address.slice(migration.length + 1, -1);
}

/** One place in full: `Redis instance, instance cf4a05df`. */
export function describePlace({ label, facts }: PreviewPlace): string {
  return [label, ...facts.map(({ name, value }) => `${name} ${value}`)].join(', ');
}

/** Where a provider leads: `region eu-de, endpoint https://…`. Empty where the plan does not say it. */
export function describeConnection({ connection = {} }: Preview['providers'][number]): string {
  return Object.entries(connection)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
