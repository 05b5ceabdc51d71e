import type { HttpRequest } from '@waybill/core';

/** A request with time-outs of its own, from its provider's entry in the plan; the transport's hold where it has none. */
export interface TimedRequest extends HttpRequest {
  readonly timeouts?: RequestTimeouts;
  /** A PEM file with authorities to trust besides Node's own; a relative path starts at the transport's `cwd`. */
  readonly caFile?: string;
  /** Never through a proxy, whatever the environment says: the address means something on this machine alone. */
  readonly isDirect?: boolean;
  /** The body, in place of `body`. Nobody changes them before there is an answer of success, and after a fault never. */
  readonly bytes?: Uint8Array;
  /**
   * Makes the text of the answer's body, of whatever status. The bytes are its own to change, and only until it returns.
   *
   * @default as UTF-8
   */
  readonly readBody?: (bytes: Uint8Array) => string;
}

export interface RequestTimeouts {
  /** Until a connection is established, in milliseconds. */
  readonly connectMs?: number;
  /** From the request's first byte to the answer's last, in milliseconds. */
  readonly responseMs?: number;
}
