import { WaybillError } from '../errors.ts';

export type DiscoverErrorCode =
  | 'DISCOVER_CONNECTION_UNKNOWN'
  | 'DISCOVER_NOT_OFFERED'
  | 'DISCOVER_LISTING_UNKNOWN'
  | 'DISCOVER_ARGUMENT'
  | 'DISCOVER_FAILED'
  | 'DISCOVER_TOO_MANY'
  | 'DISCOVER_NO_ROWS'
  | 'DISCOVER_FILE';

/** A listing that could not be asked for, or did not come to its end. Nothing was written. */
export class DiscoverError extends WaybillError {
  constructor(
    code: DiscoverErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(code, message, options);
  }
}
