import type { Diagnostic, SourceRange } from '../../diagnostics/diagnostic.ts';
import { createRangeFinder } from '../../diagnostics/range-finder.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject } from '../../value/value.ts';
import { readText } from '../syntax/read-text.ts';
import type { TextProblem } from '../syntax/text-problem.ts';
import { foldRows } from './fold-rows.ts';
import type { InventoryTable, ReadTable } from './inventory-table.ts';
import { parseCsv } from './parse-csv.ts';
import { MAX_INVENTORY_BYTES } from './plan-file.ts';
import { readRows } from './read-rows.ts';

export type InventoryFormat = 'csv' | 'yaml' | 'json';

/** An inventory file that could be read, with the places of its rows. */
export interface InventoryFile extends Omit<InventoryTable, 'locate'> {
  /** Name for diagnostics. */
  readonly file: string;
  readonly locate: (row: number, column?: string) => SourceRange;
  /** A finding about a row or one of its fields. */
  readonly diagnose: (at: RowPlace, words: RowWords) => Diagnostic;
}

export interface RowPlace {
  readonly row: number;
  readonly column?: string;
}

export interface RowWords extends Pick<Diagnostic, 'code' | 'summary' | 'detail'> {
  /** @default `error` */
  readonly severity?: Diagnostic['severity'];
  readonly hint?: string;
  /** Another row that is part of the finding. */
  readonly related?: { readonly row: number; readonly column: string | undefined; readonly label: string };
}

/** By the end of the file's name; undefined where it says none. */
export function inventoryFormat(path: string): InventoryFormat | undefined {
  const ending = /\.(csv|ya?ml|json)$/i.exec(path)?.[1]?.toLowerCase();
  return ending === 'yml' ? 'yaml' : (ending as InventoryFormat | undefined);
}

/** Bytes of a file → rows. Mistakes in them are diagnostics; without rows there is at least one error. */
export function readInventory(
  bytes: Uint8Array,
  { file, format }: { readonly file: string; readonly format: InventoryFormat },
): { readonly inventory: InventoryFile | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { text, refused } = readText(bytes, { noun: 'inventory', maxSizeBytes: MAX_INVENTORY_BYTES });
  const findRange = createRangeFinder(text);
  const { table, problems } = refused === undefined ? readTable(text, format) : failed(refused);
  // Which field is the secret one is not known while the rows cannot be read.
  const hasSecrets = table === undefined && firstLine(text).split(',').some(isSecretName);
  const diagnostics = problems.map(({ start, end, ...words }): Diagnostic => {
    const range = findRange(start, end);
    const sensitive = hasSecrets && range.start.line > 1 ? { sensitive: [wholeLines(start, end)] } : {};
    return { severity: 'error', ...words, file, range, ...sensitive };
  });
  return { inventory: table === undefined ? undefined : toInventory(table), diagnostics: foldRows(diagnostics) };

  function wholeLines(start: number, end: number): SourceRange {
    const last = text.indexOf('\n', end);
    return findRange(text.lastIndexOf('\n', start - 1) + 1, last === -1 ? text.length : last);
  }

  function toInventory(found: InventoryTable): InventoryFile {
    const locate: InventoryFile['locate'] = (row, column) => {
      const { start, end } = found.locate(row, column);
      return findRange(start, end);
    };
    const secret = found.columns.filter((column) => isSecretName(column));
    const diagnose: InventoryFile['diagnose'] = ({ row, column }, { related, ...words }) => {
      const sensitive = [row, ...(related === undefined ? [] : [related.row])].flatMap((at) =>
        secret.filter((name) => hasField(found, at, name)).map((name) => locate(at, name)),
      );
      return {
        severity: 'error',
        ...words,
        file,
        range: locate(row, column),
        ...defined({
          related: related && [{ range: locate(related.row, related.column), label: related.label }],
          sensitive: sensitive.length === 0 ? undefined : sensitive,
        }),
      };
    };
    return { ...found, file, locate, diagnose };
  }
}

function readTable(text: string, format: InventoryFormat): ReadTable {
  return format === 'csv' ? parseCsv(text) : readRows(text, format);
}

function failed(problem: TextProblem): ReadTable {
  return { table: undefined, problems: [problem] };
}

function hasField({ rows }: InventoryTable, row: number, column: string): boolean {
  const value = rows[row]?.value;
  return isJsonObject(value) && Object.hasOwn(value, column);
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}
