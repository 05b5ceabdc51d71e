import type { LeftOut, Listing, ListingColumn, ListingContext } from '../provider/listing.ts';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';

/** An inventory of more rows is none that people read. */
export const MAX_ROWS = 100_000;
/** A server that always names one more page must not be asked for ever. */
const MAX_PAGES = 20_000;

export interface ReadListingOptions extends Pick<ListingContext, 'read' | 'isWanted'> {
  readonly arguments: JsonObject;
  /** After each page, with the rows of all pages so far. */
  readonly onPage?: (rows: number) => void;
}

export type ReadListing =
  /** By name, and then by key; each with its columns in their order. */
  | { readonly kind: 'read'; readonly rows: readonly JsonObject[]; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'too-many' }
  /** Rows that the listing does not declare so, as the end of a sentence. */
  | { readonly kind: 'defect'; readonly fault: string };

/** All pages of a listing as its rows, those that are wanted. Pages may overlap: of rows with one key the last one counts. */
export async function readListing(
  listing: Listing,
  { arguments: args, read, isWanted, onPage }: ReadListingOptions,
): Promise<ReadListing> {
  const { key, name = key } = listing;
  const rows = new Map<string, JsonObject>();
  const leftOut = new Map<string, LeftOut>();
  let cursor: Json | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { rows: found, leftOut: unmovable = [], next } = await listing.readPage(args, { read, cursor, isWanted });
    for (const row of found) {
      const fault = faultOf(row, listing);
      if (fault !== undefined) return { kind: 'defect', fault };
      if (isWanted(textAt(row, name))) rows.set(textAt(row, key), arrange(row, listing.columns));
    }
    for (const one of unmovable) if (isWanted(one.name)) leftOut.set(one.name, one);
    if (rows.size + leftOut.size > MAX_ROWS) return { kind: 'too-many' };
    onPage?.(rows.size);
    if (next === undefined) {
      const sorted = [...leftOut.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
      return { kind: 'read', rows: [...rows.values()].toSorted(byText(name, key)), leftOut: sorted };
    }
    cursor = next;
  }
  return { kind: 'too-many' };
}

function faultOf(row: JsonObject, { columns, key, name = key }: Listing): string | undefined {
  for (const column of [key, name])
    if (textAt(row, column) === '') return `a row that has no text in its column ${column}`;
  for (const [column, value] of Object.entries(row)) {
    const declared = columns.find((one) => one.name === column);
    if (declared === undefined) return `a row with the column ${column}, which it does not declare`;
    if (!fits(value, declared.type)) return `a row whose column ${column} is no ${declared.type}`;
  }
  return undefined;
}

function fits(value: Json, type: ListingColumn['type']): boolean {
  if (type === 'text') return typeof value === 'string';
  return type === 'object' ? isJsonObject(value) : typeof value === type;
}

function textAt(row: JsonObject, column: string): string {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  return typeof value === 'string' ? value : '';
}

function arrange(row: JsonObject, columns: readonly ListingColumn[]): JsonObject {
  const fields = columns.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]] as const]));
  return Object.fromEntries(fields);
}

/** By code units, so that it is the same on every machine. */
function byText(...columns: readonly string[]): (left: JsonObject, right: JsonObject) => number {
  return (left, right) => {
    for (const column of columns) {
      const [first, second] = [textAt(left, column), textAt(right, column)];
      if (first !== second) return first < second ? -1 : 1;
    }
    return 0;
  };
}
