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

/** The answer of a call that carries documents, sent once inside the limits of the connection and at its pace. */
export async function callForText(
  connection: JobConnection,
  { call, args }: { readonly call: DocumentCall; readonly args: JsonObject },
  { documents, signal }: Carried,
): Promise<string> {
  // Before its turn: a call that waits for the pace holds no place of others, and ends when the run stops.
  await paceOf(connection)?.admit(documents, signal);
  const { response } = await connection.call(call, args);
  if (typeof response !== 'string') throw unreadable(call, 'it is no text');
  return response;
}

/** Attempts without any progress, which together take about a minute. What comes then, the migration's `retry:` decides. */
const MOST_ATTEMPTS = 8;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Waits before attempt `attempt + 1` of what was refused with `error`, as long as the server asks for, or twice as long each
 * time.
 *
 * @throws the error itself where repeating is no use
 */
export async function waitToRepeat(error: unknown, attempt: number, { clock, signal }: Repeating): Promise<void> {
  if (!(error instanceof ProviderError) || !error.mayPass || attempt >= MOST_ATTEMPTS) throw error;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  await clock.sleep(Math.max(delayMs, error.retryAfterMs ?? 0), signal);
}
