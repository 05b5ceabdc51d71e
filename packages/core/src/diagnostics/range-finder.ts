import type { SourcePosition, SourceRange } from './diagnostic.ts';

/** Offsets in one text → lines and columns, clamped to the text. */
export type RangeFinder = (start: number, end: number) => SourceRange;

/** The line starts are computed once, on first use. A byte order mark does not count as a column. */
export function createRangeFinder(text: string): RangeFinder {
  let starts: readonly number[] | undefined;
  return (start, end) => {
    starts ??= findLineStarts(text);
    const from = Math.max(0, Math.min(start, text.length));
    const to = Math.max(from, Math.min(end, text.length));
    return { start: positionAt(starts, from), end: positionAt(starts, to) };
  };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): SourcePosition {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1, offset };
}
