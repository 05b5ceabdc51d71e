import { CredentialsError } from '../../provider/credentials-error.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { type HttpResponse, type Transport, TransportError } from '../../provider/transport.ts';
import { createSeededRandom } from '../../seeded-random.ts';
import { collectReferences, type JsonObject } from '../../value/value.ts';
import {
  type BackendUnderTest,
  type CompleteProvider,
  type CompleteRule,
  type SampledCall,
  sampledCalls,
  sentArguments,
} from './provider-under-test.ts';

/** Kept where the samples say what the provider talks to. */
export const SESSION_RULES: readonly CompleteRule[] = [
  { promise: 'a session has a scope, and knows the secrets of its entry', faultsOf: connected },
  { promise: 'without credentials connecting is refused, with a hint', faultsOf: withoutCredentials },
  { promise: 'a call that was never sent had no effect, and one that was lost may have had one', faultsOf: lostCalls },
  { promise: 'whatever answers, a session throws a ProviderError and nothing else', faultsOf: anyAnswer },
  { promise: 'a read of the samples is answered, or refused by a ProviderError', faultsOf: reads },
  { promise: 'look-ups read, and only by the read that they are given', faultsOf: lookUps },
  { promise: 'a call that is stopped ends with the reason of the stop', faultsOf: stopped },
];

export interface OpenSession {
  readonly session: ProviderSession;
  readonly backend: BackendUnderTest;
  /** What answers from now on. */
  readonly answerBy: (send: Transport['send']) => void;
}

/** One session for `work`; nothing is asked where the samples do not say what the provider talks to. */
export async function withSession(
  under: CompleteProvider,
  work: (open: OpenSession) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (under.open === undefined) return [];
  await using backend = await under.open();
  let send: Transport['send'] = (request, options) => backend.transport.send(request, options);
  const transport: Transport = { send: (request, options) => send(request, options) };
  await using session = await under.provider.connect(
    connecting(backend, backend.config, { transport, env: backend.env }),
  );
  return await work({
    session,
    backend,
    answerBy: (next) => {
      send = next;
    },
  });
}

function connecting(
  { clock }: BackendUnderTest,
  config: JsonObject,
  { transport, env }: Pick<BackendUnderTest, 'transport' | 'env'>,
) {
  return { alias: 'it', config, env, transport, clock, random: createSeededRandom(1) };
}

function connected(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session }) => {
    const missing = (under.secrets ?? []).filter((secret) => !session.secrets.includes(secret));
    return [
      ...(session.limitScope === '' ? ['its limitScope is empty'] : []),
      ...(missing.length === 0 ? [] : [`${missing.length} of the secrets in the entry are not among its secrets`]),
      ...(under.secrets ?? [])
        .filter((secret) => `${session.limitScope}${JSON.stringify(session.connection ?? {})}`.includes(secret))
        .map(() => 'its limitScope or connection shows a secret'),
    ];
  });
}

async function withoutCredentials(under: CompleteProvider): Promise<readonly string[]> {
  if (under.open === undefined) return [];
  await using backend = await under.open();
  const config = backend.configWithoutCredentials;
  if (config === undefined) return [];
  const transport: Transport = { send: async () => Promise.reject(unsent()) };
  const error = await thrownFrom(async () => {
    await using _session = await under.provider.connect(connecting(backend, config, { transport, env: {} }));
  });
  if (!(error instanceof CredentialsError)) return [`connecting without credentials ends with ${nameOf(error)}`];
  return error.hint === undefined ? ['its CredentialsError has no hint'] : [];
}

function lostCalls(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session, answerBy }) => {
    const faults: string[] = [];
    for (const call of sampledCalls(under))
      for (const wasSent of [false, true]) {
        let isAsked = false;
        answerBy(async () => {
          isAsked = true;
          throw wasSent ? lost() : unsent();
        });
        const error = await callBy(session, call, under);
        if (!isAsked) {
          faults.push(`${call.place}: it is not sent, because of ${nameOf(error)} (see values)`);
          break;
        }
        const effect = wasSent && call.operation.recovery !== undefined ? 'possible' : 'none';
        const how = wasSent ? 'whose answer was lost' : 'that was never sent';
        if (!(error instanceof ProviderError)) faults.push(`${call.place}: a call ${how} ends with ${nameOf(error)}`);
        else if (error.effect !== effect && (effect === 'possible' || !wasSent))
          faults.push(`${call.place}: a call ${how} says that its effect is ${error.effect}, and not ${effect}`);
      }
    return faults;
  });
}

