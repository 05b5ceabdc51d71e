import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { markPlain } from '../../value/plain-data.ts';
import { isJsonObject, type Json } from '../../value/value.ts';
import { readBoolean } from '../written-scalar.ts';
import type { InventoryFile, RowWords } from './read-inventory.ts';

export type ColumnType = 'string' | 'number' | 'boolean';

export function isColumnType(value: unknown): value is ColumnType {
  return value === 'string' || value === 'number' || value === 'boolean';
}

/** The row with its declared columns in their types. What does not read as its type is reported, and a field that is not there stays so. */
export function declareTypes(
  value: Json,
  row: number,
  types: readonly (readonly [column: string, type: ColumnType])[],
  { inventory, report }: { readonly inventory: InventoryFile; readonly report: (found: Diagnostic) => void },
): Json {
  if (types.length === 0 || !isJsonObject(value)) return value;
  const typed: Record<string, Json> = { ...value };
  for (const [column, type] of types) {
    const field = Object.hasOwn(value, column) ? value[column] : undefined;
    if (field === undefined) continue;
    const converted = convert(field, type);
    if (converted === undefined) report(inventory.diagnose({ row, column }, typeWords(field, column, type)));
    else typed[column] = converted;
  }
  markPlain(typed);
  return typed;
}

/** Of a text only what reads as the same text again: `1.10` would become 1.1 wherever it is a part of a name. */
function convert(field: Json, type: ColumnType): Json | undefined {
  if (typeof field === type) return field;
  if (typeof field !== 'string') return undefined;
  if (type === 'boolean') return readBoolean(field);
  const number = Number(field);
  return String(number) === field && Number.isFinite(number) ? number : undefined;
}

function typeWords(field: Json, column: string, type: ColumnType): RowWords {
  const written = typeof field === 'string' ? Number(field) : Number.NaN;
  const shown = isSecretName(column) ? 'the value' : `\`${shorten(field)}\``;
  const isOtherForm = type === 'number' && !isSecretName(column) && field !== '' && Number.isFinite(written);
  return {
    code: isOtherForm ? 'PLAN_NUMBER_FORM' : 'PLAN_INVENTORY_TYPE',
    summary: isOtherForm ? `\`${shorten(field)}\` is the number ${written}` : `no ${type} in column \`${column}\``,
    detail: `The plan declares the column as \`${type}\`, and ${shown} ${isOtherForm ? `is written differently from ${written}` : 'cannot be read as one'}.`,
    hint: hintFor(type, isOtherForm ? written : undefined),
  };
}

function hintFor(type: ColumnType, written: number | undefined): string {
  if (written !== undefined) return `Write ${written}, or leave the column as text.`;
  if (type === 'string') return 'Put the value in quotes.';
  return type === 'number' ? 'Write a decimal number, such as 5 or 2.5.' : 'Write `true` or `false`.';
}

function shorten(field: Json): string {
  const text = typeof field === 'string' ? field : JSON.stringify(field);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
