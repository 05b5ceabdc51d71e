import {
  type CallResult,
  type Clock,
  type ConnectionIdentity,
  defined,
  type EarlierEffect,
  type FirstCall,
  type HttpResponse,
  type JsonObject,
  type LostCall,
  lastingRefusal,
  type MarkedTask,
  ProviderError,
  type ProviderSession,
  type ReadCall,
  type ReconcileContext,
  type Reconciliation,
  type Transport,
} from '@waybill/core';
import { secretsAmong } from '@waybill/provider-kit';
import { batchFailure } from '../answer/batch-failure.ts';
import { hasPromisedFields } from '../answer/has-promised-fields.ts';
import {
  answerRequestId,
  isTokenRefused,
  readProviderAnswer,
  unreadableAnswer,
} from '../answer/read-provider-answer.ts';
import { sendRequest } from '../answer/send-request.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { WireSettings } from '../config.ts';
import { isOperationName, type OperationName } from '../operations/operation-schema.ts';
import { OPERATION_FACTS } from '../operations/operation-table.ts';
import { findEarlierEffect } from '../reconcile/find-earlier-effect.ts';
import { findExistingTasks } from '../reconcile/find-existing-tasks.ts';
import { listMarkedTasks } from '../reconcile/list-marked-tasks.ts';
import { observeBefore } from '../reconcile/observe-before.ts';
import { reconcileLostCall } from '../reconcile/reconcile-lost-call.ts';
import { buildRequest, isSendablePath } from '../request/build-request.ts';
import { wireUrl } from '../request/wire-url.ts';
import { correctClock } from './correct-clock.ts';

export interface SessionParts {
  readonly endpoint: string;
  readonly projectId: string;
  readonly principal: string;
  /** Which lasting key or user it is; undefined for temporary credentials. */
  readonly keyId: string | undefined;
  readonly settleMs: number;
  readonly wire: WireSettings;
  readonly authenticator: Authenticator;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Ends what the session itself has under way, such as a request for a token. */
  readonly abort: AbortController;
}

/** One project of one endpoint, with credentials. */
export class HuaweicloudSession implements ProviderSession {
  readonly limitScope: string;
  readonly principal: string;
  readonly connection: ConnectionIdentity;
  readonly keyId?: string;
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.limitScope = `${parts.endpoint} ${parts.projectId}`;
    this.principal = parts.principal;
    this.connection = { project_id: parts.projectId };
    if (parts.keyId !== undefined) this.keyId = parts.keyId;
  }

  get credentialsEndAtMs(): number | undefined {
    return this.#parts.authenticator.endAtMs;
  }

  get renewsCredentials(): boolean {
    return this.#parts.authenticator.isRenewable ?? false;
  }

  get secrets(): readonly string[] {
    return this.#parts.authenticator.secrets;
  }

  /**
   * Sends one call. A token that the server refuses is issued anew and the call sent once more: it was refused before it
   * had any effect. A key that is refused is read again; with a newer one the engine sends the call again.
   */
  async call(operation: string, args: JsonObject, options: { readonly signal: AbortSignal }): Promise<CallResult> {
    if (!isOperationName(operation)) throw notSent(operation, 'UNKNOWN_OPERATION', 'there is no such operation');
    const first = await this.#exchange(operation, args, options.signal);
    try {
      return this.#readAnswer(operation, args, first.response);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.class !== 'unauthorized') throw error;
      await this.#renew(error, first);
    }
    const second = await this.#exchange(operation, args, options.signal);
    return this.#readAnswer(operation, args, second.response);
  }

  async findExisting(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]> {
    return await findExistingTasks(operation, args, read);
  }

  async findEarlier(call: FirstCall, read: ReadCall, readFresh: ReadCall): Promise<EarlierEffect> {
    return await findEarlierEffect(call, read, readFresh);
  }

  async listMarked(read: ReadCall): Promise<readonly MarkedTask[]> {
    return await listMarkedTasks(read);
  }

  async observeBefore(operation: string, args: JsonObject, read: ReadCall): Promise<JsonObject | undefined> {
    return await observeBefore(operation, args, read);
  }

  async reconcile(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
    return await reconcileLostCall(lost, context, { settleMs: this.#parts.settleMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.abort.abort(new Error('the session was closed'));
  }

  /** Returns when the call may be sent again at once; otherwise throws what the refusal means. */
  async #renew(refusal: ProviderError, { headers, response }: SentCall): Promise<void> {
    const { authenticator } = this.#parts;
    const clockRefusal = correctClock(refusal, response, authenticator.time);
    if (clockRefusal !== undefined) throw clockRefusal;
    if (authenticator.time === undefined && !isTokenRefused(refusal)) throw refusal;
    const renewal = await authenticator.renew(headers);
    if (renewal === 'reissued') return;
    if (renewal === 'no') throw lastingRefusal(refusal, authenticator.fault);
    const message = `${refusal.message} Newer credentials have been read from their source.`;
    throw refusal.restated({ message, class: 'expired' });
  }

  async #exchange(operation: OperationName, args: JsonObject, signal: AbortSignal): Promise<SentCall> {
    const { endpoint, projectId, authenticator, transport, wire } = this.#parts;
    const outline = buildRequest({ endpoint, projectId, operation, arguments: args });
    if (!isSendablePath(outline.path)) {
      throw notSent(
        operation,
        'INVALID_PATH_ARGUMENT',
        `${outline.path} is not a path of the API: an id is missing or malformed`,
      );
    }
    const body = outline.body === undefined ? undefined : JSON.stringify(outline.body);
    const headers = await authenticator.headers({ ...outline, body });
    const response = await sendRequest(transport, {
      operation,
      hasEffect: hasEffect(operation),
      signal,
      request: {
        method: outline.method,
        url: wireUrl(outline),
        headers,
        ...wire,
        ...defined({ body }),
      },
    });
    return { headers, response };
  }

  #readAnswer(operation: OperationName, args: JsonObject, response: HttpResponse): CallResult {
    const promised = OPERATION_FACTS[operation].answer;
    const expected = {
      operation,
      hasEffect: hasEffect(operation),
      needsBody: promised !== 'nothing',
      secrets: [...this.secrets, ...secretsAmong(args)],
      nowMs: this.#parts.clock.now(),
    };
    const answer = readProviderAnswer(response, expected);
    if (!hasPromisedFields(answer, promised)) throw unreadableAnswer(response, expected);
    const requestId = answerRequestId(response);
    const failure = batchFailure(operation, answer, { requestId, secrets: expected.secrets });
    if (failure !== undefined) throw failure;
    return { response: answer, ...defined({ requestId }) };
  }
}

interface SentCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly response: HttpResponse;
}

function hasEffect(operation: OperationName): boolean {
  return OPERATION_FACTS[operation].recovery !== undefined;
}

function notSent(operation: string, vendorCode: string, problem: string): ProviderError {
  return new ProviderError(`${operation}: ${problem}.`, { vendorCode, class: 'fatal', effect: 'none', operation });
}
