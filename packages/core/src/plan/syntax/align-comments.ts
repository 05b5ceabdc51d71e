import { Lexer } from 'yaml';
import { displayCells } from '../../diagnostics/display-cells.ts';

/** Lexemes that are no part of the text: the first says that the next one is a value, which may begin with `#`. */
const SCALAR = '\u001f';
const MARKS: ReadonlySet<string> = new Set([SCALAR, '\u0002', '\u0018']);
/** Space before a comment behind a value, at least. */
const GAP = 2;

export interface Comment {
  /** Of its `#` in the text. */
  readonly offset: number;
  readonly line: number;
  /** The line up to the comment, without space at its end; empty when the comment has the line to itself. */
  readonly before: string;
  readonly text: string;
  /** Where the comment starts, in columns of the screen from 0. */
  readonly column: number;
}

/**
 * Comments behind values go back to the column that they have in `original`, or further right where the line has grown;
 * those in lines that follow each other start in one column.
 */
export function alignComments(text: string, original: string): string {
  const lines = text.split('\n');
  const columns = Map.groupBy(findTrailing(original), (comment) => comment.text);
  const wanted = findTrailing(text).map((comment) => ({
    ...comment,
    column: Math.max(columns.get(comment.text)?.shift()?.column ?? 0, widthOf(comment.before) + GAP),
  }));
  for (const group of neighbours(wanted)) {
    const column = Math.max(...group.map((comment) => comment.column));
    for (const { line, before, text: comment } of group) {
      lines[line] = `${before}${' '.repeat(column - widthOf(before))}${comment}`;
    }
  }
  return lines.join('\n');
}

function findTrailing(text: string): readonly Comment[] {
  return findComments(text).filter(({ before }) => before !== '');
}

/** Every comment of a YAML text, from its `#` to the end of its line. */
export function findComments(text: string): readonly Comment[] {
  const found: Comment[] = [];
  let offset = 0;
  let line = 0;
  let before = '';
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) {
      isText = lexeme === SCALAR;
      continue;
    }
    if (!isText && lexeme.startsWith('#')) {
      found.push({ offset, line, before: before.trimEnd(), text: lexeme.trimEnd(), column: widthOf(before) });
    }
    offset += lexeme.length;
    const rows = lexeme.split('\n');
    line += rows.length - 1;
    before = rows.length === 1 ? before + lexeme : (rows.at(-1) ?? '');
    isText = false;
  }
  return found;
}

function neighbours(comments: readonly Comment[]): readonly (readonly Comment[])[] {
  const groups: Comment[][] = [];
  for (const comment of comments) {
    const last = groups.at(-1);
    if (last?.at(-1)?.line === comment.line - 1) last.push(comment);
    else groups.push([comment]);
  }
  return groups;
}

function widthOf(text: string): number {
  return displayCells(text, []).reduce((sum, { width }) => sum + width, 0);
}
