import { assertInvariant } from '../errors.ts';
import { type InventoryFile, inventoryFormat, readInventory } from '../plan/inventory/read-inventory.ts';
import { isJsonObject, type Json } from '../value/value.ts';
import { csvDraft } from './csv-draft.ts';
import { DiscoverError } from './discover-error.ts';
import type { Discovery } from './discovery.ts';
import type { InventoryDraft } from './inventory-draft.ts';
import { jsonDraft } from './json-draft.ts';
import { hasAliases, yamlDraft } from './yaml-draft.ts';

export interface UpdateInventoryOptions {
  /** Name of the file; its ending says what is written. */
  readonly file: string;
  /**
   * Rows that are gone are removed.
   *
   * @default they are kept
   */
  readonly prunes?: boolean;
}

/** How an inventory file differs from what was discovered, and the file as it should be. */
export interface InventoryUpdate {
  /** The same as before where nothing differs. */
  readonly text: string;
  readonly added: readonly RowLabel[];
  /** Rows of the file that were asked for and are not there any more. */
  readonly gone: readonly RowLabel[];
  readonly changed: readonly RowChange[];
}

export interface RowLabel {
  readonly key: string;
  readonly name: string;
}

export interface RowChange extends RowLabel {
  readonly column: string;
  /** Undefined: nothing. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly isVolatile: boolean;
}

/**
 * Brings an inventory up to what was discovered: columns of its rows that changed, and new rows at the end, in order. What
 * was added by hand stays: rows that were not asked for, columns that the listing does not have, comments.
 *
 * @throws DiscoverError when the file is no inventory of this listing and connection
 */
export function updateInventory(
  bytes: Uint8Array | undefined,
  discovery: Discovery,
  { file, prunes = false }: UpdateInventoryOptions,
): InventoryUpdate {
  const format = inventoryFormat(file);
  if (format === undefined)
    throw new DiscoverError('DISCOVER_FILE', `${file} does not have the name of an inventory file.`, {
      hint: 'Let its name end with .yaml, .csv or .json.',
    });
  const before = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  const inventory = isBare(before) || bytes === undefined ? undefined : readOrRefuse(bytes, file, format);
  if (format === 'yaml' && /\*/.test(before) && hasAliases(before))
    throw refused(
      file,
      undefined,
      'it shares values between rows by aliases, so that changing one row would change others.',
      'Write the values out.',
    );
  const known = inventory === undefined ? new Map<string, number>() : keysOf(inventory, discovery);
  const rows = inventory?.rows ?? [];
  const values = rows.map(({ value }) => value);
  const columns = inventory?.columns ?? discovery.columns.map(({ name }) => name);
  const draft: InventoryDraft =
    format === 'csv'
      ? csvDraft(before, columns, values)
      : format === 'json'
        ? jsonDraft(before, rows)
        : yamlDraft(inventory === undefined ? withEmptyList(before) : before, values);
  const found = compare(draft, { discovery, known, values, prunes });
  if (isOfAnotherConnection(found, known.size))
    throw refused(
      file,
      undefined,
      `none of the ${known.size} rows is among the ${discovery.rows.length} ${discovery.title} of ${discovery.connection}, by key or by name.`,
      'It looks like the inventory of another connection: name another file. If every row is a new one, remove this file first.',
    );
  const isSame = found.added.length + found.changed.length + (prunes ? found.gone.length : 0) === 0;
  // Spreadsheets take a file with the mark for UTF-8, and one without it for something else.
  const mark = hasMark(bytes) ? '\ufeff' : '';
  return { ...found, text: `${mark}${isSame && bytes !== undefined ? before : draft.print()}` };
}

/** Rows of two connections in one file would be moved over the one that the migration names, and pruned by the other. */
function isOfAnotherConnection({ added, gone }: Pick<InventoryUpdate, 'added' | 'gone'>, rowCount: number): boolean {
  if (rowCount === 0 || gone.length < rowCount || added.length === 0) return false;
  const names = new Set(added.map(({ name }) => name));
  return !gone.some(({ name }) => names.has(name));
}

function hasMark([first, second, third]: Uint8Array = new Uint8Array()): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

function withEmptyList(text: string): string {
  const comments = text.split('\n').filter((line) => line.trim().startsWith('#'));
  return [...comments, '[]', ''].join('\n');
}

/** Comments and blank lines, or an empty list: what is written there stays above the rows. */
function isBare(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|\[\s*\]\s*|)$/.test(line.trim()));
}

