import { findJsonError } from '../../value/find-json-error.ts';
import { findRepeatedKey } from '../../value/find-repeated-key.ts';
import type { Json } from '../../value/value.ts';
import { mayHideCharacters } from '../syntax/hidden-characters.ts';
import { MAX_DEPTH, type TextProblem } from '../syntax/text-problem.ts';

/** What another reader of plans would find a fault in, or might: what it is, that reader says. */
const SUSPICIOUS =
  /"(?:__proto__|constructor|prototype)"\s*:|\$\{\{|\\u[dD][89a-fA-F]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

type Parsed = { readonly value: Json } | { readonly problem: TextProblem };

/**
 * A JSON text in which nothing is wrong, many times faster than as YAML; undefined where something may be, so that it has
 * to be read as YAML, which knows places. A text that is no JSON is a problem.
 */
export function parseQuickly(text: string): Parsed | undefined {
  const body = text.replace(/^\ufeff/, ' ');
  let isExact = true;
  try {
    const value = JSON.parse(body, (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
      if (typeof value === 'number' && String(value) !== context?.source) isExact = false;
      return value;
    }) as Json;
    if (!isExact || SUSPICIOUS.test(text) || mayHideCharacters(text)) return undefined;
    return isDeep(text) || findRepeatedKey(text) !== undefined ? undefined : { value };
  } catch {
    // No mistake in it: it was nested too deeply to be read at once, which the reader of YAML says with the place.
    const start = findJsonError(text);
    return start === undefined ? undefined : { problem: describeSyntaxError(text, start) };
  }
}

/** Brackets in texts count too, which only makes it careful. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const { 0: bracket } of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function describeSyntaxError(text: string, start: number): TextProblem {
  return {
    code: 'PLAN_INVENTORY_SYNTAX',
    start,
    end: start + 1,
    summary: 'not valid JSON',
    detail:
      start >= text.length ? 'The text ends before its last bracket or quote.' : 'The text is not JSON from here on.',
    hint: 'Check commas, quotes and brackets at this place and before it; JSON has no comments, and no comma after a last item. A file in YAML is named `.yaml`.',
  };
}
