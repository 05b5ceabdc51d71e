import type { Json } from '../value/value.ts';

/** What a preview shows of a call and what its digest covers. */
export interface RequestOutline {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly path: string;
  /** In the order sent; absent values left out. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * Those that an argument of the call decides; none that carry credentials.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** In place of `body`: the lines of a body in NDJSON, in the order sent. */
  readonly lines?: readonly Json[];
}

/** The body of NDJSON lines as it is sent, each line ended; its content type is `application/x-ndjson`. */
export function ndjson(lines: readonly Json[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