function readOrRefuse(bytes: Uint8Array, file: string, format: 'csv' | 'yaml' | 'json'): InventoryFile {
  const { inventory, diagnostics } = readInventory(bytes, { file, format });
  if (inventory !== undefined) return inventory;
  const found = diagnostics.find(({ severity }) => severity === 'error');
  assertInvariant(found !== undefined, 'an inventory that cannot be read has an error');
  throw refused(file, found.range?.start, `${found.summary}. ${found.detail}`, found.hint);
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function refused(file: string, at: Position | undefined, what: string, hint?: string): DiscoverError {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  return new DiscoverError('DISCOVER_FILE', `${place}: ${what}`, hint === undefined ? {} : { hint });
}

/** Row numbers by key. Of a map without the key's column, its own keys count. */
function keysOf(inventory: InventoryFile, { key: column, title }: Discovery): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const [row, { key: own, value }] of inventory.rows.entries()) {
    const key = textAt(value, column) ?? own;
    if (!isJsonObject(value) || key === undefined)
      throw refused(
        inventory.file,
        inventory.locate(row).start,
        `row ${row + 1} has no value in ${JSON.stringify(column)}, which identifies ${title}.`,
        'Give the row its key, or write to another file.',
      );
    const first = known.get(key);
    if (first !== undefined)
      throw refused(
        inventory.file,
        inventory.locate(row, textAt(value, column) === undefined ? undefined : column).start,
        `rows ${first + 1} and ${row + 1} have the same ${column}, ${JSON.stringify(key)}.`,
        'Remove one of the two.',
      );
    known.set(key, row);
  }
  return known;
}

function textAt(value: Json | undefined, column: string): string | undefined {
  const field = isJsonObject(value) && Object.hasOwn(value, column) ? value[column] : undefined;
  return typeof field === 'number' || (typeof field === 'string' && field !== '') ? String(field) : undefined;
}

interface Compared {
  readonly discovery: Discovery;
  readonly known: ReadonlyMap<string, number>;
  readonly values: readonly Json[];
  readonly prunes: boolean;
}

function compare(draft: InventoryDraft, { discovery, known, values, prunes }: Compared): Omit<InventoryUpdate, 'text'> {
  const { columns, key: keyColumn, name: nameColumn, isWanted } = discovery;
  const added: RowLabel[] = [];
  const changed: RowChange[] = [];
  const there = new Set<string>();
  for (const found of discovery.rows) {
    const key = textAt(found, keyColumn) ?? '';
    const label = { key, name: textAt(found, nameColumn) ?? key };
    there.add(key);
    const row = known.get(key);
    if (row === undefined) {
      added.push(label);
      draft.add(key, found);
      continue;
    }
    const before = values[row];
    for (const { name: column, isVolatile = false } of columns) {
      const after = found[column];
      // A map may name its rows by the key alone.
      if (column === keyColumn || draft.shows(row, column, after)) continue;
      changed.push({ ...label, column, before: isJsonObject(before) ? before[column] : undefined, after, isVolatile });
      draft.set(row, column, after);
    }
  }
  const gone = [...known].flatMap(([key, row]) => {
    const name = textAt(values[row], nameColumn) ?? key;
    if (there.has(key) || !isWanted(name)) return [];
    if (prunes) draft.remove(row);
    return [{ key, name }];
  });
  return { added, gone, changed };
}
