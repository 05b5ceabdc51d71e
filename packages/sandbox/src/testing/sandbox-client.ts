import { createHash, createHmac, randomUUID } from 'node:crypto';
import { acs3CanonicalRequest } from '@waybill/provider-alicloud-elasticsearch/stand';
import { canonicalRequest } from '@waybill/provider-huaweicloud-dcs/stand';
import type { SignedRequest } from '@waybill/stand-kit';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sendRequest, type WireResponse } from './send-request.ts';

/** A response with its body parsed where it is JSON. */
export interface JsonResponse {
  readonly status: number;
  readonly headers: WireResponse['headers'];
  readonly text: string;
  // The tests check what they read of it.
  readonly json: Readonly<Record<string, unknown>>;
}

export interface ClientCall {
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  /** For Alibaba only: the operation's name. */
  readonly action?: string;
  readonly nonce?: string;
}

/** Signs and sends calls to both vendors' APIs of one sandbox, at the sandbox's time. */
export class SandboxClient {
  readonly #sandbox: Sandbox;
  readonly #nowMs: () => number;

  constructor(sandbox: Sandbox, nowMs: () => number) {
    this.#sandbox = sandbox;
    this.#nowMs = nowMs;
  }

  async alicloud(call: ClientCall): Promise<JsonResponse> {
    const { accessKeyId, accessKeySecret } = this.#sandbox.credentials.alicloud;
    const body = bodyOf(call.body);
    const payloadHash = sha256(body);
    const headers: [string, string][] = [
      ['host', new URL(this.#sandbox.url).host],
      ['x-acs-action', call.action ?? ''],
      ['x-acs-version', '2017-06-13'],
      ['x-acs-date', new Date(this.#nowMs()).toISOString().replace(/\.\d+Z$/, 'Z')],
      ['x-acs-signature-nonce', call.nonce ?? randomUUID()],
      ['x-acs-content-sha256', payloadHash],
    ];
    if (body !== '') headers.push(['content-type', 'application/json; charset=utf-8']);
    const names = headers
      .map(([name]) => name)
      .toSorted()
      .join(';');
    const canonical = acs3CanonicalRequest(signed(call, headers, body), names, payloadHash);
    const signature = hmac(accessKeySecret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`);
    headers.push([
      'authorization',
      `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`,
    ]);
    return this.#send(call, headers, body);
  }

  /** `target` is relative to the project: `/migration-tasks`. */
  async huaweicloud(call: ClientCall): Promise<JsonResponse> {
    const { accessKey, secretKey, projectId } = this.#sandbox.credentials.huaweicloud;
    const full = { ...call, target: `/v2/${projectId}${call.target}` };
    const body = bodyOf(call.body);
    const time = new Date(this.#nowMs()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const headers: [string, string][] = [
      ['content-type', 'application/json'],
      ['host', new URL(this.#sandbox.url).host],
      ['x-project-id', projectId],
      ['x-sdk-date', time],
    ];
    const names = headers.map(([name]) => name).join(';');
    const canonical = canonicalRequest(signed(full, headers, body), names, sha256(body));
    const signature = hmac(secretKey, `SDK-HMAC-SHA256\n${time}\n${sha256(canonical)}`);
    headers.push([
      'authorization',
      `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names}, Signature=${signature}`,
    ]);
    return this.#send(full, headers, body);
  }

  /** The control interface and the identity service: no signature. */
  async plain(call: ClientCall, headers: readonly (readonly [string, string])[] = []): Promise<JsonResponse> {
    const given = [['host', new URL(this.#sandbox.url).host] as const, ['content-type', 'application/json'] as const];
    return this.#send(call, [...given, ...headers], bodyOf(call.body));
  }

  async #send(call: ClientCall, headers: readonly (readonly [string, string])[], body: string): Promise<JsonResponse> {
    const wireHeaders = [...headers, ['connection', 'close'] as const];
    if (body !== '') wireHeaders.push(['content-length', String(Buffer.byteLength(body))]);
    const response = await sendRequest(this.#sandbox.url, {
      method: call.method,
      target: call.target,
      headers: wireHeaders,
      body: body === '' ? null : body,
    });
    return {
      status: response.status,
      headers: response.headers,
      text: response.body,
      json: parseObject(response.body),
    };
  }
}

function signed(call: ClientCall, headers: readonly (readonly [string, string])[], body: string): SignedRequest {
  const map = new Map(headers.map(([name, value]) => [name, [value]]));
  return { method: call.method, target: call.target, headers: map, body: Buffer.from(body) };
}

function bodyOf(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
