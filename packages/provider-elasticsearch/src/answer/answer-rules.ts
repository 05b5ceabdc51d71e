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
  readRetryAfterMs,
  rowsOf,
  textOf,
  UNREADABLE_ANSWER,
} from '@waybill/provider-kit';
import { bindingOf } from '../request/binding.ts';
import { type ClusterError, classifyError, isOfRemote } from './classify-error.ts';
import { describeCauses } from './describe-causes.ts';
import { isComplete } from './is-complete.ts';

/** How an answer is read: by its error, wherever one is, also inside a success. */
export const answerRules: AnswerRules = {
  findRefusal(answer, call) {
    const { status } = answer.response;
    const body = objectOf(answer.body);
    if (isAnswer(call.operation, status) && isComplete(call.operation, answer.body))
      return findHiddenFault(body, call.operation);
    return errorIn(body, status) === undefined && isSuccess(answer.response) ? undefined : refuseAnswer(answer, call);
  },
  isComplete: ({ body }, operation) => isComplete(operation, body),
  requestIdOf: () => undefined,
};

/** Statuses of a refusal with which a cluster gives what it was asked for: a status that did not come in time, a copy that was to fail. */
const ANSWERS_TOO: Readonly<Record<string, number>> = { ShowIndexHealth: 408, TryReindex: 400 };

function isAnswer(operation: string, status: number): boolean {
  return bindingOf(operation).success.includes(status) || ANSWERS_TOO[operation] === status;
}

/** Of an answer that is no success: by its error, or by its status where it names none. */
export function refuseAnswer(answer: Answer, call: AnsweredCall): Refusal {
  const error = errorIn(objectOf(answer.body), answer.response.status);
  if (error === undefined) return refuseByStatus(answer, call);
  const refusal = refusalOf(error, answer, call);
  return isNotFound(error, call.operation) ? { ...refusal, class: 'not-found' } : refusal;
}

/** A success that is none: shards that failed, or aliases that were accepted and not changed. */
function findHiddenFault(body: JsonObject, operation: string): Refusal | undefined {
  const failed = objectOf(body['_shards'])['failed'];
  if (typeof failed === 'number' && failed > 0) {
    const [first] = rowsOf<{ reason?: unknown }>(objectOf(body['_shards'])['failures']);
    const why = textOf(objectOf(first?.reason)['reason']);
    return hidden(
      'SHARDS_FAILED',
      `${failed} shards did not answer${why === undefined ? '' : `: ${why}`}`,
      operation,
      true,
    );
  }
  if (operation === 'AddIndexBlock' && !isBlocked(body))
    return hidden('NOT_BLOCKED', 'not every index is blocked', operation, true);
  return operation === 'UpdateAliases' && body['errors'] === true ? aliasFault(body, operation) : undefined;
}

/** There was nothing to remove. */
const MISSING_ALIASES = 'aliases_not_found_exception';

function aliasFault(body: JsonObject, operation: string): Refusal {
  const errors = rowsOf<{ error?: unknown }>(body['action_results'])
    .filter(({ error }) => error !== undefined)
    .map(({ error }) => objectOf(error));
  const reasons = errors.map(({ reason }) => textOf(reason)).filter((reason) => reason !== undefined);
  const fault = hidden('ALIAS_ACTION_FAILED', reasons.join('; ') || 'an action had no effect', operation, false);
  const isMissing = errors.length > 0 && errors.every(({ type }) => type === MISSING_ALIASES);
  return isMissing ? { ...fault, class: 'not-found', code: MISSING_ALIASES } : fault;
}

/** What the cluster has beside indices: whoever may not see it is not kept from copying. */
const SURROUNDINGS: readonly string[] = ['ShowClusterState', 'ShowClusterSettings', 'ListAllocation'];

/** Types of errors that speak of the definition itself. Source: answers of 7.10, 7.17 and OpenSearch 2. */
const DEFINITION_TYPES = /^(illegal_argument|invalid_index_template|mapper_parsing)_exception$/;

/** What checks judge as missing, and do not wait for. */
function isNotFound(error: ClusterError, operation: string): boolean {
  if (operation === 'TryReindex') return isOfRemote(error);
  if (operation === 'HasPrivileges') return isNotOffered(error.status);
  if (operation === 'TryDefinition') return DEFINITION_TYPES.test(error.type) || [403, 404, 405].includes(error.status);
  return SURROUNDINGS.includes(operation) && error.status === 403;
}

/** Clusters without the security of Elasticsearch, and proxies that let such a call not pass. */
function isNotOffered(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

function isBlocked(body: JsonObject): boolean {
  const indices = rowsOf<{ blocked?: boolean }>(body['indices']);
  return body['acknowledged'] === true && indices.every(({ blocked }) => blocked !== false);
}

function hidden(code: string, said: string, operation: string, mayPass: boolean): Refusal {
  return {
    class: mayPass ? 'transient' : 'fatal',
    isCertainRefusal: false,
    code,
    said,
    describe: (text) => `${operation} reported success, but: ${text}.`,
  };
}

/** `{"error":{"type","reason"},"status"}`, or a sentence in place of the object. A success says nothing of an error in it. */
function errorIn(body: JsonObject, httpStatus: number): ClusterError | undefined {
  const { error, status: own } = body;
  const status = httpStatus < 400 && typeof own === 'number' ? own : httpStatus;
  if (typeof error === 'string') return { type: '', reason: error, status };
  if (!isJsonObject(error)) return undefined;
  return { type: textOf(error['type']) ?? '', reason: describeCauses(error), status };
}

function refusalOf(error: ClusterError, { response }: Answer, call: AnsweredCall): Refusal {
  const code = error.type === '' ? `HTTP_${error.status}` : error.type;
  const found = classifyError(error);
  return {
    ...found,
    code,
    said: error.reason,
    describe: (said) => `${call.operation} was refused with ${code}${said === '' ? '.' : `: ${said}`}`,
    hint:
      found.class === 'forbidden'
        ? `Give the user of this connection the privilege for ${call.operation}.`
        : found.hint,
    retryAfterMs: readRetryAfterMs(response.headers['retry-after'], call.nowMs),
  };
}

/** A proxy's page, or nothing at all. */
function refuseByStatus({ response }: Answer, call: AnsweredCall): Refusal {
  return {
    class: call.operation === 'HasPrivileges' && isNotOffered(response.status) ? 'not-found' : classifyStatus(response),
    isCertainRefusal: false,
    code: UNREADABLE_ANSWER,
    said: undefined,
    describe: () => describeUnusable(response, call),
    retryAfterMs: readRetryAfterMs(response.headers['retry-after'], call.nowMs),
  };
}
