import { brand } from './value/brand.ts';

/** Errors of every copy of this package know each other by it. */
export const ERROR_FAMILY: unique symbol = Symbol.for('waybill.error');

/**
 * The base of every error Waybill throws. A user's mistake in a plan is not thrown: it is a `Diagnostic`, returned with
 * all the others.
 */
export class WaybillError extends Error {
  /** Stable, upper case, prefixed by area: `PROVIDER_…`, `JOURNAL_…`, `RUN_…`. One row each in docs/diagnostics.md. */
  readonly code: string;
  /** What the reader can do about it, one sentence. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}

brand(WaybillError, ERROR_FAMILY, 'WaybillError');

/** Also one of another copy of this package. */
export function isWaybillError(thrown: unknown): thrown is WaybillError {
  return thrown instanceof WaybillError;
}

/** A programmer's error: a state that the code's own invariants rule out. Checked in production too. */
export class InvariantError extends WaybillError {
  constructor(message: string) {
    super('INTERNAL_INVARIANT', message);
  }
}

/**
 * `message` states the invariant.
 *
 * @throws InvariantError when `condition` does not hold
 */
export function assertInvariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Whatever was thrown, as one line for people. Never throws. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  try {
    return typeof thrown === 'object' && thrown !== null ? 'an object that is no error' : String(thrown);
  } catch {
    return 'something that has no text';
  }
}
