import {
  type CallResult,
  defined,
  type HttpResponse,
  type Json,
  ProviderError,
  type ProviderErrorClass,
} from '@waybill/core';
import { parseJson } from './json-fields.ts';
import { excerptOf, redactVendorText } from './redact-vendor-text.ts';

/** A call, as its answer is read. */
export interface AnsweredCall {
  readonly operation: string;
  /** False for reads: whatever happened to one, it changed nothing. */
  readonly hasEffect: boolean;
  /** Values that no message may repeat. */
  readonly secrets: readonly string[];
  /** Wall time, to read a `Retry-After` that is a date. */
  readonly nowMs: number;
  /**
   * Reads the text of the body; undefined when it is no JSON.
   *
   * @default as the rules say
   */
  readonly parse?: ((text: string) => Json | undefined) | undefined;
}

export interface Answer {
  readonly response: HttpResponse;
  /** Undefined when the body is empty or no JSON. */
  readonly body: Json | undefined;
}

/** What the code and status of a refusal mean. */
export interface Classification {
  readonly class: ProviderErrorClass;
  /** The call was refused, and so had no effect. */
  readonly isCertainRefusal: boolean;
  readonly hint?: string | undefined;
}

/** An answer that is no success, in its vendor's words. */
export interface Refusal extends Classification {
  readonly code: string;
  /** The vendor's own message; undefined when not the API has answered: then the beginning of the body is the cause. */
  readonly said: string | undefined;
  /** The message of the error, from the vendor's own without secrets. */
  readonly describe: (said: string) => string;
  readonly retryAfterMs?: number | undefined;
}

/** What one vendor's answers have of their own. */
export interface AnswerRules {
  /** Undefined for a success. */
  readonly findRefusal: (answer: Answer, call: AnsweredCall) => Refusal | undefined;
  /** Whether a success holds what its readers go by: a list without its rows must not look like an empty one. */
  readonly isComplete: (answer: Answer, operation: string) => boolean;
  /**
   * Reads the text of a body; undefined when it is of no use. For answers that are passed on as they were written: what is
   * parsed and printed again has other numbers.
   *
   * @default `parseJson`
   */
  readonly parse?: (text: string) => Json | undefined;
  /** The vendor's own id of the exchange, for its support. */
  readonly requestIdOf: (answer: Answer) => string | undefined;
  /**
   * The field of a read's answer that lists everything each time, newest first: of such answers only what is new is parsed.
   *
   * @default none
   */
  readonly listOf?: (operation: string) => string | undefined;
}

/**
 * The answer of a call that succeeded; `null` where it has no body that is JSON, and none is needed.
 *
 * @throws `ProviderError` for everything else: it says what that means, and whether the effect may have happened
 */
export function readAnswer(response: HttpResponse, call: AnsweredCall, rules: AnswerRules): CallResult {
  const { parse = rules.parse ?? parseJson } = call;
  const answer: Answer = { response, body: parse(response.body) };
  const requestId = rules.requestIdOf(answer);
  const refusal = rules.findRefusal(answer, call);
  if (refusal !== undefined) throw refused(refusal, answer, { call, requestId });
  if (!rules.isComplete(answer, call.operation)) throw unreadable(answer, { call, requestId });
  return { response: answer.body ?? null, ...defined({ requestId }) };
}

interface Exchange {
  readonly call: AnsweredCall;
  readonly requestId: string | undefined;
}

function refused(refusal: Refusal, { response }: Answer, { call, requestId }: Exchange): ProviderError {
  const { code, said, hint, retryAfterMs } = refusal;
  return new ProviderError(refusal.describe(redactVendorText(said ?? '', call.secrets)), {
    vendorCode: code,
    class: refusal.class,
    effect: call.hasEffect && !refusal.isCertainRefusal ? 'possible' : 'none',
    operation: call.operation,
    httpStatus: response.status,
    ...defined({ requestId, hint, retryAfterMs, cause: said === undefined ? beginningOf(response, call) : undefined }),
  });
}

/** A success that cannot be used: an effect has probably happened, and its answer is lost. */
function unreadable({ response }: Answer, { call, requestId }: Exchange): ProviderError {
  return new ProviderError(describeUnusable(response, call), {
    vendorCode: UNREADABLE_ANSWER,
    class: 'transient',
    effect: call.hasEffect ? 'possible' : 'none',
    operation: call.operation,
    httpStatus: response.status,
    ...defined({ requestId, cause: beginningOf(response, call) }),
  });
}

export const UNREADABLE_ANSWER = 'UNREADABLE_ANSWER';

export function describeUnusable({ status, body }: HttpResponse, { operation }: AnsweredCall): string {
  return `${operation} was answered with HTTP ${status} and ${body === '' ? 'no body' : 'an unusable body'}.`;
}

export function isSuccess({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status >= 200 && status < 300;
}

function beginningOf({ body }: HttpResponse, { secrets }: AnsweredCall): Error | undefined {
  return body === '' ? undefined : new Error(excerptOf(body, secrets));
}
