/** Each has several copies of a document in memory: what was read, its text, and the bytes that are written. */
const MOST_AT_ONCE = 2;

/** When the last pass of each place ends. */
const places: Promise<void>[] = Array.from({ length: MOST_AT_ONCE }, () => Promise.resolve());
let begun = 0;

/**
 * Lets `pass` read and write large documents, one after another, when at most one other pass of this process does. Smaller ones
 * need no turn.
 *
 * @throws the signal's reason, without a begin, when it is aborted first
 */
export async function takeTurn<Result>(signal: AbortSignal, pass: () => Promise<Result>): Promise<Result> {
  const place = begun % MOST_AT_ONCE;
  begun += 1;
  const before = places[place];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  places[place] = Promise.all([before, ended]).then(() => {});
  try {
    await untilEnded(before, signal);
    return await pass();
  } finally {
    end();
  }
}

async function untilEnded(before: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([before, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
