import {
  type CallResult,
  type ConnectOptions,
  type JsonObject,
  ProviderError,
  type ProviderSession,
} from '@waybill/core';
import { resolveCredentials } from '../auth/resolve-credentials.ts';
import { parseConfig } from '../config.ts';
import { namedServer } from '../endpoint/named-server.ts';
import { RedisSession } from './redis-session.ts';

/** Asks whichever server a call names in its argument `server`, each with a login, a layout and a pace of its own. */
export class AddressedSession implements ProviderSession {
  readonly limitScope: string;
  readonly #options: ConnectOptions;
  readonly #sessions = new Map<string, RedisSession>();

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.limitScope = options.alias;
  }

  get secrets(): readonly string[] {
    return [...this.#sessions.values()].flatMap(({ secrets }) => secrets);
  }

  async call(
    operation: string,
    { server, ...args }: JsonObject,
    options: { readonly signal: AbortSignal },
  ): Promise<CallResult> {
    const config = namedServer(server);
    if (config === undefined) throw unnamed(operation);
    try {
      return await this.#sessionOf(config).call(operation, args, options);
    } catch (error) {
      throw error instanceof ProviderError ? ofThisCall(error) : error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #sessionOf(named: JsonObject): RedisSession {
    const key = JSON.stringify(named);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const config = { ...this.#options.config, ...named };
    const first = resolveCredentials(parseConfig(config));
    const session = new RedisSession({ ...this.#options, config }, { first, read: () => Promise.resolve(first) });
    this.#sessions.set(key, session);
    return session;
  }
}

/** Another server takes another login, and has another certificate: nothing of it is a fault of the connection. */
function ofThisCall(error: ProviderError): ProviderError {
  switch (error.class) {
    case 'unauthorized':
    case 'expired':
      return error.restated({ class: 'forbidden', concerns: 'call', hint: LOGIN_HINT });
    case 'unusable':
      return error.restated({
        class: 'fatal',
        concerns: 'call',
        hint: unusableHint(error.hint),
      });
    default:
      return error.restated({ concerns: 'call' });
  }
}

/** The plan has no entry for this server, in which `ca:` could be. */
function unusableHint(hint: string | undefined): string {
  if (hint === undefined) return CONNECT_HINT;
  return hint.includes('`ca:`') ? CERTIFICATE_HINT : `${hint} ${CONNECT_HINT}`;
}

const CERTIFICATE_HINT =
  'If a private authority issued the certificate, name its PEM file in NODE_EXTRA_CA_CERTS, or as `ca:` of a connection that verify.connect names; if it is for another name, give that connection the name.';
const CONNECT_HINT = 'Or name a connection that reaches the server in verify.connect.';
const LOGIN_HINT =
  'Check the password that the plan gives for this side; a user other than the default one takes a connection of its own in verify.connect.';

function unnamed(operation: string): ProviderError {
  return new ProviderError('The address of the server is not known.', {
    vendorCode: 'NO_ADDRESS',
    class: 'fatal',
    effect: 'none',
    operation,
    concerns: 'call',
    hint: 'Name a connection that reaches the server in verify.connect.',
  });
}
