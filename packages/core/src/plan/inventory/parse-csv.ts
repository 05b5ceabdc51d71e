import { CsvError, parse } from 'csv-parse/sync';
import { markPlain } from '../../value/plain-data.ts';
import type { Json } from '../../value/value.ts';
import { findDirections, findHidden, mayHideCharacters } from '../syntax/hidden-characters.ts';
import type { TextProblem } from '../syntax/text-problem.ts';
import { CSV_FORM, type CsvPlaces, createCsvPlaces, offsetAfter } from './csv-places.ts';
import type { InventoryRow, InventoryTable, ReadTable } from './inventory-table.ts';

/** Text of a CSV file → rows. The first record names the columns, and every field is text. */
export function parseCsv(text: string): ReadTable {
  const parsed = parseRecords(text);
  if ('problem' in parsed) return { table: undefined, problems: [parsed.problem] };
  const [header = [], ...records] = parsed.records;
  const places = createCsvPlaces(text);
  if (header.length === 0) return { table: undefined, problems: [NO_HEADER] };
  const problems = [
    ...checkHeader(header, places),
    ...checkWidths(records, header.length, places),
    ...checkReferences(text, records, places),
  ];
  const warnings = hiddenCharacters(text);
  if (problems.length > 0) return { table: undefined, problems: [...problems, ...warnings] };
  return { table: buildTable(header, records, places), problems: warnings };
}

function buildTable(columns: readonly string[], records: readonly Fields[], places: CsvPlaces): InventoryTable {
  const rows = records.map((fields): InventoryRow => {
    const value: Record<string, Json> = {};
    for (const [index, column] of columns.entries()) value[column] = fields[index] ?? '';
    markPlain(value);
    return { value };
  });
  return {
    columns,
    rows,
    locate: (row, column) =>
      column === undefined ? places.record(row + 1) : places.field(row + 1, columns.indexOf(column)),
  };
}

type Fields = readonly string[];

function parseRecords(text: string): { readonly records: readonly Fields[] } | { readonly problem: TextProblem } {
  try {
    return { records: parse(text, CSV_FORM) as unknown as readonly Fields[] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problem: describeCsvError(error, text) };
  }
}

/** The library knows where the field before ends. */
function describeCsvError(error: CsvError, text: string): TextProblem {
  const { bytes, index } = error as unknown as { readonly bytes: number; readonly index: number };
  const start = offsetAfter(text, Buffer.from(text).toString('utf8', 0, bytes).length, index === 0);
  const lineEnd = text.indexOf('\n', start);
  return {
    code: 'PLAN_INVENTORY_SYNTAX',
    start,
    end: lineEnd === -1 ? text.length : lineEnd,
    ...(QUOTE_WORDS[error.code] ?? { summary: 'not valid CSV', detail: 'This field cannot be read.' }),
    hint: 'Put the whole field in double quotes, and write each double quote inside it twice: `"say ""hi"""`.',
  };
}

const QUOTE_WORDS: Readonly<Record<string, Pick<TextProblem, 'summary' | 'detail'> | undefined>> = {
  CSV_QUOTE_NOT_CLOSED: {
    summary: 'quoted field is not closed',
    detail: 'The field begins with a double quote that is not closed before the end of the file.',
  },
  CSV_INVALID_CLOSING_QUOTE: {
    summary: 'text after a quoted field',
    detail: 'A quoted field ends with its second double quote, so a comma or the end of the line has to follow.',
  },
  INVALID_OPENING_QUOTE: {
    summary: 'double quote inside a field without quotes',
    detail: 'Programs disagree on what it means, so it is refused.',
  },
};

const NO_HEADER: TextProblem = {
  code: 'PLAN_INVENTORY_EMPTY',
  start: 0,
  end: 0,
  summary: 'empty inventory',
  detail: 'The file has no rows, not even the first one, which names the columns.',
  hint: 'Write the names of the columns into the first line, and one unit into each line below.',
};

