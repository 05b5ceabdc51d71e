import type { Unit } from '../plan/plan.ts';

/** Whether one of two units runs only after the other has succeeded, directly or through others. */
export type IsOrdered = (left: Unit, right: Unit) => boolean;

/** What is asked rarely, and of few units: nothing is prepared before it is. Also where units need each other in a circle. */
export function createIsOrdered(units: readonly Unit[]): IsOrdered {
  let index: Index | undefined;
  return (left, right) => {
    index ??= indexOf(units);
    return comesAfter(right, left, index) || comesAfter(left, right, index);
  };
}

interface Index {
  readonly byAddress: ReadonlyMap<string, Unit>;
  readonly byMigration: ReadonlyMap<string, readonly Unit[]>;
}

function indexOf(units: readonly Unit[]): Index {
  return {
    byAddress: new Map(units.map((unit) => [unit.address, unit])),
    byMigration: Map.groupBy(units, ({ migration }) => migration.name),
  };
}

/** A need such as `orders[*]` is looked into once, however many units have it. */
function comesAfter(later: Unit, earlier: Unit, { byAddress, byMigration }: Index): boolean {
  const seen = new Set<string>();
  const open: Unit[] = [later];
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    for (const need of unit.needs) {
      if (seen.has(need)) continue;
      seen.add(need);
      const members = need.endsWith('[*]') ? (byMigration.get(need.slice(0, -3)) ?? []) : [byAddress.get(need)];
      for (const member of members) {
        if (member === earlier) return true;
        if (member !== undefined) open.push(member);
      }
    }
  }
  return false;
}
