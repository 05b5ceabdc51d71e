import {
  type CallResult,
  type ConnectOptions,
  defined,
  type EarlierEffect,
  type FirstCall,
  type JsonObject,
  type LostCall,
  type ProviderSession,
  type ReadCall,
  type ReconcileContext,
  type Reconciliation,
} from '@waybill/core';
import {
  type Authenticator,
  type BuiltCall,
  CredentialSource,
  type CredentialSourceOptions,
  fieldsOf,
  HttpConnection,
  secretsAmong,
  textOf,
} from '@waybill/provider-kit';
import { answerRules } from '../answer/answer-rules.ts';
import { documentAnswerRules, isReadAlready } from '../answer/document-answer-rules.ts';
import { isOverload } from '../answer/is-overload.ts';
import { isNothingThere } from '../answer/nothing-there.ts';
import { reshape } from '../answer/reshape.ts';
import { createKeyAuthenticator } from '../auth/key-authenticator.ts';
import { type Credentials, principalOf, secretsOf } from '../auth/resolve-credentials.ts';
import { parseConfig } from '../config.ts';
import { clusterAddress, clusterOrigins } from '../endpoint/endpoints.ts';
import { operations } from '../operations/operations.ts';
import { findEarlierEffect } from '../reconcile/find-earlier-effect.ts';
import { findExistingTasks } from '../reconcile/find-existing-tasks.ts';
import { reconcileLostCall } from '../reconcile/reconcile-lost-call.ts';
import { buildRequest } from '../request/build-request.ts';
import { ClusterNodes } from './cluster-nodes.ts';
import { BULK, type DocumentRequest, documentRequest } from './document-calls.ts';
import { explainNoCluster } from './no-cluster.ts';
import { type ClusterIdentity, OneCluster } from './one-cluster.ts';
import { Pace } from './pace.ts';
import { WriteRoom } from './write-room.ts';
import { explainWrongPath } from './wrong-path.ts';

/** Offered by every version, and where `GET /` is not answered. */
const IDENTIFY = {
  operation: 'ShowClusterState',
  arguments: { filter_path: 'cluster_name,cluster_uuid' },
} as const;

/** Sends the calls of one cluster, each once. */
export class ElasticsearchSession implements ProviderSession {
  readonly limitScope: string;
  /** A task is one of its cluster. */
  readonly taskScope: string;
  readonly principal: string;
  /** Of documents, for whoever reads or writes them over this connection. */
  readonly pace: Pace;
  /** Of bulks. */
  readonly writeRoom: WriteRoom = new WriteRoom();
  readonly #entry: JsonObject;
  readonly #prefix: string;
  readonly #authenticator: Authenticator;
  readonly #connection: HttpConnection;
  readonly #documents: HttpConnection;
  readonly #nodes: ClusterNodes;
  readonly #cluster: OneCluster;
  /** For a proxy: they may be secret. */
  readonly #headerValues: readonly string[];

