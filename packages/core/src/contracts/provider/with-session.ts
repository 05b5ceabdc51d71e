import { guardMembers } from '../../provider/provider-defect.ts';
import type { ConnectOptions, ProviderSession } from '../../provider/session.ts';
import type { Transport } from '../../provider/transport.ts';
import { createSeededRandom } from '../../seeded-random.ts';
import type { JsonObject } from '../../value/value.ts';
import type { BackendUnderTest, CompleteProvider } from './provider-under-test.ts';

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

/** As the engine sees it: an answer of another shape than the contract says is an error that names the method. */
export function guardedSession({ session }: OpenSession, { provider }: CompleteProvider): ProviderSession {
  return guardMembers(session, '', { alias: provider.type, stopping: new AbortController().signal });
}

export function connecting(
  { clock }: BackendUnderTest,
  config: JsonObject,
  { transport, env }: Pick<BackendUnderTest, 'transport' | 'env'>,
): ConnectOptions {
  return { alias: 'it', config, env, transport, clock, random: createSeededRandom(1) };
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
