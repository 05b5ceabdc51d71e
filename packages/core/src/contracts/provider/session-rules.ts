import { CredentialsError } from '../../provider/credentials-error.ts';
import { PROVIDER_ERROR_CLASSES, ProviderError, type ProviderErrorClass } from '../../provider/provider-error.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { type HttpRequest, type HttpResponse, type Transport, TransportError } from '../../provider/transport.ts';
import { collectReferences } from '../../value/value.ts';
import {
  type BackendUnderTest,
  type CompleteProvider,
  type CompleteRule,
  type SampledCall,
  sampledCalls,
  sentArguments,
} from './provider-under-test.ts';
import { sendingFaults } from './sent-requests.ts';
import { connecting, nameOf, thrownFrom, withSession } from './with-session.ts';

/** Kept where the samples say what the provider talks to. */
export const SESSION_RULES: readonly CompleteRule[] = [
  { promise: 'a session has a scope, and knows the secrets of its entry', faultsOf: connected },
  { promise: 'without credentials connecting is refused, with a hint', faultsOf: withoutCredentials },
  { promise: 'a call that was never sent had no effect, and one that was lost may have had one', faultsOf: lostCalls },
  { promise: 'whatever answers, a session throws a ProviderError and nothing else', faultsOf: anyAnswer },
  {
    promise: 'a read of the samples is sent as previews show it, and answered, or refused by a ProviderError',
    faultsOf: reads,
  },
  { promise: 'a call that is stopped ends with the reason of the stop', faultsOf: stopped },
];

function connected(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async ({ session, backend }) => {
    const again = await scopeOfAnother(under, backend);
    const missing = (under.secrets ?? []).filter((secret) => !session.secrets.includes(secret));
    return [
      ...(session.limitScope === '' ? ['its limitScope is empty'] : []),
      ...(session.limitScope === again ? [] : ['two sessions of one entry have different limitScopes']),
      ...(missing.length === 0 ? [] : [`${missing.length} of the secrets in the entry are not among its secrets`]),
      ...(under.secrets ?? [])
        .filter((secret) => `${session.limitScope}${JSON.stringify(session.connection ?? {})}`.includes(secret))
        .map(() => 'its limitScope or connection shows a secret'),
    ];
  });
}

async function scopeOfAnother({ provider }: CompleteProvider, backend: BackendUnderTest): Promise<string> {
  await using session = await provider.connect(connecting(backend, backend.config, backend));
  return session.limitScope;
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
        const sent: string[] = [];
        answerBy(async ({ method, url }) => {
          sent.push(`${method} ${url}`);
          throw wasSent ? lost() : unsent();
        });
        const error = await callBy(session, call, under);
        if (sent.length === 0) {
          faults.push(`${call.place}: it is not sent, because of ${nameOf(error)} (see values)`);
          break;
        }
        if (new Set(sent).size < sent.length)
          faults.push(`${call.place}: it is sent again by itself, and repeating is for the engine to decide`);
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
        let scheme = '';
        answerBy(async ({ url }) => {
          scheme = new URL(url).protocol;
          return answer;
        });
        const error = await callBy(session, call, under);
        const place = `${call.place}: an answer with status ${answer.status}`;
        if (error === undefined && answer.status >= 300) faults.push(`${place} counts as a success`);
        if (error instanceof ProviderError)
          faults.push(
            ...refusalFaults(error, scheme.startsWith('http') ? answer.status : 0, under).map(
              (fault) => `${place} ${fault}`,
            ),
          );
        else if (error !== undefined) faults.push(`${place} ends with ${nameOf(error)}`);
        const isUnclear = answer.status === 502 && call.operation.recovery !== undefined;
        if (isUnclear && error instanceof ProviderError && error.effect === 'none')
          faults.push(`${place} of a gateway says that a call had no effect, which it cannot know`);
      }
    return faults;
  });
}

/** Of HTTP: what the engine does about a refusal hangs on its class, such as whether the call is sent again, and when. */
const CLASSES_OF: Readonly<Record<number, readonly ProviderErrorClass[]>> = {
  403: ['forbidden', 'unauthorized', 'fatal'],
  429: ['throttled'],
  503: ['transient', 'throttled', 'busy', 'unreachable'],
};

function refusalFaults(error: ProviderError, status: number, { secrets = [] }: CompleteProvider): readonly string[] {
  const allowed = CLASSES_OF[status] ?? PROVIDER_ERROR_CLASSES;
  return [
    ...(allowed.includes(error.class) ? [] : [`is of class ${error.class}, and not ${allowed.join(' or ')}`]),
    ...(secrets.some((secret) => `${error.message}${error.hint ?? ''}`.includes(secret)) ? ['shows a secret'] : []),
  ];
}

function reads(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async (open) => {
    const { session, backend, answerBy } = open;
    const faults: string[] = [];
    for (const call of sampledCalls(under)) {
      if (call.operation.recovery !== undefined || collectReferences(call.arguments).length > 0) continue;
      const requests: HttpRequest[] = [];
      answerBy((request, options) => {
        requests.push(request);
        return backend.transport.send(request, options);
      });
      const error = await callBy(session, call, under);
      if (error !== undefined && !(error instanceof ProviderError))
        faults.push(`${call.place}: it ends with ${nameOf(error)}`);
      const sent = { operation: call.operation.name, arguments: sentArguments(call, under), requests, error };
      faults.push(...sendingFaults(sent, open, under).map((fault) => `${call.place}: ${fault}`));
    }
    return faults;
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

function unsent(): TransportError {
  return new TransportError('connection refused', { wasSent: false, reason: 'ECONNREFUSED' });
}

function lost(): TransportError {
  return new TransportError('connection reset', { wasSent: true, reason: 'ECONNRESET' });
}
