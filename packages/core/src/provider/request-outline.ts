import type { Json } from '../value/value.ts';

/** What a preview shows of a call and what its digest covers. */
export interface RequestOutline {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly path: string;
  /** In the order sent; absent values left out. */
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Json;
}
