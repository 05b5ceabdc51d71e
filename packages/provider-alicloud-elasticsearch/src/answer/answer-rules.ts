import { isJsonObject, type JsonObject } from '@waybill/core';
import {
  type Answer,
  type AnsweredCall,
  type AnswerRules,
  classifyStatus,
  describeUnusable,
  isSuccess,
  objectOf,
  type Refusal,
  textOf,
  UNREADABLE_ANSWER,
} from '@waybill/provider-kit';
import { classifyError, readVendorWaitMs, readWaitMs } from './classify-error.ts';

/** How an answer is read: by its code, wherever one is, and by its result. */
export const answerRules: AnswerRules = {
  findRefusal(answer, call) {
    const body = objectOf(answer.body);
    const code = textOf(body['Code']) ?? textOf(body['code']);
    // The gateway can put an error envelope into a success. What has no code, whatever its status, the API did not say.
    if (code !== undefined && (!isSuccess(answer.response) || body['Result'] === undefined))
      return refusalOf({ code, body }, answer, call);
    return isSuccess(answer.response) ? undefined : refuseByStatus(answer, call);
  },
  isComplete: ({ body }, operation) => isJsonObject(body) && hasResult(body, operation),
  listOf: (operation) => (operation === 'ListDataTasks' ? 'Result' : undefined),
  requestIdOf({ response, body }) {
    const fields = objectOf(body);
    return textOf(fields['RequestId']) ?? textOf(fields['requestId']) ?? textOf(response.headers['x-acs-request-id']);
  },
};

function refusalOf(
  { code, body }: { readonly code: string; readonly body: JsonObject },
  { response }: Answer,
  call: AnsweredCall,
): Refusal {
  const { status, headers } = response;
  const message = textOf(body['Message']) ?? textOf(body['message']) ?? '';
  const found = classifyError({ code, message, status, vendorWaitMs: readVendorWaitMs(headers) });
  return {
    ...found,
    code,
    said: message,
    describe: (said) =>
      found.class === 'withdrawn'
        ? `Alibaba Cloud has withdrawn ${call.operation}: the API answers ${code}.`
        : `${call.operation} was refused with ${code}${said === '' ? '.' : `: ${said}`}`,
    hint: found.class === 'forbidden' ? permissionHint(call.operation, body) : found.hint,
    retryAfterMs: readWaitMs(headers, call),
  };
}

/** Without a code nothing is certain, not even a refusal. */
function refuseByStatus({ response }: Answer, call: AnsweredCall): Refusal {
  const isThrottled = (readVendorWaitMs(response.headers) ?? 0) > 0;
  return {
    class: isThrottled ? 'throttled' : classifyStatus(response),
    isCertainRefusal: false,
    code: UNREADABLE_ANSWER,
    said: undefined,
    describe: () => describeUnusable(response, call),
    retryAfterMs: readWaitMs(response.headers, call),
  };
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
