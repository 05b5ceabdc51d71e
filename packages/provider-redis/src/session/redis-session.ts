import {
  type CallResult,
  type ConnectOptions,
  type JsonObject,
  ProviderError,
  type ProviderSession,
} from '@waybill/core';
import { CredentialSource, type CredentialSourceOptions, objectOf } from '@waybill/provider-kit';
import { createKeyAuthenticator } from '../auth/key-authenticator.ts';
import { type Credentials, principalOf, secretsOf } from '../auth/resolve-credentials.ts';
import { parseConfig, type RedisConfig } from '../config.ts';
import { type ServerAddress, serverAddresses } from '../endpoint/endpoints.ts';
import { findLayout } from './find-layout.ts';
import { bytesOf, isKeyCall, keyCall, keysRead, pingAll } from './key-calls.ts';
import { type Layout, nameOf } from './layout.ts';
import { Pace } from './pace.ts';
import { RedisWire } from './redis-wire.ts';
import { serverCall } from './server-calls.ts';

/** Asks one server, or the masters of one group. Nothing but a pause of writers changes anything there. */
export class RedisSession implements ProviderSession {
  readonly limitScope: string;
  readonly principal: string;
  readonly #config: RedisConfig;
  readonly #addresses: readonly ServerAddress[];
  readonly #source: CredentialSource<Credentials>;
  readonly #wire: RedisWire;
  readonly #pace: Pace;
  #layout: Promise<Layout> | undefined;

  constructor(
    { config, clock, transport }: ConnectOptions,
    found: Pick<CredentialSourceOptions<Credentials>, 'first' | 'read'>,
  ) {
    this.#config = parseConfig(config);
    const addresses = serverAddresses(config);
    this.#addresses = addresses;
    this.#source = new CredentialSource({
      ...found,
      describe: (credentials: Credentials) => ({ secrets: secretsOf(credentials) }),
      clock,
    });
    this.#wire = new RedisWire({
      transport,
      clock,
      authenticator: createKeyAuthenticator(this.#source),
      sentinelAuthenticator: createKeyAuthenticator(this.#source, true),
      wire: this.#config.wire,
    });
    this.#pace = new Pace(this.#config.pace, clock);
    this.limitScope = nameOf(addresses[0]);
    this.principal = principalOf(found.first);
  }

  get secrets(): readonly string[] {
    return this.#source.secrets;
  }

  /** Also the calls that carry keys and values, so that those of jobs keep the limits of the connection. */
  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    const ask = (batch: Parameters<RedisWire['ask']>[1]) => this.#wire.ask(operation, batch, signal);
    if (operation === 'ShowLayout') this.#layout = undefined;
    this.#layout ??= findLayout(this.#config, this.#addresses, ask);
    const finding = this.#layout;
    try {
      const asked = { operation, args, layout: await finding, ask, secrets: this.secrets };
      if (!isKeyCall(operation)) return { response: await serverCall(asked) };
      const keys = keysRead(asked, this.#pace.pageKeys);
      if (keys > 0) await this.#pace.admit(keys, () => pingAll(asked), signal);
      const response = await keyCall(asked);
      if (operation === 'ReadKeys') this.#pace.spend(bytesOf(response));
      if (operation !== 'ShowLayout') return { response };
      return { response: { ...objectOf(response), pageKeys: this.#pace.pageKeys, heldMs: this.#pace.heldMs } };
    } catch (error) {
      // A server may have failed over, or slots have moved: whoever asks next finds out.
      if (!(error instanceof ProviderError) || error.mayPass || error.suspends || signal.aborted) this.#forget(finding);
      throw error;
    }
  }

  /** The connections belong to the transport, which is the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #forget(layout: Promise<Layout>): void {
    if (this.#layout === layout) this.#layout = undefined;
  }
}
