import { defined, type HttpResponse, TransportError } from '@waybill/core';
import type { Dispatcher } from 'undici';
import { bytesOfBody, releaseBytes } from './body-bytes.ts';
import { meaningOfFault } from './connection-fault.ts';
import type { TimedRequest } from './timed-request.ts';

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly request: TimedRequest;
  readonly signal: AbortSignal;
  /** Asked immediately before the first byte is written. */
  readonly mayStart: () => boolean;
  readonly maxResponseBytes: number;
  /** For requests without a time-out of their own. */
  readonly exchangeTimeoutMs: number;
}

/** Sends one request and reads its answer whole. Rejects with a `TransportError`, or with the signal's reason. */
export function exchange(options: ExchangeOptions): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const { request, dispatcher } = options;
  const body = bodyOf(request);
  const handler = new ExchangeHandler(options, { resolve, reject }, body);
  try {
    dispatcher.dispatch(buildDispatch(request, body), handler);
  } catch (error) {
    handler.onResponseError(undefined, error);
  }
  return promise;
}

/** The text is left alone where there are bytes: it may be made of them only when it is read. */
function bodyOf(request: TimedRequest): SentBody {
  if (request.bytes !== undefined) return request.bytes;
  return request.body === undefined ? undefined : bytesOfBody(request.body);
}

type SentBody = Uint8Array | string | undefined;

function buildDispatch({ method, url, headers, timeouts }: TimedRequest, body: SentBody): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url);
  // A time-out for the whole exchange takes the place of those for its parts.
  const ofPartsMs = timeouts?.responseMs === undefined ? undefined : 0;
  return {
    origin,
    path: `${pathname}${search}`,
    method,
    headers: { ...headers },
    body: body ?? null,
    ...defined({ headersTimeout: ofPartsMs, bodyTimeout: ofPartsMs }),
  };
}

interface Settle {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One exchange as the dispatcher reports it. `onRequestStart` comes immediately before the first byte is written, and
 * never on a connection that failed: what fails before it was certainly not sent.
 */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #settle: Settle;
  #body: SentBody;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sizeBytes = 0;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #isSettled = false;

  constructor(options: ExchangeOptions, settle: Settle, body: SentBody) {
    this.#options = options;
    this.#settle = settle;
    this.#body = body;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (!this.#isSettled && !this.#options.mayStart()) {
      this.#fail(this.#error('LEASE_LOST', 'held back because the state now belongs to another process'));
      controller.abort(new Error('held back'));
      return;
    }
    this.#controller = controller;
    if (this.#isSettled) {
      // Aborted while it waited for a connection: the request must not go out any more.
      controller.abort(new Error('aborted before it was sent'));
      return;
    }
    this.#timer = setTimeout(this.#onTimeout, this.#timeoutMs);
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.#status = status;
    this.#headers = flattenHeaders(headers);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#options.maxResponseBytes) {
      const limit = `${String(this.#options.maxResponseBytes)} bytes`;
      this.#fail(this.#error('RESPONSE_TOO_LARGE', `the answer is larger than ${limit}`));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const sent = this.#body;
    if (!this.#close()) return;
    // A refusal may come while the rest of the body is still to be sent.
    if (this.#status >= 200 && this.#status < 300 && sent !== this.#options.request.bytes) releaseBytes(sent);
    // They are let go: a connection may keep the handler of its last exchange.
    const chunks = this.#chunks.splice(0);
    const { readBody = asText } = this.#options.request;
    try {
      const body = readBody(bytesOf(chunks, this.#sizeBytes));
      this.#settle.resolve({ status: this.#status, headers: this.#headers, body });
    } catch (error) {
      this.#settle.reject(error);
    }
  }

  onResponseError(_controller: unknown, cause: unknown): void {
    const { reason, wasRefused } = readFault(cause);
    const detail = cause instanceof Error ? cause.message : String(cause);
    this.#fail(this.#error(reason, detail, { cause, wasSent: this.#controller !== undefined && !wasRefused }));
  }

  readonly #onAbort = (): void => {
    this.#fail(this.#options.signal.reason);
  };

  readonly #onTimeout = (): void => {
    this.#fail(this.#error('EXCHANGE_TIMEOUT', `no complete answer within ${String(this.#timeoutMs)} ms`));
  };

  get #timeoutMs(): number {
    return this.#options.request.timeouts?.responseMs ?? this.#options.exchangeTimeoutMs;
  }

  /** Ends the exchange for the caller first and for the connection second, so that the reason given here is the one seen. */
  #fail(reason: unknown): void {
    if (!this.#close()) return;
    this.#settle.reject(reason);
    this.#controller?.abort(new Error('exchange abandoned'));
  }

  /** False when the exchange had ended before. */
  #close(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#body = undefined;
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }

  #error(reason: string, detail: string, known: { cause?: unknown; wasSent?: boolean } = {}): TransportError {
    const { method, url } = this.#options.request;
    const { wasSent = this.#controller !== undefined, cause } = known;
    // The query is left out: it can hold a token.
    const { origin, pathname } = new URL(url);
    const message = `${method} ${origin}${pathname}: ${detail}`;
    return new TransportError(message, { wasSent, reason, cause, ...meaningOfFault(reason, wasSent) });
  }
}

/**
 * Where answers are put together, one at a time. With memory of its own for each of them, pages of documents would have V8
 * collect the whole heap several times a second.
 */
let desk: Buffer = Buffer.alloc(0);
/** A larger answer gets memory of its own. */
const LARGEST_DESK_BYTES = 8_000_000;

function bytesOf(chunks: readonly Buffer[], sizeBytes: number): Buffer {
  if (sizeBytes > LARGEST_DESK_BYTES) return Buffer.concat(chunks);
  if (sizeBytes > desk.length) desk = Buffer.allocUnsafeSlow(Math.min(2 * sizeBytes, LARGEST_DESK_BYTES));
  let at = 0;
  for (const chunk of chunks) at += chunk.copy(desk, at);
  return desk.subarray(0, at);
}

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function flattenHeaders(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** A proxy that wants other credentials has passed nothing on; the HTTP client has no code of its own for that. */
function readFault(error: unknown): { readonly reason: string; readonly wasRefused: boolean } {
  const reason = reasonOf(error);
  const text = error instanceof Error ? error.message : '';
  if (reason.startsWith('UND_ERR_') && /\b407\b/.test(text))
    return { reason: 'PROXY_AUTHENTICATION_REQUIRED', wasRefused: true };
  // The tunnel was not opened: the proxy cannot reach the host, or may not.
  if (/when HTTP Tunneling/.test(text)) return { reason: 'PROXY_TUNNEL_REFUSED', wasRefused: true };
  // The parser's own code does not come through: the very first bytes were not those of an HTTP/1 answer.
  if (/\(Expected HTTP\//.test(text)) return { reason: 'HPE_INVALID_CONSTANT', wasRefused: false };
  return { reason, wasRefused: false };
}

/** Several addresses of one name that all refuse arrive as one error with the single ones inside; their code is the same. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.name;
}
