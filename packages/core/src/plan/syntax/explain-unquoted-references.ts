import type { TextProblem } from './text-problem.ts';

/**
 * Inside `[ ]` and `{ }` a reference needs quotes, because its braces start a map there. The library sees several syntax
 * errors in such a line; they become one that says what to do.
 */
export function explainUnquotedReferences(problems: readonly TextProblem[], text: string): readonly TextProblem[] {
  const explained = new Map<number, TextProblem>();
  for (const problem of problems) {
    const found = problem.code === 'PLAN_YAML_SYNTAX' ? unquotedReference(problem.start, text) : undefined;
    const result = found ?? problem;
    const key = found === undefined ? -1 - explained.size : found.start;
    if (!explained.has(key)) explained.set(key, result);
  }
  return [...explained.values()];
}

/** Lines longer than this are not looked at: the plain message has to do. */
const MAX_LINE_LENGTH = 10_000;

function unquotedReference(offset: number, text: string): TextProblem | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (offset - lineStart > MAX_LINE_LENGTH) return undefined;
  const before = text
    .slice(lineStart, offset + 1)
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => ' '.repeat(quoted.length));
  const open = before.indexOf('${{') === -1 ? before.indexOf('${') : before.indexOf('${{');
  const start = lineStart + open;
  if (open === -1 || !text.startsWith('${{', start) || !/[[{]/.test(before.slice(0, open))) return undefined;
  const close = text.indexOf('}}', start);
  const lineEnd = text.indexOf('\n', start);
  const end = close === -1 || (lineEnd !== -1 && close > lineEnd) ? start + 3 : close + 2;
  return {
    code: 'PLAN_YAML_SYNTAX',
    start,
    end,
    summary: 'reference that needs quotes',
    detail: 'Inside `[ ]` and `{ }` the braces of a reference would start a map.',
    hint: `Put the text in quotes: \`"\${{ … }}"\`.`,
  };
}
