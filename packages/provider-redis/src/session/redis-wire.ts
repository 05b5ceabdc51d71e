import type { Clock, Transport } from '@waybill/core';
import { type Authenticator, HttpConnection, type WireSettings } from '@waybill/provider-kit';
import { answerRules, type Reply, repliesIn, unreadable } from '../answer/answer-rules.ts';
import type { ServerAddress } from '../endpoint/endpoints.ts';
import { batchRequest, type Command, isPause } from '../request/build-request.ts';

export interface Batch {
  readonly address: ServerAddress;
  readonly database: number;
  readonly commands: readonly Command[];
  readonly isSentinel?: boolean;
}

/** Sends a batch once, and gives a reply for each of its commands. */
export type Ask = (batch: Batch) => Promise<readonly Reply[]>;

export interface RedisWireParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  readonly sentinelAuthenticator: Authenticator;
  readonly wire: WireSettings;
}

/** The exchanges of one session. */
export class RedisWire {
  readonly #servers: HttpConnection;
  readonly #sentinels: HttpConnection;

  constructor({ sentinelAuthenticator, ...parts }: RedisWireParts) {
    this.#servers = new HttpConnection({ ...parts, rules: answerRules });
    this.#sentinels = new HttpConnection({ ...parts, authenticator: sentinelAuthenticator, rules: answerRules });
  }

  /** @throws ProviderError where there is no list of replies */
  async ask(
    operation: string,
    { address, database, commands, isSentinel = false }: Batch,
    signal: AbortSignal,
  ): Promise<readonly Reply[]> {
    const outline = batchRequest(address, database, commands);
    const call = { operation, hasEffect: isPause(operation), outline, text: JSON.stringify(commands), secrets: [] };
    const { response } = await (isSentinel ? this.#sentinels : this.#servers).call(call, signal);
    const replies = repliesIn(response);
    if (replies?.length !== commands.length) throw unreadable(operation, 'it has other replies than commands');
    return replies;
  }
}
