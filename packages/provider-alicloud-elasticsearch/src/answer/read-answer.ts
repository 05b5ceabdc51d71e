import {
  type CallResult,
  defined,
  type HttpResponse,
  isJsonObject,
  type JsonObject,
  ProviderError,
} from '@waybill/core';
import { excerptOf, objectOf, parseJsonObject, redactVendorText, textOf } from '@waybill/provider-kit';
import { classifyError } from './classify-error.ts';

export interface AnswerContext {
  readonly operation: string;
  readonly hasEffect: boolean;
  /** Values that no message may repeat. */
  readonly secrets: readonly string[];
  /** Wall time, to read a `Retry-After` that is a date. */
  readonly nowMs: number;
}

/** The parsed answer of a call that succeeded. Throws `ProviderError` for everything else. */
export function readAnswer(response: HttpResponse, context: AnswerContext): CallResult {
  const body = parseJsonObject(response.body);
  if (body === undefined) throw unreadable(response, context);
  const code = codeOf(body);
  // The gateway can put an error envelope into a success. What has no code, whatever its status, the API did not say.
  const isRefused = code !== undefined && (!isSuccess(response) || body['Result'] === undefined);
  if (isRefused) throw refused(response, { code, body }, context);
  if (!isSuccess(response) || !hasResult(body, context.operation)) throw unreadable(response, context);
  const requestId = requestIdOf(response, body);
  return { response: body, ...defined({ requestId }) };
}

function refused(
  response: HttpResponse,
  { code, body }: { readonly code: string; readonly body: JsonObject },
  context: AnswerContext,
): ProviderError {
  const { operation, hasEffect, secrets, nowMs } = context;
  const message = textOf(body['Message']) ?? textOf(body['message']) ?? '';
  const classified = classifyError({ code, message, response, hasEffect, nowMs });
  const requestId = requestIdOf(response, body);
  const hint = classified.class === 'forbidden' ? permissionHint(operation, body) : classified.hint;
  return new ProviderError(
    classified.class === 'withdrawn'
      ? `Alibaba Cloud has withdrawn ${operation}: the API answers ${code}.`
      : `${operation} was refused with ${code}${message === '' ? '.' : `: ${redactVendorText(message, secrets)}`}`,
    {
      vendorCode: code,
      operation,
      httpStatus: response.status,
      ...classified,
      ...defined({ requestId, hint }),
    },
  );
}

/**
 * The action that the answer names, or the operation's own.
 *
 * Source: Alibaba Cloud RAM, "Access denied errors" (`AccessDeniedDetail.AuthAction`).
 */
function permissionHint(operation: string, body: JsonObject): string {
  const action = textOf(objectOf(body['AccessDeniedDetail'])['AuthAction']) ?? `elasticsearch:${operation}`;
  return `Grant the RAM user or role of this access key the action ${action} on the instance.`;
}

/** A read without its result must not look like an empty list or an unreachable cluster. */
function hasResult(body: JsonObject, operation: string): boolean {
  switch (operation) {
    case 'ListDataTasks':
      return Array.isArray(body['Result']);
    case 'DescribeInstance':
    case 'GetClusterDataInformation':
      return isJsonObject(body['Result']);
    default:
      return true;
  }
}

/**
 * A proxy's page, a cut or an empty answer. Whether the effect happened cannot be known from it, and not even whether the
 * API has seen the call, so a read is worth repeating. Refused credentials and rate limits are told by the status alone.
 */
function unreadable(response: HttpResponse, context: AnswerContext): ProviderError {
  const { operation, hasEffect, secrets, nowMs } = context;
  const { body } = response;
  const classified = classifyError({ code: statusText(response), message: '', response, hasEffect, nowMs });
  const requestId = requestIdOf(response, {});
  const shown = body === '' ? 'no body' : 'a body that cannot be used';
  return new ProviderError(`${operation} was answered with ${statusText(response)} and ${shown}.`, {
    vendorCode: 'UNREADABLE_ANSWER',
    operation,
    httpStatus: response.status,
    ...classified,
    class: isSuccess(response) || classified.class === 'fatal' ? 'transient' : classified.class,
    effect: hasEffect ? 'possible' : 'none',
    ...defined({ requestId }),
    ...(body === '' ? {} : { cause: new Error(excerptOf(body, secrets)) }),
  });
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

function statusText({ status }: HttpResponse): string {
  return `HTTP ${String(status)}`;
}

function codeOf(body: JsonObject): string | undefined {
  return textOf(body['Code']) ?? textOf(body['code']);
}

function requestIdOf({ headers }: HttpResponse, body: JsonObject): string | undefined {
  return textOf(body['RequestId']) ?? textOf(body['requestId']) ?? textOf(headers['x-acs-request-id']);
}
