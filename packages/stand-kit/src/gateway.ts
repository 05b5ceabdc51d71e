import type { Answer, Call, QueryPair, SignedRequest } from './call.ts';
import type { Refusal } from './refusal.ts';
import type { Violation } from './violation.ts';

/** One vendor operation: where it is served and what it does. */
export interface Operation {
  /** The vendor's own name for it. */
  readonly name: string;
  /** The name of one call, where a path serves several operations; `name` is one of them. Absent: `name`. */
  readonly nameOf?: (query: readonly QueryPair[]) => string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces, as the vendor writes it. */
  readonly path: string;
  /** Names the thing acted on, for the request log. Never a secret. */
  readonly subject: (call: Call) => string | null;
  readonly idempotencyToken: (call: Call) => string | null;
  /** Checks the arguments, does the work and answers; throws a `Refusal` otherwise. */
  readonly handle: (call: Call) => Answer;
}

/** What a vendor's API gateway does for every operation. */
export interface Gateway {
  /** Throws a `Refusal` unless the request carries a valid signature or token. */
  authenticate(call: Call): void;
  /** Throws a `Refusal` when a limit is exceeded. */
  admit(): void;
  /** The vendor's error response. */
  refuse(refusal: Refusal): Answer;
  /** The vendor's error for arguments of the wrong shape. */
  invalid(violation: Violation): Refusal;
  throttled(options: { style: 400 | 429 | null; retryAfterMs: number | null }): Refusal;
  /** The vendor's usual error for a status that names no particular mistake. */
  failure(status: number): Refusal;
  /** What the gateway says about an operation that it does not know, or not any more. */
  unknownOperation(request?: Pick<SignedRequest, 'method' | 'target'>): Refusal;
}
