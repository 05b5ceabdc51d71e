import {
  type CallResult,
  type ConnectOptions,
  type HttpResponse,
  type Json,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type ReadCall,
  type RequestOutline,
  TransportError,
} from '@waybill/core';
import type { TimedRequest } from '@waybill/transport';
import { percentEncode } from '@waybill/transport';
import { passwordsIn } from '../answer/excerpt-of.ts';
import { readAnswer } from '../answer/read-answer.ts';
import type { Credentials } from '../auth/credentials.ts';
import { type AlicloudConfig, parseConfig } from '../config.ts';
import { apiEndpoint } from '../endpoint.ts';
import { operations } from '../operations/operations.ts';
import { findExistingTasks } from '../poll/find-existing-tasks.ts';
import { statusWords } from '../poll/status-words.ts';
import { buildRequest } from '../request/build-request.ts';
import { findBadIdentifier } from '../request/find-bad-identifier.ts';
import { signAcs3 } from '../signing/sign-acs3.ts';
import { signHmacSha1 } from '../signing/sign-hmac-sha1.ts';
import { VERSION } from '../version.ts';
import { markStatuses } from './mark-statuses.ts';
import { ServerTime } from './server-time.ts';

/** Source: Alibaba Cloud Elasticsearch API reference, "Common parameters". */
const API_VERSION = '2017-06-13';
const NONCE_BYTES = 16;

/** Signs and sends calls with one access key. Sends each call once; keeps only the server's time. */
export class AlicloudSession implements ProviderSession {
  readonly limitScope: string;
  readonly secrets: readonly string[];
  readonly #options: ConnectOptions;
  readonly #config: AlicloudConfig;
  readonly #credentials: Credentials;
  readonly #time: ServerTime;

  constructor(options: ConnectOptions, credentials: Credentials) {
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    this.#options = options;
    this.#config = parseConfig(options.config);
    this.#credentials = credentials;
    this.#time = new ServerTime(options.clock);
    this.limitScope = `${apiEndpoint(this.#config)} ${accessKeyId}`;
    this.secrets = securityToken === undefined ? [accessKeySecret] : [accessKeySecret, securityToken];
  }

  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    requireIdentifiers(operation, args);
    const hasEffect = operations[operation]?.recovery !== undefined;
    const outline = buildRequest(this.#options.config, operation, args);
    const signedAtMs = this.#time.now();
    const request = this.#sign(operation, outline, signedAtMs);
    const response = await this.#send(request, { operation, hasEffect, signal });
    try {
      const secrets = [...this.secrets, ...passwordsIn(args)];
      return this.#interpret(operation, readAnswer(response, { operation, hasEffect, secrets }));
    } catch (error) {
      if (!(error instanceof ProviderError) || error.vendorCode !== 'InvalidTimeStamp.Expired') throw error;
      if (this.#time.correct(response.headers['date'], signedAtMs)) throw error;
      throw clockRefused(error);
    }
  }

  findExisting(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]> {
    return operation === 'CreateDataTasks' ? findExistingTasks(args, read) : Promise.resolve([]);
  }

  /** The connections belong to the transport, which is the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #sign(operation: string, outline: RequestOutline, dateMs: number): TimedRequest {
    const { method, endpoint, path, query } = outline;
    const body = outline.body === undefined ? undefined : JSON.stringify(outline.body);
    const sign = this.#config.signature === 'acs3' ? signAcs3 : signHmacSha1;
    const headers = sign({
      method,
      path,
      query,
      headers: commonHeaders(operation, endpoint, body),
      body,
      credentials: this.#credentials,
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
      ...(caFile === undefined ? {} : { caFile }),
      ...(body === undefined ? {} : { body }),
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
        ...(error.hint === undefined ? {} : { hint: error.hint }),
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

/** The server refuses a time stamp that its own clock confirms, or does not say what its clock shows. */
function clockRefused(error: ProviderError): ProviderError {
  return new ProviderError(error.message, {
    vendorCode: error.vendorCode,
    class: 'fatal',
    effect: 'none',
    hint: 'Set the clock of this machine: requests are refused when it is off by more than 15 minutes.',
    cause: error,
    ...(error.operation === undefined ? {} : { operation: error.operation }),
    ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  });
}
