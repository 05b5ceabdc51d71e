import { type CastingFunction, type Options, parse } from 'csv-parse/sync';
import type { OffsetRange } from '../syntax/scalar-range.ts';

/** As RFC 4180 has it: nothing is guessed, trimmed or converted. Lines may end in either way, also in one file. */
export const CSV_FORM: Options = {
  bom: true,
  delimiter: ',',
  quote: '"',
  escape: '"',
  record_delimiter: ['\r\n', '\n'],
  skip_empty_lines: true,
  // Told with a place of its own instead of by the first error that the library throws.
  relax_column_count: true,
};

/** Where records and their fields are in a CSV text that can be read. Both count from 0, the header included. */
export interface CsvPlaces {
  readonly record: (record: number) => OffsetRange;
  /** The whole record for a field that it does not have. */
  readonly field: (record: number, field: number) => OffsetRange;
}

/** Reads the text once more, when the first place is asked for: a good file is read without noting any. */
export function createCsvPlaces(text: string): CsvPlaces {
  let known: readonly (readonly OffsetRange[])[] | undefined;
  return { record, field };

  function record(index: number): OffsetRange {
    known ??= findPlaces(text);
    const fields = known[index] ?? [];
    return { start: fields[0]?.start ?? 0, end: fields.at(-1)?.end ?? 0 };
  }

  function field(index: number, at: number): OffsetRange {
    known ??= findPlaces(text);
    return known[index]?.[at] ?? record(index);
  }
}

/** The library counts bytes; `bytes` is where a field ends. Decoding piece by piece keeps this linear. */
function findPlaces(text: string): readonly (readonly OffsetRange[])[] {
  const buffer = Buffer.from(text);
  const records: OffsetRange[][] = [];
  let bytesBefore = 0;
  let end = 0;
  const note: CastingFunction = (value, context) => {
    const { bytes, index } = context as unknown as { readonly bytes: number; readonly index: number };
    const start = offsetAfter(text, end, index === 0);
    end += buffer.toString('utf8', bytesBefore, bytes).length;
    bytesBefore = bytes;
    if (index === 0) records.push([]);
    records.at(-1)?.push({ start, end });
    return value;
  };
  parse(text, { ...CSV_FORM, cast: note });
  return records;
}

/** Where a field begins, from where the one before ends: behind a comma, or behind line ends and a byte order mark. */
export function offsetAfter(text: string, end: number, isFirst: boolean): number {
  if (!isFirst) return end + 1;
  let start = end;
  while (text[start] === '\r' || text[start] === '\n' || (start === 0 && text[start] === '\ufeff')) start += 1;
  return start;
}
