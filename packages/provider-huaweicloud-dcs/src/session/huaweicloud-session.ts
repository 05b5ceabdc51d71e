import {
  type CallResult,
  type Clock,
  type ConnectionIdentity,
  type EarlierEffect,
  type FirstCall,
  type JsonObject,
  type LostCall,
  type MarkedTask,
  ProviderError,
  type ProviderSession,
  type ReadCall,
  type ReconcileContext,
  type Reconciliation,
  type Transport,
} from '@waybill/core';
import { type Authenticator, HttpConnection, secretsAmong, type WireSettings } from '@waybill/provider-kit';
import { dcsAnswers } from '../answer/answer-rules.ts';
import { isOperationName, type OperationName } from '../operations/operation-schema.ts';
import { OPERATION_FACTS } from '../operations/operation-table.ts';
import { findEarlierEffect } from '../reconcile/find-earlier-effect.ts';
import { findExistingTasks } from '../reconcile/find-existing-tasks.ts';
import { listMarkedTasks } from '../reconcile/list-marked-tasks.ts';
import { observeBefore } from '../reconcile/observe-before.ts';
import { reconcileLostCall } from '../reconcile/reconcile-lost-call.ts';
import { buildRequest, isSendablePath } from '../request/build-request.ts';

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
  readonly #connection: HttpConnection;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    // The gateway reports a wrong key and a wrong time under the same code. Source: API Gateway, APIGW.0301, "signature expired".
    const isTimeRefused = ({ class: errorClass, message }: ProviderError) =>
      errorClass === 'unauthorized' && /signature expired/i.test(message);
    this.#connection = new HttpConnection({ ...parts, rules: dcsAnswers, isTimeRefused });
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

  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    if (!isOperationName(operation)) throw notSent(operation, 'UNKNOWN_OPERATION', 'there is no such operation');
    const { endpoint, projectId } = this.#parts;
    const outline = buildRequest({ endpoint, projectId, operation, arguments: args });
    if (!isSendablePath(outline.path)) {
      const problem = `${outline.path} is not a path of the API: an id is missing or malformed`;
      throw notSent(operation, 'INVALID_PATH_ARGUMENT', problem);
    }
    const call = { operation, hasEffect: hasEffect(operation), outline, secrets: secretsAmong(args) };
    return await this.#connection.call(call, signal);
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
}

function hasEffect(operation: OperationName): boolean {
  return OPERATION_FACTS[operation].recovery !== undefined;
}

function notSent(operation: string, vendorCode: string, problem: string): ProviderError {
  return new ProviderError(`${operation}: ${problem}.`, { vendorCode, class: 'fatal', effect: 'none', operation });
}
