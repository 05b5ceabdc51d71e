import { type Channel, PRIORITY } from '../limits/channel.ts';
import { showsAcceptance } from '../limits/connection-gate.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { ReadEnding } from '../steps/check/judge-check.ts';
import type { Reading } from './reading.ts';

/** A provider that does not answer this many first reads is taken to be out of reach. */
const MAX_FIRST_FAULTS = 2;

/** What asking one provider came to, for its credentials. */
export type Inquiry =
  | { readonly kind: 'accepted'; readonly operation: string }
  | { readonly kind: 'refused'; readonly error: ProviderError }
  /** `isDown`: there is no connection at all, so that nothing was sent. */
  | { readonly kind: 'out-of-reach'; readonly error: ProviderError; readonly isDown: boolean }
  /** Nothing is known, one way or the other. */
  | { readonly kind: 'not-known' };

export interface AskProviderOptions {
  readonly channel: Channel;
  readonly readings: Iterable<Reading>;
  /** Aborted: what has not been read by then is not read. */
  readonly givingUp: AbortSignal;
  /** A read has ended; not called for those that were given up. */
  readonly onEnding: (reading: Reading, ending: ReadEnding) => void;
}

/**
 * Reads one by one until an answer shows that the credentials work, because vendors lock a key after a few refusals, and
 * then as many at once as the limits allow. After a refusal nothing more is sent.
 */
export async function askProvider(options: AskProviderOptions): Promise<Inquiry> {
  const open = options.readings[Symbol.iterator]();
  const first = await askFirst(open, options);
  if (first.kind !== 'accepted') return first;
  let refused: ProviderError | undefined;
  const workers = Array.from({ length: options.channel.usefulBacklog }, async () => {
    for (let next = open.next(); next.done !== true && refused === undefined; next = open.next()) {
      const ending = await readOnce(next.value, options);
      if (ending === undefined) return;
      if (ending.kind === 'refused' && ending.error.suspends) refused ??= ending.error;
    }
  });
  await Promise.all(workers);
  return refused === undefined ? first : { kind: 'refused', error: refused };
}

async function askFirst(open: Iterator<Reading>, options: AskProviderOptions): Promise<Inquiry> {
  const faults: ProviderError[] = [];
  for (let next = open.next(); next.done !== true; next = open.next()) {
    const ending = await readOnce(next.value, options);
    if (ending === undefined) return { kind: 'not-known' };
    if (ending.kind === 'answered' || showsAcceptance(ending.error))
      return { kind: 'accepted', operation: next.value.operation };
    if (ending.kind !== 'refused') continue;
    if (ending.error.suspends) return { kind: 'refused', error: ending.error };
    if (ending.error.mayPass) faults.push(ending.error);
    if (faults.length === MAX_FIRST_FAULTS) break;
  }
  // The first one says what is wrong, and not only that the connection is down because of it.
  const [fault] = faults;
  if (fault === undefined) return { kind: 'not-known' };
  const isDown = faults.some((one) => one.class === 'unreachable');
  return { kind: 'out-of-reach', error: fault, isDown };
}

/** Undefined when it was given up. */
async function readOnce(reading: Reading, options: AskProviderOptions): Promise<ReadEnding | undefined> {
  const ending = await readToEnd(reading, options);
  if (ending !== undefined) options.onEnding(reading, ending);
  return ending;
}

async function readToEnd(
  { operation, args }: Reading,
  { channel, givingUp }: AskProviderOptions,
): Promise<ReadEnding | undefined> {
  try {
    return { kind: 'answered', response: await channel.read(operation, args, PRIORITY.fresh) };
  } catch (error) {
    if (givingUp.aborted) return undefined;
    if (!(error instanceof ProviderError)) throw error;
    return { kind: 'refused', error };
  }
}
