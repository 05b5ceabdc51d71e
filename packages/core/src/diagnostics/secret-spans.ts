import type { Span } from './display-cells.ts';
import { isSecretName } from './secret-names.ts';
import { findUrlSecretSpans } from './url-passwords.ts';

/** Lines looked back at to find the key that a continued value belongs to. */
const MAX_LINES_BACK = 200;

/** Bounded, and only from the start of a word, so that a long line costs no more than its length. */
const KEY: RegExp = /(?<![\w.-])(["']?)([\w.-]{1,64})\1[ \t]{0,8}:(?=[ \t"'[{]|$)/g;

/**
 * The parts of one line that could be a literal secret, judged by the names of keys and the form of URLs alone: what is
 * shown may not even be valid YAML. References (`${{ … }}`) are not secret and stay visible.
 */
export function findSecretSpans(lines: readonly string[], index: number): readonly Span[] {
  const line = lines[index] ?? '';
  const owner = continuedSpan(lines, index);
  const spans = owner === undefined ? keyedSpans(line) : [owner];
  return [...spans, ...findUrlSecretSpans(line)].flatMap((span) => withoutReferences(line, span));
}

function keyedSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  const bracket = line.search(/[[{]/);
  for (const match of line.matchAll(KEY)) {
    const start = match.index + match[0].length;
    const isInside = start <= (spans.at(-1)?.end ?? 0);
    if (isInside || !isSecretName(match[2] ?? '')) continue;
    const end = valueEnd(line, start, bracket !== -1 && bracket < match.index);
    if (end > start) spans.push({ start, end });
  }
  return spans;
}

/** The end of a scalar that starts at or after `start`. A map has no scalar of its own: its keys are judged one by one. */
function valueEnd(line: string, start: number, isInFlow: boolean): number {
  const rest = line.slice(start);
  const value = rest.trimStart();
  const offset = start + rest.length - value.length;
  if (value.startsWith('{')) return start;
  const patterns = value.startsWith('"')
    ? /^"(?:[^"\\]|\\.)*"?/
    : value.startsWith("'")
      ? /^'(?:[^']|'')*'?/
      : value.startsWith('[')
        ? /^[^\]]*\]?/
        : isInFlow
          ? /^[^,\]}]*/
          : /^.*/;
  return offset + (patterns.exec(value)?.[0].length ?? 0);
}

/** The whole line, when it continues a value of a secret key above it: a block or a text over several lines. */
function continuedSpan(lines: readonly string[], index: number): Span | undefined {
  const line = lines[index] ?? '';
  const indent = indentOf(line);
  if (indent === 0 || line.trim() === '') return undefined;
  for (let above = index - 1; above >= Math.max(0, index - MAX_LINES_BACK); above -= 1) {
    const candidate = lines[above] ?? '';
    if (candidate.trim() === '' || indentOf(candidate) >= indent) continue;
    const [last] = [...candidate.matchAll(KEY)].slice(-1);
    if (last === undefined || !isSecretName(last[2] ?? '')) return undefined;
    const value = candidate.slice(last.index + last[0].length).trim();
    const isNested = value === '' && /^\s*(?:- +)?["']?[\w.-]+["']?[ \t]*:(?:\s|$)/.test(line);
    return isNested || value.startsWith('{') ? undefined : { start: indent, end: line.length };
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What is left of a span when its references, and quotes and spaces alone, are taken out. */
export function withoutReferences(line: string, span: Span): readonly Span[] {
  const spans: Span[] = [];
  let from = span.start;
  for (const match of line.slice(span.start, span.end).matchAll(/\$\{\{[^}]{0,256}\}\}/g)) {
    spans.push({ start: from, end: span.start + match.index });
    from = span.start + match.index + match[0].length;
  }
  spans.push({ start: from, end: span.end });
  return spans.flatMap((part) => trimSpan(line, part));
}

/** Without the spaces, quotes, list dash and block mark around the text; nothing when only these are there. */
function trimSpan(line: string, { start, end }: Span): readonly Span[] {
  const text = line.slice(start, end);
  const lead = /^(?:[\s"']|- )*/.exec(text)?.[0].length ?? 0;
  const inner = text.slice(lead).replace(/[\s"']+$/, '');
  const isBlockMark = /^[|>][-+\d]*$/.test(inner);
  return inner === '' || isBlockMark ? [] : [{ start: start + lead, end: start + lead + inner.length }];
}