const STRANGE: readonly HttpResponse[] = [
  { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>sign in</html>' },
  { status: 302, headers: { location: 'http://elsewhere' }, body: '' },
  { status: 400, headers: {}, body: '{"unexpected":[null]}' },
  { status: 403, headers: {}, body: '' },
  { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such page' },
  { status: 429, headers: { 'retry-after': 'soon' }, body: '{}' },
  { status: 500, headers: {}, body: 'null' },
  { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>bad gateway</html>' },
  { status: 503, headers: {}, body: '[]' },
];

/** An operation may take a 2xx answer of any body for a success: then nothing is thrown, which is well. */
function anyAnswer(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session, answerBy }) => {
    const faults: string[] = [];
    for (const call of sampledCalls(under))
      for (const answer of STRANGE) {
        answerBy(async () => answer);
        const error = await callBy(session, call, under);
        const place = `${call.place}: an answer with status ${answer.status}`;
        if (error === undefined && answer.status >= 300) faults.push(`${place} counts as a success`);
        if (error !== undefined && !(error instanceof ProviderError))
          faults.push(`${place} ends with ${nameOf(error)}`);
        const isUnclear = answer.status === 502 && call.operation.recovery !== undefined;
        if (isUnclear && error instanceof ProviderError && error.effect === 'none')
          faults.push(`${place} of a gateway says that a call had no effect, which nobody knows`);
      }
    return faults;
  });
}

function reads(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session }) => {
    const faults: string[] = [];
    for (const call of sampledCalls(under)) {
      if (call.operation.recovery !== undefined || collectReferences(call.arguments).length > 0) continue;
      const error = await callBy(session, call, under);
      if (error !== undefined && !(error instanceof ProviderError))
        faults.push(`${call.place}: it ends with ${nameOf(error)}`);
    }
    return faults;
  });
}

function lookUps(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session, backend, answerBy }) => {
    const faults = new Set<string>();
    let reading = 0;
    answerBy((request, options) => {
      if (reading === 0) faults.add(`a look-up sends ${request.method} by itself, past the limits of the connection`);
      return backend.transport.send(request, options);
    });
    const signal = new AbortController().signal;
    const read: ReadCall = async (name, args) => {
      if (under.provider.operations[name]?.recovery !== undefined || under.provider.operations[name] === undefined)
        faults.add(`a look-up asks by ${name}, which is no read of this provider`);
      reading += 1;
      try {
        return (await session.call(name, args, { signal })).response;
      } finally {
        reading -= 1;
      }
    };
    const ask = async (place: string, work: () => Promise<unknown> | undefined): Promise<void> => {
      const error = await thrownFrom(async () => await work());
      if (error !== undefined && !(error instanceof ProviderError)) faults.add(`${place} ends with ${nameOf(error)}`);
    };
    for (const call of sampledCalls(under).filter(({ operation }) => operation.recovery !== undefined)) {
      const args = sentArguments(call, under);
      const operation = call.operation.name;
      await ask(`${call.place}: findExisting`, () => session.findExisting?.(operation, args, read));
      await ask(`${call.place}: observeBefore`, () => session.observeBefore?.(operation, args, read));
      await ask(`${call.place}: findEarlier`, () =>
        session.findEarlier?.({ operation, arguments: args, takenIds: [] }, read, read),
      );
    }
    await ask('listMarked', () => session.listMarked?.(read));
    return [...faults];
  });
}

function stopped(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session, answerBy }) => {
    const [call] = sampledCalls(under);
    if (call === undefined) return [];
    const stopping = new AbortController();
    const reason = new Error('stopped on request');
    answerBy(async () => {
      stopping.abort(reason);
      throw reason;
    });
    const error = await thrownFrom(
      async () => await session.call(call.operation.name, sentArguments(call, under), { signal: stopping.signal }),
    );
    return error === reason ? [] : [`${call.place}: a call that is stopped ends with ${nameOf(error)}`];
  });
}

function callBy(session: ProviderSession, call: SampledCall, under: CompleteProvider): Promise<unknown> {
  const { signal } = new AbortController();
  return thrownFrom(async () => await session.call(call.operation.name, sentArguments(call, under), { signal }));
}

/** What is thrown; undefined where nothing is. */
export async function thrownFrom(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? 'nothing';
  }
}

/** An error as the end of a sentence. */
export function nameOf(error: unknown): string {
  if (error === undefined) return 'no error';
  return error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${typeof error}`;
}

function unsent(): TransportError {
  return new TransportError('connection refused', { wasSent: false, reason: 'ECONNREFUSED' });
}

function lost(): TransportError {
  return new TransportError('connection reset', { wasSent: true, reason: 'ECONNRESET' });
}
