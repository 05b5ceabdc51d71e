import {
  type Answer,
  type AnsweredCall,
  type AnswerRules,
  type Classification,
  classifyStatus,
  isSuccess,
  type Refusal,
  readRetryAfterMs,
  textOf,
} from '@waybill/provider-kit';
import { isOperationName } from '../operations/operation-schema.ts';
import { OPERATION_FACTS } from '../operations/operation-table.ts';
import { batchFailure } from './batch-failure.ts';
import { classifyError } from './classify-error.ts';
import { type ErrorEnvelope, findErrorEnvelope } from './error-envelope.ts';
import { hasPromisedFields } from './has-promised-fields.ts';
import { permissionHint } from './permission-hint.ts';

/** How an answer of DCS is read: it must hold what its operation's readers go by. */
export const dcsAnswers: AnswerRules = {
  findRefusal: (answer, call) => findRefusal(answer, call) ?? batchFailure(call.operation, answer.body),
  isComplete: ({ body }, operation) =>
    isOperationName(operation) && hasPromisedFields(body ?? null, OPERATION_FACTS[operation].answer),
  requestIdOf,
};

/** How an answer of IAM is read: whatever it is, it is JSON. */
export const iamAnswers: AnswerRules = { findRefusal, isComplete: ({ body }) => body !== undefined, requestIdOf };

function findRefusal({ response, body }: Answer, call: AnsweredCall): Refusal | undefined {
  const { status, headers } = response;
  const envelope = findErrorEnvelope(body);
  if (envelope === undefined && isSuccess(response)) return undefined;
  const { code, message } = envelope ?? envelopeByStatus(status);
  const found = envelope === undefined ? classifyByStatus(code, status) : classifyError(code, status);
  const fate = found.class === 'withdrawn' ? ' is withdrawn, or was never offered in this region' : '';
  return {
    ...found,
    code,
    said: envelope?.message,
    describe: (said) => `${call.operation}${fate}: ${code}: ${said || message} (HTTP ${status})`,
    hint: found.class === 'forbidden' ? permissionHint(call.operation) : found.hint,
    retryAfterMs: found.class === 'throttled' ? readRetryAfterMs(headers['retry-after'], call.nowMs) : undefined,
  };
}

function envelopeByStatus(status: number): Pick<ErrorEnvelope, 'code' | 'message'> {
  return { code: `HTTP.${status}`, message: 'no error code' };
}

function classifyByStatus(code: string, status: number): Classification {
  const errorClass = classifyStatus({ status });
  return errorClass === 'transient' ? { class: errorClass, isCertainRefusal: false } : classifyError(code, status);
}

function requestIdOf({ response, body }: Answer): string | undefined {
  return textOf(response.headers['x-request-id']) ?? findErrorEnvelope(body)?.requestId;
}
