import { assertInvariant } from '../errors.ts';
import type { Provider } from '../provider/provider.ts';
import type { ConnectOptions, ProviderSession } from '../provider/session.ts';
import type { Transport } from '../provider/transport.ts';
import { defined } from '../value/defined.ts';

/**
 * The same provider, unable to have an effect: whatever asks its session for an operation with a recovery fails before
 * anything is sent. A read has nothing to lose, so all that is under way is given up once `givingUp` aborts.
 */
export function readOnlyProvider(provider: Provider, givingUp: AbortSignal): Provider {
  return {
    ...provider,
    connect: async (options: ConnectOptions): Promise<ProviderSession> => {
      const transport = abortableTransport(options.transport, givingUp);
      const session = await orGiveUp(provider.connect({ ...options, transport }), givingUp);
      return readOnlySession(session, provider, givingUp);
    },
  };
}

function readOnlySession(session: ProviderSession, provider: Provider, givingUp: AbortSignal): ProviderSession {
  return {
    limitScope: session.limitScope,
    ...defined({ principal: session.principal }),
    get credentialsEndAtMs() {
      return session.credentialsEndAtMs;
    },
    get renewsCredentials() {
      return session.renewsCredentials ?? false;
    },
    get secrets() {
      return session.secrets;
    },
    call: async (operation, args, options) => {
      const declared = provider.operations[operation];
      assertInvariant(
        declared !== undefined && declared.recovery === undefined,
        `a preflight calls reads only, not ${operation}`,
      );
      return await orGiveUp(session.call(operation, args, options), givingUp);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function abortableTransport(transport: Transport, givingUp: AbortSignal): Transport {
  return { send: (request, { signal }) => transport.send(request, { signal: AbortSignal.any([signal, givingUp]) }) };
}

/** As `work`, but rejects with the signal's reason when that comes first; what becomes of `work` then is nobody's. */
function orGiveUp<Result>(work: Promise<Result>, givingUp: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(givingUp.reason);
    if (givingUp.aborted) onAbort();
    else givingUp.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => givingUp.removeEventListener('abort', onAbort));
  });
}
