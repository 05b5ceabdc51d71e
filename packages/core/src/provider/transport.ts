import { ERROR_FAMILY, WaybillError } from '../errors.ts';
import { brand } from '../value/brand.ts';
import { defined } from '../value/defined.ts';

/** One HTTP exchange as an adapter asks for it: already signed, body already serialised. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer, body read whole as text (adapters parse it themselves: an error page is not JSON). */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request, once. It never repeats a request by itself: a repeated effect is the engine's decision. */
export interface Transport {
  /**
   * It asks `mayStart` before each request. Where it does not say so, the engine asks as well, somewhat earlier.
   *
   * @default false
   */
  readonly asksMayStart?: boolean;
  send(request: HttpRequest, options: SendOptions): Promise<HttpResponse>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /**
   * Asked synchronously, immediately before the first byte is written. False: nothing is sent, and `send` rejects with a
   * `TransportError` whose `wasSent` is false.
   *
   * @default it may
   */
  readonly mayStart?: () => boolean;
}

/**
 * What a fault says of the whole connection. `unreachable`: there is none at the moment. `unusable`: there will be none as
 * it is configured (certificate, protocol, proxy credentials).
 */
export type ConnectionFault = 'unreachable' | 'unusable';

export interface TransportErrorFields {
  readonly wasSent: boolean;
  readonly reason: string;
  readonly fault?: ConnectionFault | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The exchange did not end in an answer.
 *
 * `wasSent` is false only when it is certain that no byte of the request reached the server (name not resolved,
 * connection refused). Everything after that may have had its effect.
 */
export class TransportError extends WaybillError {
  readonly wasSent: boolean;
  /** The reason as a code: `ECONNREFUSED`, `ECONNRESET`, `UND_ERR_HEADERS_TIMEOUT`, `RESPONSE_TOO_LARGE`. */
  readonly reason: string;
  /** Undefined when the fault concerns this exchange alone. */
  readonly fault: ConnectionFault | undefined;

  constructor(message: string, fields: TransportErrorFields) {
    super('PROVIDER_TRANSPORT_FAILED', message, {
      ...defined({ cause: fields.cause, hint: fields.hint }),
    });
    this.wasSent = fields.wasSent;
    this.reason = fields.reason;
    this.fault = fields.fault;
  }
}

brand(TransportError, ERROR_FAMILY, 'TransportError');
