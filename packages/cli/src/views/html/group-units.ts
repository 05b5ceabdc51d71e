import type { Preview, PreviewUnit } from '@waybill/core';

/** Units that start together, of one provider and one kind. */
export interface UnitGroup {
  readonly id: string;
  /** From 0; more than one when the plan has very many levels. */
  readonly levels: readonly [first: number, last: number];
  readonly provider: string;
  /** `search.index-migration`. */
  readonly uses: string;
  readonly title: string;
  readonly migrations: readonly string[];
  readonly units: readonly PreviewUnit[];
}

export interface GroupedUnits {
  readonly groups: readonly UnitGroup[];
  /** Ids, from what is needed to what needs it. */
  readonly edges: readonly (readonly [string, string])[];
}

/** A drawing with more boxes than this is no overview. */
const MOST_GROUPS = 120;

/** Collapses a plan by level × provider × kind; levels are drawn together in twos, fours and so on until it fits. */
export function groupUnits(preview: Preview): GroupedUnits {
  for (let levelsTogether = 1; ; levelsTogether *= 2) {
    const grouped = groupBy(preview, levelsTogether);
    if (grouped.groups.length <= MOST_GROUPS || levelsTogether > preview.levels.length) return grouped;
  }
}

function groupBy({ units, migrations }: Preview, levelsTogether: number): GroupedUnits {
  const migrationByName = new Map(migrations.map((migration) => [migration.name, migration]));
  const keyOf = ({ level, migration }: PreviewUnit): string =>
    `${Math.floor(level / levelsTogether)} ${migrationByName.get(migration)?.uses ?? migration}`;
  const members = [...Map.groupBy(units, keyOf)].toSorted(
    ([, [left]], [, [right]]) => (left?.level ?? 0) - (right?.level ?? 0),
  );
  const idByKey = new Map(members.map(([key], index) => [key, `group-${index}`]));
  const groups = members.map(([key, all]): UnitGroup => {
    const names = new Set(all.map(({ migration }) => migration));
    const migration = migrationByName.get(all[0]?.migration ?? '');
    const uses = migration?.uses ?? '';
    const levels = all.map(({ level }) => level);
    return {
      id: idByKey.get(key) ?? '',
      levels: [
        levels.reduce((one, other) => Math.min(one, other)),
        levels.reduce((one, other) => Math.max(one, other)),
      ],
      provider: uses.slice(0, uses.indexOf('.')),
      uses,
      title: migration?.title ?? '',
      migrations: [...names],
      units: all,
    };
  });
  return { groups, edges: findEdges(units, (unit) => idByKey.get(keyOf(unit)) ?? '') };
}

function findEdges(units: readonly PreviewUnit[], idOf: (unit: PreviewUnit) => string): GroupedUnits['edges'] {
  const groupsOfNeed = new Map<string, Set<string>>();
  const add = (need: string, id: string): void => {
    const known = groupsOfNeed.get(need);
    if (known === undefined) groupsOfNeed.set(need, new Set([id]));
    else known.add(id);
  };
  for (const unit of units) {
    add(unit.address, idOf(unit));
    add(`${unit.migration}[*]`, idOf(unit));
  }
  const edges = new Map<string, readonly [string, string]>();
  for (const unit of units) {
    const to = idOf(unit);
    for (const need of unit.needs) {
      for (const from of groupsOfNeed.get(need) ?? []) if (from !== to) edges.set(`${from} ${to}`, [from, to]);
    }
  }
  return [...edges.values()];
}
