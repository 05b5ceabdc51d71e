import { decodeText } from '../value/decode-text.ts';
import { defined } from '../value/defined.ts';
import type { Diagnostic } from './diagnostic.ts';
import { buildExcerpt, type ExcerptSource } from './source-excerpt.ts';
import { visibleText } from './visible-text.ts';

/** What a piece of the output is, for colours. */
export type DiagnosticStyle = 'error' | 'warning' | 'code' | 'place' | 'gutter' | 'caret' | 'hint';

/** Adds colour to a piece of text; must not change the text itself. */
export type Colorize = (style: DiagnosticStyle, text: string) => string;

/** Longer lines are hard to read; narrower ones hold next to nothing. */
const MOST_COLUMNS = 100;
const LEAST_COLUMNS = 30;

const INDENT = '  ';
/** A space, and an ellipsis at either end. */
const AROUND_EXCERPT = 3;

interface Look {
  readonly color: Colorize;
  readonly columns: number;
}

/**
 * Diagnostics as text for people, sorted by file and place: what, where with the source line, why, and how to fix it. The
 * same diagnostics give the same text. `sources` holds the files' texts or bytes by name; without one the excerpt is left out.
 * `columns` is the width of the output: lines are no longer, but for words that do not fit, and never much longer than 100.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string | Uint8Array>,
  options: { readonly color?: Colorize; readonly columns?: number } = {},
): string {
  const { color = (_style, text) => text, columns = Number.POSITIVE_INFINITY } = options;
  const sorted = diagnostics.toSorted(compareDiagnostics);
  const excerpts = createExcerptSources(sorted, sources);
  return sorted.map((diagnostic) => renderDiagnostic(diagnostic, excerpts, { color, columns })).join('\n');
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compare(left.file ?? '', right.file ?? '') ||
    compare(left.range?.start.offset ?? -1, right.range?.start.offset ?? -1) ||
    compare(left.code, right.code) ||
    compare(left.summary, right.summary)
  );
}

function compare<T extends string | number>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Splits a text into lines once, and only when one of its lines is shown. */
function createExcerptSources(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string | Uint8Array>,
): (file: string) => ExcerptSource | undefined {
  const split = new Map<string, ExcerptSource>();
  return (file) => {
    const source = sources.get(file);
    const known = split.get(file);
    if (source === undefined || known !== undefined) return known;
    const text = typeof source === 'string' ? source : decodeText(source).text;
    const sensitive = diagnostics.flatMap((diagnostic) =>
      diagnostic.file === file ? (diagnostic.sensitive ?? []) : [],
    );
    const created: ExcerptSource = {
      lines: text.replace(/^\ufeff/, '').split(/\r?\n/),
      sensitive,
      maskedByLine: new Map(),
    };
    split.set(file, created);
    return created;
  };
}

function renderDiagnostic(
  diagnostic: Diagnostic,
  excerpts: (file: string) => ExcerptSource | undefined,
  look: Look,
): string {
  const { color, columns } = look;
  const { severity, code, summary, detail, hint } = diagnostic;
  const lines = [
    `${color(severity, severity)} ${color('code', code)}: ${visibleText(summary)}`,
    ...renderPlace(diagnostic, excerpts, look),
    ...(diagnostic.related ?? []).flatMap(({ file, range, label }) => [
      `  ${visibleText(label)}:`,
      ...renderPlace({ ...diagnostic, ...defined({ file }), range }, excerpts, look),
    ]),
    ...wrap(visibleText(detail), columns - INDENT.length).map((line) => `${INDENT}${line}`),
  ];
  if (hint !== undefined) {
    const [first = '', ...rest] = wrap(`hint: ${visibleText(hint)}`, columns - INDENT.length);
    lines.push(`  ${color('hint', 'hint:')}${first.slice('hint:'.length)}`, ...rest.map((line) => `${INDENT}${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function renderPlace(
  { file, range }: Diagnostic,
  excerpts: (file: string) => ExcerptSource | undefined,
  { color, columns }: Look,
): readonly string[] {
  if (file === undefined) return [];
  if (range === undefined) return [`  ${color('place', visibleText(file))}`];
  const place = `  ${color('place', `${visibleText(file)}:${range.start.line}:${range.start.column}`)}`;
  const source = excerpts(file);
  if (source === undefined) return [place];
  const number = String(range.start.line);
  const gutter = (label: string): string => `   ${label.padStart(number.length)} |`;
  const bar = (label: string): string => color('gutter', gutter(label));
  const { line, carets } = buildExcerpt(source, range, within(columns - gutter(number).length - AROUND_EXCERPT));
  return [place, `${bar(number)} ${line}`.trimEnd(), `${bar('')} ${color('caret', carets)}`];
}

/** Lines of at most the width shown; longer words stay whole, so that paths can be copied. */
function wrap(text: string, columns: number): readonly string[] {
  const most = within(columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > most) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function within(columns: number): number {
  return Math.max(LEAST_COLUMNS, Math.min(columns, MOST_COLUMNS));
}
