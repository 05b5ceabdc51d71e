import type { Scalar } from 'yaml';
import type { KeyPath } from './key-path.ts';

/**
 * A number or a boolean whose text is not what was written: `02142` is 2142, `1.10` is 1.1, `0x10` is 16, `True` is true.
 * Harmless as a number; as a part of a text it is another text.
 */
export interface WrittenScalar {
  /** In the document, aliases and merge keys followed. */
  readonly path: KeyPath;
  readonly value: number | boolean;
  readonly written: string;
}

/** How a scalar is written, when that is lost in its value. */
export function lostForm({ value, source }: Scalar): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return source === undefined || String(value) === source ? undefined : source;
}

/**
 * A boolean that is given as a text, in the forms that YAML takes for one (spreadsheets write `TRUE`), so that a value means
 * the same in a plan, in an inventory, in a file of values and on the command line; undefined for any other text.
 */
export function readBoolean(text: string): boolean | undefined {
  return /^(?:true|True|TRUE|false|False|FALSE)$/.test(text) ? text.toLowerCase() === 'true' : undefined;
}
