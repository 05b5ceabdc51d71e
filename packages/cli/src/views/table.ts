import { displayWidth, padEnd, padStart, visibleText } from './visible-text.ts';

/** Columns as wide as their widest cell; numbers at the beginning of a cell stand below each other. */
export function table(rows: readonly (readonly string[])[], indent: string = '  '): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => displayWidth(visibleText(row[column] ?? '')))),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const isNumber = /^\d/.test(cell) && column > 0;
      const pad = isNumber ? padStart : padEnd;
      return pad(visibleText(cell), widths[column] ?? 0);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
