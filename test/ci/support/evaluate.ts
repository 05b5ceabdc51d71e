import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What a step can refer to: `github`, `inputs`, `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Whether a step runs: without a condition, or with one that does not ask for it, only after nothing failed. */
export function isMet(condition: string | undefined, contexts: Contexts, hasFailed: boolean): boolean {
  const expression = condition === undefined ? 'success()' : stripBraces(condition);
  const asksForStatus = /\b(always|success|failure|cancelled)\(\)/.test(expression);
  return (
    evaluate(asksForStatus ? expression : `success() && (${expression})`, contexts, hasFailed).coerceString() === 'true'
  );
}

/** A text with every `${{ … }}` replaced by its value. */
export function fill(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
    evaluate(expression, contexts, false).coerceString(),
  );
}

function stripBraces(condition: string): string {
  return /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
}

function evaluate(expression: string, contexts: Contexts, hasFailed: boolean): data.ExpressionData {
  const status = [
    ['always', true],
    ['success', !hasFailed],
    ['failure', hasFailed],
    ['cancelled', false],
  ] as const;
  const functions = status.map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const { tokens } = new Lexer(expression.trim()).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new Map(functions.map((definition) => [definition.name, definition]));
  return new Evaluator(parsed, toData(contexts) as data.Dictionary, known).evaluate();
}

function toData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (typeof value !== 'object' || value === null) return new data.Null();
  const pairs = Object.entries(value).map(([key, item]) => ({ key, value: toData(item) }));
  return new data.Dictionary(...pairs);
}
