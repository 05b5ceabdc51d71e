import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import { isDeferred, isJsonObject, isValueObject, type Json, type Value, type ValueObject } from '../../value/value.ts';
import { type ColumnType, declareTypes, isColumnType } from '../inventory/declare-types.ts';
import { foldRows } from '../inventory/fold-rows.ts';
import { listColumns } from '../inventory/list-columns.ts';
import { type InventoryFile, inventoryFormat } from '../inventory/read-inventory.ts';
import type { EachEntry, Inventory } from '../plan.ts';
import type { MigrationContext } from './migration-context.ts';
import { type KeyProblem, keyProblem } from './unit-key.ts';

export interface BuiltInventory {
  readonly entries: readonly EachEntry[];
  readonly source: Inventory;
}

/** `for_each: { file: … }`; a unit whose key is `file` has to have another value than a text. */
export function isInventoryUse(value: Value | undefined): value is ValueObject {
  return isValueObject(value) && (typeof value.file === 'string' || isDeferred(value.file));
}

/**
 * `for_each: { file, key, types }` → one entry for each row of the file, in its order. Undefined after reporting every row
 * that cannot be one, with its place in the file.
 */
export function buildInventory(
  migration: string,
  written: ValueObject,
  context: MigrationContext,
): BuiltInventory | undefined {
  const at = ['migrations', migration, 'for_each'];
  const path = context.fillInputs(written.file ?? null);
  if (typeof path !== 'string') return undefined; // Reported as an input without a value, or as no text.
  if (context.findings.hasErrorAt([...at, 'file'])) return undefined;
  const found = context.inventories.read(path, [...at, 'file']);
  if (found === undefined) return undefined;
  const use: InventoryUse = {
    inventory: found,
    at,
    keyColumn: typeof written.key === 'string' ? written.key : undefined,
    types: readTypes(written.types),
    context,
  };
  if (!checkColumns(use)) return undefined;
  const entries = buildEntries(use);
  if (entries === undefined) return undefined;
  if (entries.length === 0) warnWithoutRows(migration, use);
  const { file, columns, locate } = found;
  const isMap = found.rows.some(({ key }) => key !== undefined);
  const keyColumn = isMap ? undefined : use.keyColumn;
  return { entries, source: { path, file, columns, locate, ...defined({ keyColumn }) } };
}

interface InventoryUse {
  readonly inventory: InventoryFile;
  /** Of `for_each` in the plan. */
  readonly at: readonly string[];
  readonly keyColumn: string | undefined;
  readonly types: readonly (readonly [column: string, type: ColumnType])[];
  readonly context: MigrationContext;
}

/** What is no type was reported by the shape check. */
function readTypes(value: Value | undefined): InventoryUse['types'] {
  const entries = Object.entries(isValueObject(value) ? value : {});
  return entries.filter((entry): entry is [string, ColumnType] => isColumnType(entry[1]));
}

/** Whether the columns that the plan names are there. A file without rows in a list has none to compare with. */
function checkColumns({ inventory, at, keyColumn, types, context }: InventoryUse): boolean {
  const hasKeys = inventory.rows.some(({ key }) => key !== undefined);
  const isKeyed = keyColumn !== undefined || hasKeys || inventory.rows.every(({ value }) => !isJsonObject(value));
  if (!isKeyed || (inventory.rows.length === 0 && keyColumn === undefined)) {
    context.findings.add({
      code: 'PLAN_MISSING_KEY',
      path: at,
      summary: '`key` is missing',
      detail: `The rows of ${inventory.file} need a column whose value names the unit. ${listColumns(inventory)}`,
      hint: 'Add `key:` with the name of a column.',
    });
    return false;
  }
  const named = keyColumn === undefined || hasKeys ? [] : [{ column: keyColumn, path: [...at, 'key'] }];
  const typed = types.map(([column]) => ({ column, path: [...at, 'types', column] }));
  const unknown = [...named, ...typed].filter(({ column }) => !inventory.columns.includes(column));
  for (const { column, path } of unknown) {
    if (context.findings.hasErrorAt(path)) continue;
    const suggestion = suggest(column, inventory.columns);
    context.findings.add({
      code: 'PLAN_INVENTORY_COLUMN',
      path,
      at: path.at(-2) === 'types' ? 'key' : 'value',
      summary: `unknown column \`${shorten(column)}\``,
      detail: `${inventory.file} has no column of this name. ${listColumns(inventory)}`,
      hint: suggestion === undefined ? columnHint(inventory) : `did you mean \`${suggestion}\`?`,
    });
  }
  return unknown.length === 0;
}

