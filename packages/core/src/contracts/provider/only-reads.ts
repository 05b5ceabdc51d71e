import { ProviderError } from '../../provider/provider-error.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import type { CompleteProvider } from './provider-under-test.ts';
import { nameOf, type OpenSession, thrownFrom } from './with-session.ts';

/** What work that may only read is given, and what is wrong with what it does. */
export interface OnlyReads {
  readonly read: ReadCall;
  readonly faults: ReadonlySet<string>;
  /** What the work gives; undefined where it throws. Anything but a `ProviderError` is a fault. */
  readonly ask: <Given>(place: string, work: () => Promise<Given> | undefined) => Promise<Given | undefined>;
}

/** `who`: as the beginning of a sentence. */
export function onlyReads(
  who: string,
  { session, backend, answerBy }: OpenSession,
  under: CompleteProvider,
): OnlyReads {
  const faults = new Set<string>();
  let reading = 0;
  answerBy((request, options) => {
    if (reading === 0) faults.add(`${who} sends ${request.method} by itself, past the limits of the connection`);
    return backend.transport.send(request, options);
  });
  const signal = new AbortController().signal;
  const read: ReadCall = async (name, args) => {
    const operation = under.provider.operations[name];
    if (operation === undefined || operation.recovery !== undefined) {
      faults.add(`${who} asks by ${name}, which is no read of this provider`);
      throw new ProviderError('no read', { vendorCode: 'NO_READ', class: 'fatal', effect: 'none' });
    }
    reading += 1;
    try {
      return (await session.call(name, args, { signal })).response;
    } finally {
      reading -= 1;
    }
  };
  return {
    read,
    faults,
    async ask(place, work) {
      let given: Awaited<ReturnType<typeof work>>;
      const error = await thrownFrom(async () => {
        given = await work();
      });
      if (error !== undefined && !(error instanceof ProviderError)) faults.add(`${place} ends with ${nameOf(error)}`);
      return given;
    },
  };
}
