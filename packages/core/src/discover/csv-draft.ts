import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';
import type { InventoryDraft } from './inventory-draft.ts';

/** Of a CSV file: every field is a text, and what is more than a text is JSON in one. */
export function csvDraft(text: string, columns: readonly string[], rows: readonly Json[]): InventoryDraft {
  const header = [...columns];
  const lines = rows.map(
    (row) => new Map(Object.entries(isJsonObject(row) ? row : {}).map(([name, value]) => [name, cell(value)])),
  );
  const removed = new Set<number>();
  const added: ReadonlyMap<string, string>[] = [];
  const addColumn = (column: string): void => {
    if (!header.includes(column)) header.push(column);
  };
  return {
    shows: (row, column, value) => {
      const shown = lines[row]?.get(column) ?? '';
      return shown === cell(value) || (isJsonObject(value) && isDeepStrictEqual(parsed(shown), value));
    },
    set: (row, column, value) => {
      addColumn(column);
      lines[row]?.set(column, cell(value));
    },
    remove: (row) => removed.add(row),
    add: (_key, row: JsonObject) => {
      for (const column of Object.keys(row)) addColumn(column);
      added.push(new Map(Object.entries(row).map(([name, value]) => [name, cell(value)])));
    },
    print: () => {
      const kept = [...lines.filter((_, row) => !removed.has(row)), ...added];
      const records = [header, ...kept.map((line) => header.map((column) => line.get(column) ?? ''))];
      const end = text.includes('\r\n') ? '\r\n' : '\n';
      return records.map((record) => `${record.map(quoted).join(',')}${end}`).join('');
    },
  };
}

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As RFC 4180 has it. Blanks at the ends are quoted so that no program trims them. */
function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
