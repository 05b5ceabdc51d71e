import {
  type CallResult,
  type ConnectOptions,
  CredentialSource,
  type CredentialSourceOptions,
  defined,
  describeClockSkew,
  type EarlierEffect,
  type FirstCall,
  type HttpResponse,
  type Json,
  type JsonObject,
  lastingRefusal,
  ProviderError,
  type ProviderSession,
  type ReadCall,
  type RequestOutline,
  ServerTime,
  TransportError,
} from '@waybill/core';
import { secretsAmong } from '@waybill/provider-kit';
import type { TimedRequest } from '@waybill/transport';
import { percentEncode } from '@waybill/transport';
import { readAnswer } from '../answer/read-answer.ts';
import { type Credentials, describeCredentials } from '../auth/credentials.ts';
import { type AlicloudConfig, parseConfig } from '../config.ts';
import { apiEndpoint } from '../endpoint.ts';
import { operations } from '../operations/operations.ts';
import { findEarlierEffect } from '../poll/find-earlier-effect.ts';
import { findExistingTasks } from '../poll/find-existing-tasks.ts';
import { statusWords } from '../poll/status-words.ts';
import { buildRequest } from '../request/build-request.ts';
import { findBadIdentifier } from '../request/find-bad-identifier.ts';
import { signAcs3 } from '../signing/sign-acs3.ts';
import { signHmacSha1 } from '../signing/sign-hmac-sha1.ts';
import { VERSION } from '../version.ts';
import { markStatuses } from './mark-statuses.ts';

/** Source: Alibaba Cloud Elasticsearch API reference, "Common parameters". */
const API_VERSION = '2017-06-13';
const NONCE_BYTES = 16;

export interface SessionCredentials extends Pick<CredentialSourceOptions<Credentials>, 'first' | 'read'> {
  /** Who they belong to, also when they are replaced. */
  readonly principal: string;
}

/** Signs and sends calls with one access key, or its successors. Sends each call once; keeps only the server's time. */
export class AlicloudSession implements ProviderSession {
  readonly limitScope: string;
  readonly keyId?: string;
  readonly #options: ConnectOptions;
  readonly #config: AlicloudConfig;
  readonly #credentials: CredentialSource<Credentials>;
  readonly #time: ServerTime;

  constructor(options: ConnectOptions, found: SessionCredentials) {
    this.#options = options;
    this.#config = parseConfig(options.config);
    this.#credentials = new CredentialSource({ ...found, describe: describeCredentials, clock: options.clock });
    this.#time = new ServerTime(options.clock);
    this.limitScope = `${apiEndpoint(this.#config)} ${found.principal}`;
    if (found.first.securityToken === undefined) this.keyId = found.first.accessKeyId;
  }

  get secrets(): readonly string[] {
    return this.#credentials.secrets;
  }

  get credentialsEndAtMs(): number | undefined {
    return this.#credentials.endAtMs;
  }

  get renewsCredentials(): boolean {
    return this.#credentials.current.isRenewable ?? false;
  }

  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    requireIdentifiers(operation, args);
    const hasEffect = operations[operation]?.recovery !== undefined;
    const outline = buildRequest(this.#options.config, operation, args);
    const credentials = await this.#credentials.get();
    const signedAtMs = this.#time.now();
    const request = this.#sign(operation, outline, { credentials, dateMs: signedAtMs });
    const response = await this.#send(request, { operation, hasEffect, signal });
    try {
      const secrets = [...this.secrets, ...secretsAmong(args)];
      return this.#interpret(
        operation,
        readAnswer(response, { operation, hasEffect, secrets, nowMs: this.#time.now() }),
      );
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.vendorCode === 'InvalidTimeStamp.Expired')
        throw this.#correctClock(error, response.headers['date'], signedAtMs);
      if (error.class !== 'unauthorized') throw error;
      throw (await this.#credentials.replace(credentials))
        ? replaced(error)
        : lastingRefusal(error, this.#credentials.fault);
    }
  }

  findExisting(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]> {
    return operation === 'CreateDataTasks' ? findExistingTasks(args, read) : Promise.resolve([]);
  }

  findEarlier(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
    return findEarlierEffect(call, read);
  }

  /** The connections belong to the transport, which is the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {}

  /** With the server's time the same call can be sent again; unless that was it already, or the server does not say. */
  #correctClock(error: ProviderError, date: string | undefined, signedAtMs: number): ProviderError {
    const isCorrected = this.#time.correct(date, signedAtMs);
    return clockRefused(error, { isCorrected, offsetMs: this.#time.offsetFrom(date) });
  }

  #sign(
    operation: string,
    outline: RequestOutline,
    { credentials, dateMs }: { readonly credentials: Credentials; readonly dateMs: number },
  ): TimedRequest {
    const { method, endpoint, path, query } = outline;
    const body = outline.body === undefined ? undefined : JSON.stringify(outline.body);
    const sign = this.#config.signature === 'acs3' ? signAcs3 : signHmacSha1;
    const headers = sign({
      method,
      path,
      query,
      headers: commonHeaders(operation, endpoint, body),
      body,
      credentials,
      dateMs,
      nonce: Buffer.from(this.#options.random.bytes(NONCE_BYTES)).toString('hex'),
    });
    const url = `${endpoint}${path}${queryText(query)}`;
    const { timeouts, caFile } = this.#config;
    return {
      method,
      url,
      headers,
      timeouts,
      ...defined({ caFile, body }),
    };
  }

  async #send(
    request: TimedRequest,
    { operation, hasEffect, signal }: { operation: string; hasEffect: boolean; signal: AbortSignal },
  ): Promise<HttpResponse> {
    try {
      return await this.#options.transport.send(request, { signal });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new ProviderError(`${operation} got no answer: ${error.message}`, {
        vendorCode: error.reason,
        class: error.fault ?? 'transient',
        effect: hasEffect && error.wasSent ? 'possible' : 'none',
        operation,
        ...defined({ hint: error.hint }),
        cause: error,
      });
    }
  }

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

function commonHeaders(
  operation: string,
  endpoint: string,
  body: string | undefined,
): Readonly<Record<string, string>> {
  return {
    host: new URL(endpoint).host,
    accept: 'application/json',
    'user-agent': `waybill/${VERSION}`,
    'x-acs-action': operation,
    'x-acs-version': API_VERSION,
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  };
}

function queryText(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Others are in use by now, so that the same call may be sent again. */
function replaced(error: ProviderError): ProviderError {
  const message = `${error.message.replace(/[^.]$/, '$&.')} Newer credentials have been read from their source.`;
  return error.restated({ message, class: 'expired' });
}

/** No refusal of the credentials, although vendors say it in the same breath: this machine's clock is wrong. */
function clockRefused(
  error: ProviderError,
  { isCorrected, offsetMs }: { readonly isCorrected: boolean; readonly offsetMs: number | undefined },
): ProviderError {
  const next = isCorrected ? " Requests are signed with the server's time from now on." : '';
  return error.restated({
    message: `${error.message} ${describeClockSkew(offsetMs)}${next}`,
    class: isCorrected ? 'transient' : 'unusable',
    hint: 'Set the clock of this machine: requests are refused when it is off by more than 15 minutes.',
  });
}
