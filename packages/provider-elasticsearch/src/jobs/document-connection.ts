import { type Clock, type JobConnection, type JsonObject, ProviderError } from '@waybill/core';
import { type DocumentCall, unreadable } from '../session/document-calls.ts';
import { paceOf } from '../session/pace.ts';

export interface Repeating {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What a call that carries documents takes of the pace of its connection. */
export interface Carried {
  /** Read or written by the call: of a search, the most that it may give. */
  readonly documents: number;
  readonly signal: AbortSignal;
}

export interface AskedDocuments {
  readonly call: DocumentCall;
  readonly args: JsonObject;
}

/** The answer of a call that carries documents, sent once inside the limits of the connection and at its pace. */
export async function callForText(connection: JobConnection, asked: AskedDocuments, carried: Carried): Promise<string> {
  await waitForPace(connection, carried);
  return await askForText(connection, asked);
}

/** Before its turn: a call that waits for the pace holds no place of others, and ends when the run stops. */
export async function waitForPace(connection: JobConnection, { documents, signal }: Carried): Promise<void> {
  await paceOf(connection)?.admit(documents, signal);
}

/** The same without its pace, for which it has waited. */
export async function askForText(connection: JobConnection, { call, args }: AskedDocuments): Promise<string> {
  const { response } = await connection.call(call, args);
  if (typeof response !== 'string') throw unreadable(call, 'it is no text');
  return response;
}

/** Attempts without any progress, which together take about a minute. What comes then, the migration's `retry:` decides. */
const MOST_ATTEMPTS = 8;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** The same where each attempt takes long by itself: a cluster waits for a shard, or does not answer. */
const LONGEST_FAULT_MS = 60_000;

/** Repeats a call for about a minute without any progress; longer only where the server asks for it. */
export class Repeats {
  readonly #repeating: Repeating;
  #attempts = 0;
  /** When the first attempt had failed: what it waited for before, such as its turn, says nothing. */
  #sinceMs = 0;

  constructor(repeating: Repeating) {
    this.#repeating = repeating;
  }

  /** Some of it was done: what is left has its own minute. */
  progressed(): void {
    this.#attempts = 0;
  }

  /**
   * Waits before what was refused with `error` is tried again, as long as the server asks for, or twice as long each time.
   *
   * @throws the error itself where repeating is no use
   */
  async wait(error: unknown): Promise<void> {
    const { clock, signal } = this.#repeating;
    const nowMs = clock.monotonicMs();
    this.#attempts += 1;
    if (this.#attempts === 1) this.#sinceMs = nowMs;
    if (!(error instanceof ProviderError) || !error.mayPass || this.#attempts >= MOST_ATTEMPTS) throw error;
    if (error.class === 'transient' && this.#attempts > 2 && nowMs - this.#sinceMs >= LONGEST_FAULT_MS) throw error;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (this.#attempts - 1), LONGEST_DELAY_MS);
    await clock.sleep(Math.max(delayMs, error.retryAfterMs ?? 0), signal);
  }
}
