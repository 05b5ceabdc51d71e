import type { DamageKind } from '@waybill/stand-kit';
import type { ServiceName } from '../listed-stands.ts';

/** Rules that are tried in order for every vendor call. All that match take part; where two would answer, the first does. */
export type FaultScript = readonly FaultRule[];

export interface FaultRule {
  /** The vendor's operation name; any operation when absent. */
  readonly operation?: string;
  readonly provider?: ServiceName;
  /** Which of the calls that this rule applies to, counted from 1; all of them when absent. */
  readonly nth?: number | readonly number[];
  /**
   * Chance in [0, 1] for each of those calls, drawn from the sandbox's seed.
   *
   * @default 1
   */
  readonly probability?: number;
  /** At most this many times. */
  readonly times?: number;
  readonly fault: Fault;
}

export type Fault =
  | { readonly kind: 'latency'; readonly ms: number }
  /** Waits until it is released, `before` it is handled or `after`, with its answer ready. Never expires by itself. */
  | { readonly kind: 'hold'; readonly when: When }
  /** Refused for too many calls. `style` is the HTTP status; the default is the vendor's. */
  | { readonly kind: 'throttle'; readonly style?: 400 | 429; readonly retryAfterMs?: number }
  /** An error answer, before the effect or after it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly when: When;
    }
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset'; readonly when: When }
  /** The second half of the body comes this much later. */
  | { readonly kind: 'slow-body'; readonly ms: number }
  /** The connection is reset in the middle of the body. */
  | { readonly kind: 'cut-body' }
  /** A read answers as of this long ago. */
  | { readonly kind: 'stale-status'; readonly ms: number }
  /** On a create: its task stays out of lists for this long. On a list: tasks younger than this are left out. */
  | { readonly kind: 'hidden-in-list'; readonly ms: number }
  /** On a create: its task shows this word while it works. On a read: every unfinished task does, once. */
  | { readonly kind: 'unknown-status'; readonly word: string }
  /** On a create, Set, restart or exchange: the remote work ends in failure. */
  | { readonly kind: 'task-fails'; readonly status?: string; readonly message?: string }
  /**
   * On a create, Set or restart, where real servers hold the data: the copy damages so many keys, and reports nothing of it.
   * With `stop-early` it ends after so many.
   */
  | { readonly kind: 'damage'; readonly what: DamageKind; readonly keys: number }
  /** The operation does not exist any more. */
  | { readonly kind: 'withdrawn' }
  /** The effect happens; the answer cannot be used as it is. `status` takes the place of the answer's own, as a proxy's would. */
  | { readonly kind: 'malformed'; readonly body: MalformedBody; readonly status?: number };

/** Whether the remote effect has happened when the answer is lost or fails. */
export type When = 'before' | 'after';

export type MalformedBody = 'empty' | 'html' | 'truncated' | 'huge' | 'wrong-types' | 'without-ids' | 'error-in-200';
