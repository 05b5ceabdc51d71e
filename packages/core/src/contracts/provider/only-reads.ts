import { ProviderError } from '../../provider/provider-error.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import type { HttpRequest } from '../../provider/transport.ts';
import type { CompleteProvider } from './provider-under-test.ts';
import { sendingFaults } from './sent-requests.ts';
import { nameOf, type OpenSession, thrownFrom } from './with-session.ts';

/** What work that may only read is given, and what is wrong with what it does. */
export interface OnlyReads {
  readonly read: ReadCall;
  readonly faults: ReadonlySet<string>;
  /**
   * What the work gives; undefined where it throws. A fault is anything but a `ProviderError`, and one that comes from no read:
   * the work was not tried then.
   */
  readonly ask: <Given>(place: string, work: () => Promise<Given> | undefined) => Promise<Given | undefined>;
}

/** `who`: as the beginning of a sentence. */
export function onlyReads(who: string, open: OpenSession, under: CompleteProvider): OnlyReads {
  const { session, backend, answerBy } = open;
  const faults = new Set<string>();
  // Several reads may be under way at once; each sees what is sent meanwhile.
  const reading = new Set<HttpRequest[]>();
  let readCount = 0;
  answerBy((request, options) => {
    for (const requests of reading) requests.push(request);
    if (reading.size === 0) faults.add(`${who} sends ${request.method} by itself, past the limits of the connection`);
    return backend.transport.send(request, options);
  });
  const signal = new AbortController().signal;
  const read: ReadCall = async (name, args) => {
    const operation = under.provider.operations[name];
    if (operation === undefined || operation.recovery !== undefined) {
      faults.add(`${who} asks by ${name}, which is no read of this provider`);
      throw new ProviderError('no read', { vendorCode: 'NO_READ', class: 'fatal', effect: 'none' });
    }
    const requests: HttpRequest[] = [];
    reading.add(requests);
    readCount += 1;
    let error: unknown;
    try {
      return (await session.call(name, args, { signal })).response;
    } catch (caught) {
      error = caught;
      throw caught;
    } finally {
      reading.delete(requests);
      for (const fault of sendingFaults({ operation: name, arguments: args, requests, error }, open, under))
        faults.add(`${who}: ${fault}`);
    }
  };
  return {
    read,
    faults,
    async ask(place, work) {
      const before = readCount;
      let given: Awaited<ReturnType<typeof work>>;
      const error = await thrownFrom(async () => {
        given = await work();
      });
      if (error !== undefined && !(error instanceof ProviderError)) faults.add(`${place} ends with ${nameOf(error)}`);
      else if (error !== undefined && readCount === before)
        faults.add(`${place} ends with ${nameOf(error)} before it has read anything`);
      return given;
    },
  };
}