/** Rows without any column are texts: they are their own keys. */
function columnHint({ file, columns }: InventoryFile): string {
  if (columns.length === 0) return 'Leave `key` and `types` out: rows that are no maps are the keys themselves.';
  return inventoryFormat(file) === 'csv'
    ? 'Write the name of a column; the first line of a CSV file has to name them.'
    : 'Write the name of a column: a field that the rows have.';
}

function buildEntries(use: InventoryUse): readonly EachEntry[] | undefined {
  const { inventory, types, context } = use;
  const entries: EachEntry[] = [];
  const rowOf = new Map<string, number>();
  const found: Diagnostic[] = [];
  const report = (finding: Diagnostic): void => void found.push(finding);
  for (const [row, { key: ownKey, value }] of inventory.rows.entries()) {
    const key = ownKey ?? keyOf(value, use.keyColumn);
    const problem = problemOf(key, value, use) ?? (rowOf.has(key ?? '') ? DUPLICATE_ROW : undefined);
    if (problem !== undefined) report(describeKey({ row, key, problem, first: rowOf.get(key ?? '') }, use));
    else entries.push({ key: key ?? '', value: declareTypes(value, row, types, { inventory, report }) });
    if (key !== undefined && !rowOf.has(key)) rowOf.set(key, row);
  }
  for (const finding of foldRows(found)) context.findings.addDiagnostic(finding);
  return found.length === 0 ? entries : undefined;
}

/** Undefined: the row has none. */
function keyOf(value: Json, column: string | undefined): string | undefined {
  if (column === undefined) return isText(value) ? String(value) : undefined;
  const field = isJsonObject(value) && Object.hasOwn(value, column) ? value[column] : undefined;
  return isText(field) && field !== '' ? String(field) : undefined;
}

function isText(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

const DUPLICATE_ROW: KeyProblem = {
  code: 'PLAN_DUPLICATE_UNIT',
  reason: 'is the key of two rows; each key names one unit',
  hint: 'Remove one of the two rows, or choose another column as `key`.',
};

function problemOf(key: string | undefined, value: Json, { keyColumn }: InventoryUse): KeyProblem | undefined {
  if (key !== undefined) return keyProblem(key);
  const reason = isJsonObject(value)
    ? `has nothing in \`${keyColumn ?? ''}\` that could name its unit`
    : 'is not a map';
  return { code: 'PLAN_INVENTORY_ROW', reason, hint: 'Give the row a key, or remove it.' };
}

interface FaultyKey {
  readonly row: number;
  readonly key: string | undefined;
  readonly problem: KeyProblem;
  /** The row before that has the same key. */
  readonly first: number | undefined;
}

function describeKey({ row, key, problem, first }: FaultyKey, { inventory, keyColumn }: InventoryUse): Diagnostic {
  const { code, reason, hint } = problem;
  const place = keyColumn === undefined ? { row } : { row, column: keyColumn };
  const line = (at: number): number => inventory.locate(at).start.line;
  if (code === 'PLAN_DUPLICATE_UNIT' && first !== undefined) {
    return inventory.diagnose(place, {
      code,
      summary: `two rows with the key \`${shorten(key ?? '')}\``,
      detail: `${describeLines(line(first), line(row), inventory.file)}; each key names one unit.`,
      hint,
      related: { row: first, column: keyColumn, label: 'The first row with this key' },
    });
  }
  const isUnnamed = code === 'PLAN_INVENTORY_ROW';
  return inventory.diagnose(place, {
    code,
    summary: isUnnamed ? 'row without a key' : 'key that cannot name a unit',
    detail: isUnnamed ? `The row in line ${line(row)} ${reason}.` : `The key \`${shorten(key ?? '')}\` ${reason}.`,
    hint: isUnnamed ? hint : 'Choose another column as `key`, or another value.',
  });
}

function describeLines(first: number, second: number, file: string): string {
  return first === second ? `Both are in line ${first} of ${file}` : `Lines ${first} and ${second} of ${file} have it`;
}

function warnWithoutRows(migration: string, { inventory, at, context }: InventoryUse): void {
  context.findings.add({
    severity: 'warning',
    code: 'PLAN_NO_UNITS',
    path: [...at, 'file'],
    summary: 'migration without units',
    detail: `${inventory.file} has no rows, so nothing is migrated by \`${migration}\` and whatever needs it starts at once.`,
    hint: 'Add a row, or remove the migration.',
  });
}
