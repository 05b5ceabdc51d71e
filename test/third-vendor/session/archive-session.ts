import {
  type HttpResponse,
  isJsonObject,
  type Json,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type Transport,
  TransportError,
} from '@waybill/core';
import { originOf, textOf } from '../config.ts';
import { operations } from '../operations/operations.ts';
import { buildRequest } from '../request/build-request.ts';

/** A conversation with one office. */
export class ArchiveSession implements ProviderSession {
  readonly limitScope: string;
  readonly taskScope: string;
  readonly secrets: readonly string[];
  readonly #config: JsonObject;
  readonly #key: string;
  readonly #transport: Transport;

  constructor(config: JsonObject, key: string, transport: Transport) {
    this.limitScope = `${originOf(config)}/${textOf(config['office'])}`;
    this.taskScope = this.limitScope;
    this.secrets = [key];
    this.#config = config;
    this.#key = key;
    this.#transport = transport;
  }

  async call(
    operation: string,
    args: JsonObject,
    { signal }: { readonly signal: AbortSignal },
  ): ReturnType<ProviderSession['call']> {
    const { method, endpoint, path, query, body } = buildRequest(this.#config, operation, args);
    const search = new URLSearchParams(query).toString();
    const isEffect = operations[operation]?.recovery !== undefined;
    const request = {
      method,
      url: `${endpoint}${path}${search === '' ? '' : `?${search}`}`,
      headers: { 'x-archive-key': this.#key, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    try {
      return { response: readAnswer(await this.#transport.send(request, { signal }), isEffect) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new ProviderError('The archive office did not answer.', {
        vendorCode: error.reason,
        class: error.fault ?? 'transient',
        effect: error.wasSent && isEffect ? 'possible' : 'none',
        cause: error,
      });
    }
  }

  findExisting: NonNullable<ProviderSession['findExisting']> = async (_operation, { label }, read) => {
    const transfers = transfersIn(await read('ListTransfers', {}));
    return transfers.filter((transfer) => transfer['label'] === label).map(({ id }) => textOf(id));
  };

  reconcile: NonNullable<ProviderSession['reconcile']> = async (lost, { read }) => {
    const { label } = lost.arguments;
    const known = new Set([...lost.existingIds, ...lost.takenIds]);
    const [found, ...others] = transfersIn(await read('ListTransfers', {})).filter(
      (transfer) => transfer['label'] === label && !known.has(textOf(transfer['id'])),
    );
    if (found === undefined) return { kind: 'did-not-happen', evidence: `No transfer has the label ${textOf(label)}.` };
    if (others.length > 0) return { kind: 'undecided', reason: `Several transfers have the label ${textOf(label)}.` };
    return { kind: 'happened', response: found, evidence: `Transfer ${textOf(found['id'])} has the label.` };
  };

  async [Symbol.asyncDispose](): Promise<void> {}
}

export function transfersIn(response: Json): readonly JsonObject[] {
  const transfers = isJsonObject(response) ? response['transfers'] : undefined;
  return Array.isArray(transfers) ? transfers.filter(isJsonObject) : [];
}

const CLASSES = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 429: 'throttled' } as const;

function readAnswer({ status, body }: HttpResponse, isEffect: boolean): JsonObject {
  const answer = parse(body);
  if (status < 300 && answer !== undefined) return answer;
  const isUnclear = status < 300 || status >= 500;
  const known = new Map<number, (typeof CLASSES)[keyof typeof CLASSES]>(
    Object.entries(CLASSES).map(([code, name]) => [Number(code), name]),
  );
  throw new ProviderError(`The archive office answered with status ${status}.`, {
    vendorCode: `HTTP_${status}`,
    class: isUnclear ? 'transient' : (known.get(status) ?? 'fatal'),
    effect: isUnclear && isEffect ? 'possible' : 'none',
  });
}

function parse(body: string): JsonObject | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return isJsonObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
