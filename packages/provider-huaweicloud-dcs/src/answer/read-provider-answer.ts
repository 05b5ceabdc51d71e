import { defined, type HttpResponse, type Json, ProviderError } from '@waybill/core';
import { excerptOf, readRetryAfterMs, redactVendorText } from '@waybill/provider-kit';
import { type Classification, classifyError } from './classify-error.ts';
import { findErrorEnvelope } from './error-envelope.ts';
import { permissionHint } from './permission-hint.ts';

export interface ExpectedAnswer {
  readonly operation: string;
  readonly hasEffect: boolean;
  /** False for operations that answer with nothing or with any text. */
  readonly needsBody: boolean;
  /** Values that no message may repeat. */
  readonly secrets: readonly string[];
  /** Wall time, to read a `Retry-After` that is a date. */
  readonly nowMs: number;
}

/** The answer's body as JSON, `null` when it has none. Throws `ProviderError` for everything that is not a success. */
export function readProviderAnswer(response: HttpResponse, expected: ExpectedAnswer): Json {
  const body = parseBody(response.body);
  const isSuccess = response.status >= 200 && response.status < 300;
  if (!isSuccess || findErrorEnvelope(body) !== undefined) throw refusedCall(response, body, expected);
  if (body === undefined && expected.needsBody) throw unreadableAnswer(response, expected);
  return body ?? null;
}

/** True for an error that a new token may cure. */
export function isTokenRefused(error: unknown): boolean {
  return (
    error instanceof ProviderError &&
    error.class === 'unauthorized' &&
    classifyError(error.vendorCode, error.httpStatus ?? 0).isTokenRefused
  );
}

/** Undefined for an empty body and for one that is not JSON (an error page). */
function parseBody(text: string): Json | undefined {
  try {
    return text.trim() === '' ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function refusedCall(response: HttpResponse, body: Json | undefined, expected: ExpectedAnswer): ProviderError {
  const told = findErrorEnvelope(body);
  const envelope = told ?? { code: `HTTP.${response.status}`, message: 'no error code', requestId: undefined };
  const found =
    told === undefined ? classifyUntold(envelope.code, response.status) : classifyError(told.code, response.status);
  const requestId = answerRequestId(response) ?? envelope.requestId;
  const retryAfterMs =
    found.class === 'throttled' ? readRetryAfterMs(response.headers['retry-after'], expected.nowMs) : undefined;
  const hint = found.class === 'forbidden' ? permissionHint(expected.operation) : found.hint;
  const fate = found.class === 'withdrawn' ? ' is withdrawn, or was never offered in this region' : '';
  return new ProviderError(
    `${expected.operation}${fate}: ${envelope.code}: ${redactVendorText(envelope.message, expected.secrets)} (HTTP ${response.status})`,
    {
      vendorCode: envelope.code,
      class: found.class,
      effect: expected.hasEffect && !found.isCertainRefusal ? 'possible' : 'none',
      operation: expected.operation,
      httpStatus: response.status,
      ...defined({
        requestId,
        retryAfterMs,
        hint,
        cause: told === undefined ? excerptAsCause(response, expected) : undefined,
      }),
    },
  );
}

function excerptAsCause({ body }: HttpResponse, { secrets }: ExpectedAnswer): Error | undefined {
  return body === '' ? undefined : new Error(excerptOf(body, secrets));
}

/**
 * An answer without an error code is nothing that the API said: a proxy's page, a cut or an empty answer. Not even whether
 * the API has seen the call is known, so a read is worth repeating and an effect may have happened. Refused credentials and
 * permissions, and rate limits, are known by the status alone.
 */
function classifyUntold(code: string, httpStatus: number): Classification {
  const found = classifyError(code, httpStatus);
  if (found.class === 'unauthorized' || found.class === 'forbidden' || found.class === 'throttled') return found;
  return { ...found, class: 'transient', isCertainRefusal: false };
}

/** A success that cannot be read: an effect has probably happened, and its answer is lost. */
export function unreadableAnswer(response: HttpResponse, expected: ExpectedAnswer): ProviderError {
  const requestId = answerRequestId(response);
  return new ProviderError(
    `${expected.operation}: the answer (HTTP ${response.status}) lacks what the document promises`,
    {
      vendorCode: 'UNREADABLE_ANSWER',
      class: 'transient',
      effect: expected.hasEffect ? 'possible' : 'none',
      operation: expected.operation,
      httpStatus: response.status,
      ...defined({ requestId, cause: excerptAsCause(response, expected) }),
    },
  );
}

export function answerRequestId(response: HttpResponse): string | undefined {
  const value = response.headers['x-request-id'];
  return value === '' ? undefined : value;
}