const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function checkHeader(header: Fields, places: CsvPlaces): readonly TextProblem[] {
  const seen = new Set<string>();
  const problems: TextProblem[] = [];
  const [only = ''] = header;
  if (header.length === 1 && /[;\t]/.test(only)) return [{ ...OTHER_DELIMITER, ...places.record(0) }];
  for (const [index, name] of header.entries()) {
    const words = headerWords(name, index, seen);
    if (words !== undefined) problems.push({ code: 'PLAN_INVENTORY_HEADER', ...places.field(0, index), ...words });
    seen.add(name);
  }
  return problems;
}

const OTHER_DELIMITER: Omit<TextProblem, 'start' | 'end'> = {
  code: 'PLAN_INVENTORY_HEADER',
  summary: 'fields that are not separated by commas',
  detail:
    'The header is one column with semicolons or tabs in its name. The fields of a CSV file are separated by commas.',
  hint: 'Save the file with commas; some programs take the separator from the language they are set to.',
};

type Words = Pick<TextProblem, 'summary' | 'detail' | 'hint'>;

function headerWords(name: string, index: number, seen: ReadonlySet<string>): Words | undefined {
  const hint = 'The first line of the file names the columns; give each its own name.';
  if (name.trim() === '')
    return { summary: 'column without a name', detail: `Column ${index + 1} of the header is empty.`, hint };
  if (name !== name.trim()) {
    const detail = `\`${name}\` begins or ends with a space, which is a part of the name in CSV.`;
    return { summary: 'space around the name of a column', detail, hint: 'Remove the space.' };
  }
  if (RESERVED.has(name)) return { summary: `forbidden column \`${name}\``, detail: RESERVED_NAME, hint };
  if (!seen.has(name)) return undefined;
  return { summary: `two columns \`${name}\``, detail: 'A row would lose one of the two values.', hint };
}

const RESERVED_NAME = '`__proto__`, `constructor` and `prototype` have a meaning of their own in JavaScript.';

function checkWidths(records: readonly Fields[], width: number, places: CsvPlaces): readonly TextProblem[] {
  return records.flatMap((fields, index) => {
    if (fields.length === width) return [];
    return {
      code: 'PLAN_INVENTORY_ROW' as const,
      ...places.record(index + 1),
      summary: `row with ${fields.length} of ${width} fields`,
      detail: `The header names ${numberOf(width, 'column')} and this row has ${numberOf(fields.length, 'field')}, so its values may be in the wrong columns.`,
      hint:
        fields.length > width
          ? 'A field that holds a comma needs double quotes; or a column has no name in the header.'
          : 'Write a comma for each field that is empty.',
    };
  });
}

function numberOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The text of a reference in a row would be shown as if it were one. */
function checkReferences(text: string, records: readonly Fields[], places: CsvPlaces): readonly TextProblem[] {
  if (!text.includes('${{')) return [];
  return records.flatMap((fields, row) =>
    fields.flatMap((field, column) =>
      field.includes('${{') ? { ...REFERENCE_IN_ROW, ...places.field(row + 1, column) } : [],
    ),
  );
}

/** Without its place. */
export const REFERENCE_IN_ROW: Omit<TextProblem, 'start' | 'end'> = {
  code: 'PLAN_REFERENCE_NOT_ALLOWED',
  summary: 'reference in an inventory',
  detail: 'The rows of an inventory are data; references in them are not evaluated.',
  hint: 'Write the value out, or put the reference into the plan.',
};

function hiddenCharacters(text: string): readonly TextProblem[] {
  const found = [...findDirections(text)];
  if (mayHideCharacters(text)) {
    let start = 0;
    for (const line of text.split('\n')) {
      const hidden = findHidden(line.replace(/^\ufeff/, ' '), start);
      if (hidden !== undefined) found.push(hidden);
      start += line.length + 1;
    }
  }
  return found.map((problem) => ({ ...problem, hint: 'Remove it, or write the intended character.' }));
}
