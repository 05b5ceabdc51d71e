import {
  type Answer,
  type Call,
  type Gateway,
  headerOf,
  RateLimiter,
  Refusal,
  type Violation,
} from '@waybill/stand-kit';
import type { AlicloudWorld } from './alicloud-world.ts';
import type { AlicloudCredentials } from './credentials.ts';
import { NonceMemory } from './nonce-memory.ts';
import { verifySignature } from './verify-signature.ts';

const API_VERSION = '2017-06-13';
/** A nonce outlives the window in which its signature would be accepted, also when that window is switched off. */
const NONCE_LIFETIME_MS = 30 * 60 * 1_000;
const HOST_ID = 'elasticsearch.cn-beijing.aliyuncs.com';

/** Alibaba Cloud's gateway: signatures, replay protection, limits and the error envelope. */
export class AlicloudGateway implements Gateway {
  readonly #world: AlicloudWorld;
  readonly #credentials: AlicloudCredentials;
  readonly #nonces = new NonceMemory();
  readonly #limiter = new RateLimiter();

  constructor(world: AlicloudWorld, credentials: AlicloudCredentials) {
    this.#world = world;
    this.#credentials = credentials;
  }

  authenticate(call: Call): void {
    const check = verifySignature(call, this.#credentials);
    if (!check.isValid) throw new Refusal(check.status, check.code, check.message);
    this.#checkTime(check.time, headerOf(call, 'x-acs-date') !== null);
    this.#checkSecurityToken(headerOf(call, 'x-acs-security-token'));
    if (check.nonce === '') throw new Refusal(400, 'MissingSignatureNonce', 'x-acs-signature-nonce is mandatory.');
    const isNew = this.#nonces.use(`${check.accessKeyId}/${check.nonce}`, {
      nowMs: this.#world.nowMs(),
      lifetimeMs: NONCE_LIFETIME_MS,
    });
    if (!isNew) throw new Refusal(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    checkVersionAndAction(call);
  }

  admit(): void {
    const limit = this.#world.rateLimit();
    const retryAfterMs = this.#limiter.admit(limit, this.#world.nowMs());
    if (retryAfterMs === null || limit === null) return;
    throw this.throttled({ style: limit.style, retryAfterMs: limit.sendRetryAfter ? retryAfterMs : null });
  }

  refuse(refusal: Refusal): Answer {
    const requestId = this.#world.random.uuid().toUpperCase();
    const body = {
      RequestId: requestId,
      HostId: HOST_ID,
      Code: refusal.code,
      Message: refusal.message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(refusal.code)}&product=elasticsearch`,
    };
    return { ...jsonAnswer(refusal.status, requestId, body), headers: { ...headers(requestId), ...refusal.headers } };
  }

  /** The platform names the parameter in the code: Missing{Parameter}, Invalid{Parameter}. */
  invalid({ kind, path, message }: Violation): Refusal {
    const parameter = path.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('') || 'RequestBody';
    const code = kind === 'missing' ? `Missing${parameter}` : `Invalid${parameter}`;
    return new Refusal(400, code, `The parameter ${path.join('.')} ${message}.`);
  }

  /** The wait in `x-acs-retry-after` is in milliseconds. */
  throttled(options: { style: 400 | 429 | null; retryAfterMs: number | null }): Refusal {
    const retryAfter: Record<string, string> =
      options.retryAfterMs === null ? {} : { 'x-acs-retry-after': String(options.retryAfterMs) };
    return new Refusal(
      options.style ?? 400,
      'Throttling.User',
      'Request was denied due to user flow control.',
      retryAfter,
    );
  }

  failure(status: number): Refusal {
    if (status === 503)
      return new Refusal(503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.');
    if (status >= 500)
      return new Refusal(status, 'InternalError', 'The request processing has failed due to some unknown error.');
    if (status === 403)
      return new Refusal(403, 'Forbidden.RAM', 'User not authorized to operate on the specified resource.');
    if (status === 404) return new Refusal(404, 'InstanceNotFound', 'The instanceId provided does not exist.');
    return new Refusal(status, 'InvalidParameter', 'The request has an invalid parameter.');
  }

  unknownOperation(): Refusal {
    return new Refusal(404, 'InvalidApi.NotFound', 'Specified api is not found, please check your url and method.');
  }

  reset(): void {
    this.#nonces.clear();
    this.#limiter.clear();
  }

  #checkTime(time: string, isIso: boolean): void {
    const signedAtMs = isIso && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(time) ? Number.NaN : Date.parse(time);
    if (Number.isNaN(signedAtMs)) {
      throw new Refusal(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
    }
    const { maxSkewMs } = this.#world.generalSettings();
    if (maxSkewMs !== null && Math.abs(this.#world.nowMs() - signedAtMs) > maxSkewMs) {
      throw new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
    }
  }

  #checkSecurityToken(given: string | null): void {
    if (given === this.#credentials.securityToken) return;
    if (given === null) throw new Refusal(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');
    throw new Refusal(
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
      'Specified SecurityToken mismatches the access key.',
    );
  }
}

/** Answers with the vendor's envelope; `body` without its RequestId. */
export function resultAnswer(world: AlicloudWorld, result: unknown, effects: number): Answer {
  const requestId = world.random.uuid().toUpperCase();
  return { ...jsonAnswer(200, requestId, { Result: result, RequestId: requestId }), effects };
}

function jsonAnswer(status: number, requestId: string, body: unknown): Answer {
  return { status, headers: headers(requestId), body: JSON.stringify(body), effects: 0 };
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId };
}

function checkVersionAndAction(call: Call): void {
  if (headerOf(call, 'x-acs-version') !== API_VERSION) {
    throw new Refusal(400, 'InvalidVersion', `x-acs-version must be ${API_VERSION}.`);
  }
  if (headerOf(call, 'x-acs-action') !== call.operation) {
    throw new Refusal(404, 'InvalidApi.NotFound', 'x-acs-action does not belong to this url and method.');
  }
}
