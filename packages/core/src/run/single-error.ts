import { describeThrown, isWaybillError, WaybillError } from '../errors.ts';

/** Something ended the run that no part of Waybill throws: the state stays resumable. */
export class RunBrokenError extends WaybillError {
  constructor(cause: unknown) {
    super('RUN_BROKEN', `The run was ended by an unexpected error: ${describeThrown(cause)}`, {
      cause,
      hint: 'What was recorded is kept: `waybill resume` continues, and settles what was in progress.',
    });
  }
}

/**
 * What was thrown as one error with a code. Where closing the run failed as well, what ended the run comes first, and the
 * others are among its causes.
 */
export function singleError(thrown: unknown): WaybillError {
  const [first, ...others] = unwind(thrown);
  const error = isWaybillError(first) ? first : new RunBrokenError(first);
  if (others.length === 0) return error;
  const causes = error.cause === undefined ? others : [error.cause, ...others];
  const cause = new AggregateError(causes, 'More errors occurred while the run was being closed.');
  Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true, enumerable: false });
  return error;
}

/** The oldest first: `using` wraps what was thrown before into what disposing threw. */
function unwind(thrown: unknown): readonly unknown[] {
  if (thrown instanceof SuppressedError) return [...unwind(thrown.suppressed), ...unwind(thrown.error)];
  return [thrown];
}