  constructor(
    { config, clock, transport }: ConnectOptions,
    found: Pick<CredentialSourceOptions<Credentials>, 'first' | 'read'>,
  ) {
    const parsed = parseConfig(config);
    const { origin, prefix } = clusterAddress(parsed);
    this.#entry = config;
    this.#prefix = prefix;
    this.#nodes = new ClusterNodes(clusterOrigins(parsed));
    this.#cluster = new OneCluster(clusterOrigins(parsed));
    this.#headerValues = Object.values(parsed.headers);
    const describe = (credentials: Credentials) => ({ secrets: secretsOf(credentials) });
    const source = new CredentialSource({ ...found, describe, clock });
    this.#authenticator = createKeyAuthenticator({ source, headers: parsed.headers });
    const parts = { transport, clock, authenticator: this.#authenticator, wire: parsed.wire };
    this.#connection = new HttpConnection({ ...parts, rules: answerRules });
    this.#documents = new HttpConnection({ ...parts, rules: documentAnswerRules });
    this.limitScope = `${origin}${prefix}`;
    this.taskScope = this.limitScope;
    this.principal = principalOf(found.first);
    this.pace = new Pace(parsed.pace, clock);
  }

  get secrets(): readonly string[] {
    return [...this.#authenticator.secrets, ...this.#headerValues];
  }

  /** Also the calls that carry documents, so that those of jobs keep the limits of the connection. */
  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }): Promise<CallResult> {
    const carrying = documentRequest(this.#entry, operation, args);
    if (carrying !== undefined) return await this.#carry({ operation, ...carrying }, signal);
    const hasEffect = operations[operation]?.recovery !== undefined;
    const outline = buildRequest(this.#entry, operation, args);
    const secrets = [...secretsAmong(args), ...this.#headerValues];
    try {
      const result = await this.#send(this.#connection, { operation, hasEffect, outline, secrets }, signal);
      return { ...result, response: reshape(operation, result.response) };
    } catch (error) {
      if (isNothingThere(error, args)) return { response: { acknowledged: true } };
      throw error;
    }
  }

  /** What a transport has left out is done here. */
  async #carry(call: DocumentRequest & Pick<BuiltCall, 'operation'>, signal: AbortSignal): Promise<CallResult> {
    const readBody = this.#counting(call.readBody);
    const carried = { secrets: this.#headerValues, ...call, ...defined({ readBody }) };
    const send = () => this.#send(this.#documents, carried, signal);
    const result = await (call.operation === BULK ? this.writeRoom.carry(send, isOverload) : send());
    const { response } = result;
    if (typeof response !== 'string') return result;
    if (readBody === undefined) this.pace.spend((call.bytes ?? call.text ?? '').length + response.length);
    else if (!isReadAlready(response)) return { ...result, response: readBody(new TextEncoder().encode(response)) };
    return result;
  }

  /** What is made of the bytes of an answer is shorter than they are. */
  #counting(readBody: DocumentRequest['readBody']): DocumentRequest['readBody'] {
    if (readBody === undefined) return undefined;
    return (bytes) => {
      this.pace.spend(bytes.length);
      return readBody(bytes);
    };
  }

  async #send(connection: HttpConnection, call: BuiltCall, signal: AbortSignal): Promise<CallResult> {
    try {
      return await this.#nodes.ask(call, async (endpoint) => {
        await this.#cluster.admit(endpoint, (origin) => this.#identify(origin, signal));
        const sent = connection.call({ ...call, outline: { ...call.outline, endpoint } }, signal);
        return await sent.catch((error: unknown) => {
          throw explainNoCluster(error, { operation: call.operation, url: `${endpoint}${this.#prefix}` });
        });
      });
    } catch (error) {
      const prefix = this.#prefix;
      throw explainWrongPath(error, { prefix, path: call.outline.path.slice(prefix.length) });
    }
  }

  async #identify(endpoint: string, signal: AbortSignal): Promise<ClusterIdentity | undefined> {
    const outline = { ...buildRequest(this.#entry, IDENTIFY.operation, IDENTIFY.arguments), endpoint };
    const call = { operation: IDENTIFY.operation, hasEffect: false, outline, secrets: this.#headerValues };
    const { response } = await this.#connection.call(call, signal);
    const { cluster_uuid: uuid, cluster_name: name } = fieldsOf<{ cluster_uuid?: string; cluster_name?: string }>(
      response,
    );
    return typeof uuid === 'string' ? { uuid, name: textOf(name) ?? '' } : undefined;
  }

  findExisting(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]> {
    return operation === 'Reindex' ? findExistingTasks(args, read) : Promise.resolve([]);
  }

  findEarlier(call: FirstCall, _read: ReadCall, readFresh: ReadCall): Promise<EarlierEffect> {
    return findEarlierEffect(call, readFresh);
  }

  reconcile(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
    return reconcileLostCall(lost, context);
  }

  /** The connections belong to the transport, which is the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {}
}
