import { findRepeatedKey } from '@waybill/core';
import { findJsonError } from '@waybill/core/internal';

/** What a text is as JSON, or what is wrong with it. */
export type JsonInput = { readonly value: unknown } | { readonly problem: string };

/** JSON that the user gave: `name` is that of its file or option, and begins the problem, with line and column. */
export function parseJsonInput(name: string, text: string): JsonInput {
  try {
    const value: unknown = JSON.parse(text);
    const repeated = findRepeatedKey(text);
    return repeated === undefined ? { value } : { problem: `${name} gives ${repeated} twice.` };
  } catch {
    return { problem: `${placeIn(name, text, findJsonError(text))}: no valid JSON from here on.` };
  }
}

/** `name:line:column` of an offset. */
function placeIn(name: string, text: string, offset = 0): string {
  const before = text.slice(0, offset).split('\n');
  return `${name}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
