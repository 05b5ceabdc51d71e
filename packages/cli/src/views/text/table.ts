import { displayWidth, padEnd, padStart, visibleText, wrap } from './visible-text.ts';

const INDENT = '  ';
const GAP = '  ';
/** A last column narrower than this stands below its row. */
const LEAST_COLUMNS = 24;

/**
 * Columns as wide as their widest cell; numbers at the beginning of a cell stand below each other. Where a row is wider
 * than `columns`, the text of its last column continues in further lines: in its column, or below the row where that would
 * be too narrow.
 */
export function table(rows: readonly (readonly string[])[], columns: number): readonly string[] {
  return tableRows(rows, columns).flat();
}

/** The lines of each row, for tables with other lines between them. */
export function tableRows(rows: readonly (readonly string[])[], columns: number): readonly (readonly string[])[] {
  const shown = rows.map((row) => row.map(visibleText));
  const widths = (shown[0] ?? []).map((_cell, column) =>
    Math.max(...shown.map((row) => displayWidth(row[column] ?? ''))),
  );
  const headWidth = INDENT.length + widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  return shown.map((row) => {
    const line = `${INDENT}${row.map((cell, column) => align(cell, column, widths[column] ?? 0)).join(GAP)}`.trimEnd();
    return row.length < 2 || displayWidth(line) <= columns ? [line] : breakRow(row, { widths, headWidth, columns });
  });
}

function align(cell: string, column: number, width: number): string {
  const isNumber = /^\d/.test(cell) && column > 0;
  return isNumber ? padStart(cell, width) : padEnd(cell, width);
}

interface Measures {
  readonly widths: readonly number[];
  /** Columns before the last cell. */
  readonly headWidth: number;
  readonly columns: number;
}

function breakRow(row: readonly string[], { widths, headWidth, columns }: Measures): readonly string[] {
  const head = row.slice(0, -1).map((cell, column) => align(cell, column, widths[column] ?? 0));
  const last = row.at(-1) ?? '';
  const room = columns - headWidth;
  if (room >= LEAST_COLUMNS) {
    const [first = '', ...rest] = wrap(last, room);
    return [`${INDENT}${head.join(GAP)}${GAP}${first}`, ...rest.map((line) => `${' '.repeat(headWidth)}${line}`)];
  }
  const below = `${INDENT}${INDENT}`;
  const parts = wrap(row.slice(1).join(GAP), Math.max(LEAST_COLUMNS, columns - below.length));
  return [`${INDENT}${row[0] ?? ''}`, ...parts.map((line) => `${below}${line}`.trimEnd())];
}
