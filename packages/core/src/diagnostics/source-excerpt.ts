import type { SourceRange } from './diagnostic.ts';
import { type DisplayCell, displayCells, type Span } from './display-cells.ts';
import { findSecretSpans, withoutReferences } from './secret-spans.ts';

/** Of the columns that are shown, the part kept in front of the carets when a long line is cut. */
const LEAD_PART = 0.3;
/** UTF-16 units of a long line that are looked at around the carets. */
const MAX_WINDOW = 1_000;

/** A source text split into lines, with the places in it that must not be shown. */
export interface ExcerptSource {
  readonly lines: readonly string[];
  readonly sensitive: readonly SourceRange[];
  /** Spans of lines already looked at, by index. */
  readonly maskedByLine: Map<number, readonly Span[]>;
}

export interface Excerpt {
  readonly line: string;
  readonly carets: string;
}

/** The first line of a range and the carets below it, ready for a terminal of any kind: `columns` of it, and an ellipsis at either end. */
export function buildExcerpt(source: ExcerptSource, range: SourceRange, columns: number): Excerpt {
  const index = range.start.line - 1;
  const line = source.lines[index] ?? '';
  const start = Math.min(range.start.column - 1, line.length);
  const lastOnLine = range.end.line === range.start.line ? range.end.column - 1 : line.trimEnd().length;
  const marked = { start, end: Math.max(start, Math.min(lastOnLine, line.length)) };
  const from = Math.max(0, start - MAX_WINDOW / 2);
  const window = line.slice(from, from + MAX_WINDOW);
  const masked = maskedSpans(source, index)
    .filter((span) => span.end > from && span.start < from + MAX_WINDOW)
    .map((span) => ({ start: span.start - from, end: span.end - from }));
  const cells = displayCells(window, masked);
  const isCut = { before: from > 0, after: from + MAX_WINDOW < line.length };
  return layOut(cells, { start: marked.start - from, end: marked.end - from }, { ...isCut, columns });
}

function maskedSpans(source: ExcerptSource, index: number): readonly Span[] {
  const known = source.maskedByLine.get(index);
  if (known !== undefined) return known;
  const line = source.lines[index] ?? '';
  const sensitive = source.sensitive
    .filter((range) => range.start.line <= index + 1 && range.end.line >= index + 1)
    .map((range) => ({
      start: range.start.line === index + 1 ? range.start.column - 1 : 0,
      end: range.end.line === index + 1 ? range.end.column - 1 : line.length,
    }));
  const spans = [
    ...findSecretSpans(source.lines, index),
    ...sensitive.flatMap((span) => withoutReferences(line, span)),
  ];
  source.maskedByLine.set(index, spans);
  return spans;
}

/** Cuts the cells to the width shown, and puts carets under the marked ones; at least one caret. */
function layOut(
  cells: readonly DisplayCell[],
  marked: Span,
  { columns, ...isCut }: { readonly before: boolean; readonly after: boolean; readonly columns: number },
): Excerpt {
  const lead = widthOf(cells.filter((cell) => cell.end <= marked.start));
  const skip = widthOf(cells) > columns || isCut.before ? Math.max(0, lead - Math.floor(columns * LEAD_PART)) : 0;
  let column = 0;
  let line = isCut.before || skip > 0 ? '…' : '';
  let carets = ' '.repeat(line.length);
  for (const cell of cells) {
    const isShown = column >= skip && column + cell.width <= skip + columns;
    column += cell.width;
    if (!isShown) continue;
    line += cell.text;
    const isMarked = cell.start < marked.end && cell.end > marked.start;
    carets += (isMarked ? '^' : ' ').repeat(cell.width);
  }
  if (column > skip + columns || isCut.after) line += '…';
  if (!carets.includes('^')) carets = `${' '.repeat(Math.max(0, lead - skip) + (isCut.before || skip > 0 ? 1 : 0))}^`;
  return { line: line.trimEnd(), carets: carets.trimEnd() };
}

function widthOf(cells: readonly DisplayCell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}
