import type { Json } from '../../value/value.ts';

/**
 * A list or a map of a file of values as the text that is given for an input. It begins with a line end, by which it is not
 * taken for the value of an input that is a text, where JSON given as `--var` is one like any other.
 */
export function collectionText(value: readonly Json[] | Readonly<Record<string, Json>>): string {
  return `\n${JSON.stringify(value)}`;
}

export function isCollectionText(given: string): boolean {
  return /^\n[[{]/.test(given);
}
