import {
  type CallResult,
  type Clock,
  defined,
  type HttpResponse,
  ndjson,
  ProviderError,
  type RequestOutline,
  type Transport,
} from '@waybill/core';
import { LongLists } from '../answer/long-lists.ts';
import { type AnswerRules, readAnswer } from '../answer/read-answer.ts';
import { wireUrl } from '../request/wire-url.ts';
import type { Authenticator, SignedHeaders } from './authenticator.ts';
import { explainClockRefusal } from './explain-clock-refusal.ts';
import { lastingRefusal } from './lasting-refusal.ts';
import { sendRequest } from './send-request.ts';

export interface HttpConnectionParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  readonly rules: AnswerRules;
  /** Whether a refusal says that the time stamp of the signature was its reason. */
  readonly isTimeRefused?: (refusal: ProviderError) => boolean;
  /** Added to every request: its timeouts and authorities, in the transport's own words. */
  readonly wire: object;
}

/** One call, with its request built. */
export interface BuiltCall {
  readonly operation: string;
  readonly hasEffect: boolean;
  readonly outline: RequestOutline;
  /**
   * The body as it is sent, in place of the outline's.
   *
   * @default that of the outline, printed
   */
  readonly text?: string;
  /**
   * The body as bytes, in place of `text`. Nobody changes them before there is an answer of success, and after a fault never. A
   * transport that does not know them sends the text that they are.
   *
   * @default none
   */
  readonly bytes?: Uint8Array;
  /**
   * Makes the text of the answer from its bytes, which are its only until it returns. A transport may leave it out.
   *
   * @default as UTF-8
   */
  readonly readBody?: (bytes: Uint8Array) => string;
  /** Values among its arguments that no message may repeat, besides the credentials. */
  readonly secrets: readonly string[];
}

/** Authenticates, sends and reads the calls of one session. Repeats nothing but a call whose token was issued anew. */
export class HttpConnection {
  readonly #parts: HttpConnectionParts;
  readonly #lists = new LongLists();

  constructor(parts: HttpConnectionParts) {
    this.#parts = parts;
  }

  /**
   * Sends one call. A token that the server refuses is issued anew and the call sent once more: it was refused before it
   * had any effect. A key that is refused is read again; with a newer one the engine sends the call again.
   *
   * @throws `ProviderError`
   */
  async call(call: BuiltCall, signal: AbortSignal): Promise<CallResult> {
    const first = await this.#exchange(call, signal);
    try {
      return this.#read(call, first.response);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      await this.#renew(error, first);
    }
    const second = await this.#exchange(call, signal);
    return this.#read(call, second.response);
  }

  async #exchange(call: BuiltCall, signal: AbortSignal): Promise<Exchange> {
    const { operation, hasEffect, outline, text, bytes, readBody } = call;
    const { authenticator, clock, transport, wire } = this.#parts;
    const { method } = outline;
    const body = text ?? bodyText(outline);
    const signedAtMs = authenticator.time?.now() ?? clock.now();
    const unsigned = { ...outline, operation, body };
    const signed = await authenticator.headers(bytes === undefined ? unsigned : withTextOf(bytes, unsigned));
    const headers = outline.headers === undefined ? signed : { ...outline.headers, ...signed };
    const whole = { method, url: wireUrl(outline), headers, ...wire, ...defined({ body, bytes, readBody }) };
    const request = bytes === undefined ? whole : withTextOf(bytes, whole);
    return { signed, signedAtMs, response: await sendRequest(transport, { operation, hasEffect, request, signal }) };
  }

  #read({ operation, hasEffect, outline, secrets }: BuiltCall, response: HttpResponse): CallResult {
    const { authenticator, clock, rules } = this.#parts;
    const nowMs = authenticator.time?.now() ?? clock.now();
    const list = hasEffect ? undefined : rules.listOf?.(operation);
    const parse = list === undefined ? undefined : this.#lists.parserOf(outline, list);
    return readAnswer(
      response,
      { operation, hasEffect, secrets: [...authenticator.secrets, ...secrets], nowMs, parse },
      rules,
    );
  }

  /** Returns when the call may be sent again at once; otherwise throws what the refusal means. */
  async #renew(refusal: ProviderError, { signed, response, signedAtMs }: Exchange): Promise<void> {
    const { authenticator, isTimeRefused } = this.#parts;
    if (authenticator.time !== undefined) {
      const refused = {
        response,
        time: authenticator.time,
        signedAtMs,
        isTimeRefused: isTimeRefused?.(refusal) === true,
      };
      const explained = explainClockRefusal(refusal, refused);
      if (explained !== undefined) throw explained;
    }
    if (refusal.class !== 'unauthorized') throw refusal;
    const renewal = await authenticator.renew(signed, refusal);
    if (renewal.kind === 'issued') return;
    throw renewal.kind === 'replaced' ? replaced(refusal) : lastingRefusal(refusal, renewal.fault);
  }
}

interface Exchange {
  readonly signed: SignedHeaders;
  readonly signedAtMs: number;
  readonly response: HttpResponse;
}

/** `body` is made of the bytes when it is read, which hardly anybody does. */
function withTextOf<Fields extends object>(bytes: Uint8Array, fields: Fields): Fields & { readonly body: string } {
  const get = (): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return Object.defineProperty({ ...fields }, 'body', { enumerable: true, get }) as Fields & { readonly body: string };
}

function bodyText({ body, lines }: RequestOutline): string | undefined {
  if (lines !== undefined) return ndjson(lines);
  return body === undefined ? undefined : JSON.stringify(body);
}

/** Others are in use by now, so that the same call may be sent again. */
function replaced(refusal: ProviderError): ProviderError {
  const message = `${refusal.message.replace(/[^.]$/, '$&.')} Newer credentials have been read from their source.`;
  return refusal.restated({ message, class: 'expired' });
}
