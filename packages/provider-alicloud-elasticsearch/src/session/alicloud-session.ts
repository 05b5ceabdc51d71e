import {
  type CallResult,
  type ConnectOptions,
  type EarlierEffect,
  type FirstCall,
  type Json,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type ReadCall,
} from '@waybill/core';
import {
  type Authenticator,
  CredentialSource,
  type CredentialSourceOptions,
  HttpConnection,
  ServerTime,
  secretsAmong,
} from '@waybill/provider-kit';
import { answerRules } from '../answer/answer-rules.ts';
import { type Credentials, describeCredentials } from '../auth/credentials.ts';
import { createKeyAuthenticator } from '../auth/key-authenticator.ts';
import { type AlicloudConfig, parseConfig } from '../config.ts';
import { apiEndpoint } from '../endpoint/endpoints.ts';
import { operations } from '../operations/operations.ts';
import { statusWords } from '../polls/status-words.ts';
import { findEarlierEffect } from '../reconcile/find-earlier-effect.ts';
import { findExistingTasks } from '../reconcile/find-existing-tasks.ts';
import { buildRequest } from '../request/build-request.ts';
import { findBadIdentifier } from '../request/find-bad-identifier.ts';
import { markStatuses } from './mark-statuses.ts';

export interface SessionCredentials extends Pick<CredentialSourceOptions<Credentials>, 'first' | 'read'> {
  /** Who they belong to, also when they are replaced. */
  readonly principal: string;
}

/** Signs and sends calls with one access key, or its successors. Sends each call once; keeps only the server's time. */
export class AlicloudSession implements ProviderSession {
  readonly limitScope: string;
  readonly keyId?: string;
  readonly #entry: JsonObject;
  readonly #config: AlicloudConfig;
  readonly #authenticator: Authenticator;
  readonly #connection: HttpConnection;

  constructor({ config, clock, random, transport }: ConnectOptions, found: SessionCredentials) {
    this.#entry = config;
    this.#config = parseConfig(config);
    const { signature, wire } = this.#config;
    const source = new CredentialSource({ ...found, describe: describeCredentials, clock });
    this.#authenticator = createKeyAuthenticator({ source, time: new ServerTime(clock), random, signature });
    this.#connection = new HttpConnection({
      transport,
      clock,
      authenticator: this.#authenticator,
      rules: answerRules,
      isTimeRefused: ({ vendorCode }) => vendorCode === 'InvalidTimeStamp.Expired',
      wire,
    });
    this.limitScope = `${apiEndpoint(this.#config)} ${found.principal}`;
    if (found.first.securityToken === undefined) this.keyId = found.first.accessKeyId;
  }

  get secrets(): readonly string[] {
    return this.#authenticator.secrets;
  }

  get credentialsEndAtMs(): number | undefined {
    return this.#authenticator.endAtMs;
  }

  get renewsCredentials(): boolean {
    return this.#authenticator.isRenewable ?? false;
  }

  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    requireIdentifiers(operation, args);
    const hasEffect = operations[operation]?.recovery !== undefined;
    const outline = buildRequest(this.#entry, operation, args);
    const call = { operation, hasEffect, outline, secrets: secretsAmong(args) };
    return this.#interpret(operation, await this.#connection.call(call, signal));
  }

  findExisting(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]> {
    return operation === 'CreateDataTasks' ? findExistingTasks(args, read) : Promise.resolve([]);
  }

  findEarlier(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
    return findEarlierEffect(call, read);
  }

  /** The connections belong to the transport, which is the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #interpret(operation: string, result: CallResult): CallResult {
    if (operation !== 'ListDataTasks' || this.#config.statuses === undefined) return result;
    const response: Json = markStatuses(result.response, statusWords(this.#config.statuses));
    return { ...result, response };
  }
}

function requireIdentifiers(operation: string, args: JsonObject): void {
  const name = findBadIdentifier(operation, args);
  if (name === undefined) return;
  throw new ProviderError(`${operation} was not sent: ${name} is empty or holds characters that no id has.`, {
    vendorCode: 'INVALID_IDENTIFIER',
    class: 'fatal',
    effect: 'none',
    operation,
    hint: `Check where ${name} comes from: an id has letters, digits, hyphens and underscores only.`,
  });
}
