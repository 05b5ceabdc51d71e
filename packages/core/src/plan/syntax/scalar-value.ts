import type { Scalar } from 'yaml';
import type { Value } from '../../value/value.ts';
import { lostForm } from '../written-scalar.ts';
import { type DocumentBuild, type ProblemWords, reportAt } from './document-build.ts';
import { findHidden } from './hidden-characters.ts';
import { parseTemplate } from './parse-template.ts';
import { rangeInScalar } from './scalar-range.ts';

/** The data of a text, number, boolean or nothing; references in a text are found. */
export function scalarValue(node: Scalar, build: DocumentBuild): Value {
  const { value } = node;
  const written = lostForm(node);
  if (written !== undefined) build.written.push({ path: [...build.path], value: value as number | boolean, written });
  if (typeof value === 'string') return textValue(node, value, build);
  if (typeof value === 'number') return numberValue(node, value, build);
  return typeof value === 'boolean' ? value : null;
}

function textValue(node: Scalar, value: string, build: DocumentBuild): Value {
  if (!value.isWellFormed()) reportAt(build, node, HALF_A_CHARACTER);
  if (build.mayHide && build.path.at(-1) !== 'description') reportHidden(node, build);
  return value.includes('${{') ? templateValue(node, value, build) : value;
}

export function reportHidden({ range }: Scalar, build: DocumentBuild): void {
  if (range === undefined || range === null) return;
  const hidden = findHidden(build.text.slice(range[0], range[1]), range[0]);
  if (hidden !== undefined) build.problems.push(hidden);
}

/** Escapes can write what no UTF-8 can: on its way to the vendor it would become another character. */
export const HALF_A_CHARACTER: ProblemWords = {
  code: 'PLAN_ENCODING',
  summary: 'text with half a character',
  detail: 'An escape between \\uD800 and \\uDFFF is one half of a surrogate pair, and the other half is missing.',
  hint: 'Write the character itself, or both halves, or `\\U` with eight digits.',
};

function numberValue(node: Scalar, value: number, build: DocumentBuild): Value {
  if (isExact(value, node.source ?? '')) return value;
  reportAt(build, node, {
    code: 'PLAN_NUMBER_PRECISION',
    summary: 'number that cannot be kept exactly',
    detail: 'JSON has no infinity, and not every whole number beyond 9007199254740991 can be kept.',
    hint: 'Put it in quotes if it is an identifier.',
  });
  return value;
}

/** Whether the number writes itself as it is written. Only whole numbers count: rounding a fraction is expected. */
function isExact(value: number, written: string): boolean {
  if (!Number.isFinite(value)) return false;
  const isWhole = /^[-+]?\d+$/.test(written);
  return !isWhole || Number.isSafeInteger(value) || String(value) === written;
}

function templateValue(node: Scalar, text: string, build: DocumentBuild): Value {
  const template = parseTemplate(text);
  for (const { start, end, ...words } of template.problems) {
    build.problems.push({ ...rangeInScalar(build.text, node, { start, end }), ...words });
  }
  return template.value;
}
