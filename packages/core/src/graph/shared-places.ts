import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import { columnOf, compileTemplate } from '../plan/expand/compile-template.ts';
import type { Migration, Plan, Unit } from '../plan/plan.ts';
import type { WrittenTarget } from '../provider/operation.ts';
import { defined } from '../value/defined.ts';

interface SharedBy {
  readonly target: Pick<WrittenTarget, 'path'>;
  readonly first: Unit;
  readonly second: Unit;
}

/**
 * Where two units that share a target are written: in the plan, and in the rows of an inventory that they come from. There may
 * be very many such pairs, so that what is the same for all units of a migration is found once.
 */
export function createSharedPlaces(plan: Plan): (shared: SharedBy) => Pick<Diagnostic, 'range' | 'related'> {
  const entries = createEntries();
  return ({ target, first, second }) => {
    const isOneMigration = first.migration === second.migration;
    const path = isOneMigration ? [] : target.path;
    const [firstRange, range] = [first, second].map((unit) => locateUnit(plan, unit, path, entries));
    const rows = [first, second].flatMap((unit) => rowOf(unit, target.path, entries));
    const isSamePlace = firstRange === undefined || (isOneMigration && rows.length > 0);
    const related = [
      ...(isSamePlace ? [] : [{ range: firstRange, label: `${first.address} writes to it too` }]),
      ...rows,
    ];
    return defined({ range, related: related.length === 0 ? undefined : related });
  };
}

interface Entries {
  /** Of a unit's entry under `for_each`; 0 for one without. */
  readonly indexOf: (unit: Unit) => number;
  /** The column that gives the value at a path of `with`; undefined when none does. */
  readonly columnAt: (migration: Migration, path: readonly string[]) => string | undefined;
}

function createEntries(): Entries {
  const indexes = new Map<Migration, ReadonlyMap<string, number>>();
  const columns = new Map<Migration, Map<string, string | undefined>>();
  return {
    indexOf: ({ migration, key = '' }) => {
      const known = indexes.get(migration) ?? new Map(migration.forEach?.map((entry, index) => [entry.key, index]));
      indexes.set(migration, known);
      return known.get(key) ?? 0;
    },
    columnAt: (migration, path) => {
      const known = columns.get(migration) ?? new Map<string, string | undefined>();
      columns.set(migration, known);
      const at = path.join('\n');
      if (!known.has(at)) known.set(at, findColumn(migration, path));
      return known.get(at);
    },
  };
}

function findColumn({ with: values, inventory }: Migration, path: readonly string[]): string | undefined {
  const { eachReferences } = compileTemplate(values);
  const each = eachReferences.find((reference) => path.every((part, index) => String(reference.path[index]) === part));
  const column = each === undefined ? undefined : (columnOf(each) ?? inventory?.keyColumn);
  return column !== undefined && inventory?.columns.includes(column) === true ? column : undefined;
}

/** The value that names the target; of two units of one migration their entries under `for_each`. */
function locateUnit(
  { source }: Plan,
  unit: Unit,
  path: readonly string[],
  { indexOf }: Entries,
): SourceRange | undefined {
  const { migration, key } = unit;
  const base = ['migrations', migration.name];
  if (path.length > 0) return source.locate([...base, 'with', ...path]);
  if (migration.inventory !== undefined) return source.locate([...base, 'for_each', 'file']);
  // A list has places by number; a map's key comes with its own.
  const index = indexOf(unit);
  const isListed = migration.forEach?.[index]?.value === key;
  return isListed
    ? source.locate([...base, 'for_each', index])
    : source.locate([...base, 'for_each', key ?? ''], 'key');
}

/** The row of a unit, at the column that gives the target its name. */
function rowOf(
  unit: Unit,
  path: readonly string[],
  { indexOf, columnAt }: Entries,
): NonNullable<Diagnostic['related']> {
  const { inventory } = unit.migration;
  if (inventory === undefined) return [];
  const range = inventory.locate(indexOf(unit), columnAt(unit.migration, path));
  return [{ file: inventory.file, range, label: `The row of unit ${unit.address}` }];
}
