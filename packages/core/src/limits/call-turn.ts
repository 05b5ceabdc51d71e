import { createHash } from 'node:crypto';
import { ProviderError } from '../provider/provider-error.ts';
import type { CallResult, ProviderSession } from '../provider/session.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import type { JsonObject } from '../value/value.ts';
import type { Admission, ConnectionGate } from './connection-gate.ts';

/** What a server that throttles without naming a time is spared, before back-off. */
const DEFAULT_HOLD_MS = 1_000;

/** Calls that are under way are never cut off. */
const NEVER: AbortSignal = new AbortController().signal;

export interface TurnTaker {
  readonly session: Pick<ProviderSession, 'call'>;
  readonly gate: ConnectionGate;
  /** The server refused for too many calls, and wants none for so many milliseconds. */
  readonly onThrottled: (holdMs: number) => void;
  /** How a call ended: `succeeded`, or the class of the error. */
  readonly onCall?: (operation: string, outcome: string) => void;
}

/** The turn of one call: one of the places in flight, with room for the call in the window. `end` must follow. */
export class CallTurn {
  readonly #taker: TurnTaker;
  readonly #place: Disposable;
  readonly #admission: Admission;

  /** Ends by itself when nothing may be sent, and throws why. */
  constructor(taker: TurnTaker, place: Disposable) {
    this.#taker = taker;
    this.#place = place;
    try {
      this.#admission = taker.gate.admit();
    } catch (error) {
      place[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Sends the call.
   *
   * @throws ProviderError
   */
  async send(operation: string, args: JsonObject): Promise<CallResult> {
    const { session, gate, onThrottled, onCall } = this.#taker;
    try {
      const result = await session.call(operation, args, { signal: NEVER });
      gate.answered();
      onCall?.(operation, 'succeeded');
      return result;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      onCall?.(operation, error.class);
      if (error.class === 'throttled' && error.concerns === 'connection')
        onThrottled(error.retryAfterMs ?? DEFAULT_HOLD_MS);
      throw gate.failed(error, this.#admission, digestOf(operation, args));
    }
  }

  /** The place is free, whatever became of the call. */
  end(): void {
    this.#taker.gate.leave(this.#admission);
    this.#place[Symbol.dispose]();
  }
}

/** Tells one call from another. */
function digestOf(operation: string, args: JsonObject): string {
  return createHash('sha256')
    .update(`${operation}\n${canonicalJson(args)}`)
    .digest('hex');
}
