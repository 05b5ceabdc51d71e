import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { assertInvariant } from '../../errors.ts';

/** So many findings that say the same of rows are shown one by one. */
const MOST_ALIKE = 3;
const SHOWN_LINES = 5;

/** What is wrong is the same whatever the value in the summary is. */
const ALIKE_WITH_ANY_VALUE: ReadonlySet<DiagnosticCode> = new Set([
  'PLAN_DUPLICATE_UNIT',
  'PLAN_NUMBER_FORM',
  'PLAN_UNIT_KEY',
]);

/**
 * Findings about the rows of one file, in which many that say the same are the first of them with the lines of the others:
 * a column that was lost in transit is one mistake, not 300.
 */
export function foldRows(found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length <= MOST_ALIKE) return found;
  const groups = Map.groupBy(found, ({ code, severity, summary }) =>
    JSON.stringify([code, severity, ALIKE_WITH_ANY_VALUE.has(code) ? '' : summary]),
  );
  return [...groups.values()].flatMap((alike) => (alike.length <= MOST_ALIKE ? alike : [foldAlike(alike)]));
}

function foldAlike([first, ...others]: readonly Diagnostic[]): Diagnostic {
  assertInvariant(first !== undefined, 'a group of findings has a first one');
  return { ...first, detail: `${first.detail} The same is wrong in ${describeRows(others, first)}.` };
}

/** `29 more rows: lines 33, 34, 35, 36, 37 and 24 more` */
function describeRows(others: readonly Diagnostic[], first: Diagnostic): string {
  const lines = [...new Set(others.map(({ range }) => range?.start.line ?? 0))].filter(
    (line) => line !== first.range?.start.line,
  );
  const rows = `${others.length.toLocaleString('en-US')} more rows`;
  if (lines.length === 0) return rows;
  const hidden = lines.length - SHOWN_LINES;
  const more = hidden > 0 ? ` and ${hidden.toLocaleString('en-US')} more` : '';
  return `${rows}: ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, SHOWN_LINES).join(', ')}${more}`;
}
