import { defined, type Json, ProviderError } from '@waybill/core';
import {
  type AnswerRules,
  classifyStatus,
  describeUnusable,
  isSuccess,
  objectOf,
  redactVendorText,
  UNREADABLE_ANSWER,
} from '@waybill/provider-kit';
import { classifyError, codeOf } from './classify-error.ts';

/** A reply to one command. */
export type Reply = { readonly value: Json } | { readonly error: string };

/** A whole answer is a list of replies; errors of single commands are read by whoever has sent them. */
export const answerRules: AnswerRules = {
  findRefusal({ response, body }, call) {
    const said = errorIn(Array.isArray(body) ? (body[0] ?? null) : null);
    if (isSuccess(response)) return undefined;
    if (said === undefined)
      return {
        class: classifyStatus(response),
        isCertainRefusal: false,
        code: UNREADABLE_ANSWER,
        said: undefined,
        describe: () => describeUnusable(response, call),
      };
    return { ...classifyError(said), code: codeOf(said), said, describe: (text) => refusalText(call.operation, text) };
  },
  isComplete: ({ body }) => repliesIn(body) !== undefined,
  requestIdOf: () => undefined,
};

/** Undefined where it is no list of replies. */
export function repliesIn(body: Json | undefined): readonly Reply[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const replies = (body as readonly Json[]).map(replyOf);
  return replies.every((reply) => reply !== undefined) ? replies : undefined;
}

/** @throws ProviderError as the server's error means */
export function replyValue(reply: Reply | undefined, operation: string, secrets: readonly string[]): Json {
  if (reply === undefined) throw unreadable(operation, 'a reply is missing');
  if ('value' in reply) return reply.value;
  throw refused(reply.error, operation, secrets);
}

export function refused(said: string, operation: string, secrets: readonly string[]): ProviderError {
  const { class: ofError, hint } = classifyError(said);
  return new ProviderError(refusalText(operation, redactVendorText(said, secrets)), {
    vendorCode: codeOf(said),
    class: ofError,
    effect: 'none',
    operation,
    ...defined({ hint }),
  });
}

/** What a job gets of an answer that has another form than the command's. */
export function unreadable(operation: string, why: string): ProviderError {
  return new ProviderError(`${operation} got an unusable answer: ${why}.`, {
    vendorCode: UNREADABLE_ANSWER,
    class: 'transient',
    effect: 'none',
    operation,
  });
}

function refusalText(operation: string, said: string): string {
  return `${operation} was refused: ${said}`;
}

function replyOf(reply: Json): Reply | undefined {
  const error = errorIn(reply);
  if (error !== undefined) return { error };
  const { value } = objectOf(reply);
  return value === undefined ? undefined : { value };
}

function errorIn(reply: Json): string | undefined {
  const { error } = objectOf(reply);
  return typeof error === 'string' ? error : undefined;
}
