import {
  type Answer,
  type Call,
  type Gateway,
  headerOf,
  RateLimiter,
  Refusal,
  type Violation,
} from '@waybill/stand-kit';
import type { HuaweicloudCredentials } from './credentials.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import type { TokenStore } from './token-store.ts';
import { verifySignature } from './verify-signature.ts';

const AUTH_CODE = 'APIGW.0301';
const AUTH_PREFIX = 'Incorrect IAM authentication information:';
/** Parameters with a code of their own; all others share 111400063. Source: DCS API reference, error codes. */
const INVALID_CODES: Readonly<Record<string, string>> = {
  name: '111400010',
  task_name: '111400010',
  description: '111400011',
  vpc_id: '111400013',
  security_group_id: '111400014',
  subnet_id: '111400016',
  instance_id: '111400061',
  task_id: '111400070',
};
const LOCK_MS = 5 * 60 * 1_000;

/** Huawei Cloud's API gateway in front of DCS: signatures and tokens, project scope, limits and error bodies. */
export class HuaweicloudGateway implements Gateway {
  readonly #world: HuaweicloudWorld;
  readonly #credentials: HuaweicloudCredentials;
  readonly #tokens: TokenStore;
  readonly #limiter = new RateLimiter();
  #failuresInARow = 0;
  #lockedUntilMs = 0;

  constructor(world: HuaweicloudWorld, credentials: HuaweicloudCredentials, tokens: TokenStore) {
    this.#world = world;
    this.#credentials = credentials;
    this.#tokens = tokens;
  }

  authenticate(call: Call): void {
    this.identify(call);
    this.#checkProject(call);
  }

  /** Who is calling, without asking whether the path's project is theirs. */
  identify(call: Call): void {
    const token = headerOf(call, 'x-auth-token');
    if (token !== null) this.#checkToken(token);
    else if (headerOf(call, 'authorization') !== null) this.#checkSignature(call);
    else throw unauthenticated('x-auth-token not found');
  }

  admit(): void {
    const limit = this.#world.rateLimit();
    const retryAfterMs = this.#limiter.admit(limit, this.#world.nowMs());
    if (retryAfterMs === null || limit === null) return;
    throw this.throttled({ style: limit.style, retryAfterMs: limit.sendRetryAfter ? retryAfterMs : null });
  }

  /** Errors of the gateway carry a request id, errors of the service an extended message. */
  refuse(refusal: Refusal): Answer {
    const requestId = this.#world.random.hex(32);
    const isGateways = refusal.code.startsWith('APIGW.');
    const body = isGateways
      ? { error_msg: refusal.message, error_code: refusal.code, request_id: requestId }
      : { error_code: refusal.code, error_msg: refusal.message, error_ext_msg: null };
    const server: Record<string, string> = isGateways ? { server: 'api-gateway' } : {};
    return {
      status: refusal.status,
      headers: { ...headers(requestId), ...server, ...refusal.headers },
      body: JSON.stringify(body),
      effects: 0,
    };
  }

  invalid({ path, message }: Violation): Refusal {
    return new Refusal(400, INVALID_CODES[path.join('.')] ?? '111400063', `Invalid {${path.join('.')}}: ${message}.`);
  }

  throttled(options: { style: 400 | 429 | null; retryAfterMs: number | null }): Refusal {
    const retryAfter: Record<string, string> =
      options.retryAfterMs === null ? {} : { 'retry-after': String(Math.ceil(options.retryAfterMs / 1_000)) };
    return new Refusal(
      options.style ?? 429,
      'APIGW.0308',
      'The throttling threshold has been reached: policy user over ratelimit,limit:XX,time:1 second',
      retryAfter,
    );
  }

  failure(status: number): Refusal {
    if (status === 504) return new Refusal(504, 'APIGW.0201', 'Backend timeout.');
    if (status === 502 || status === 503) return new Refusal(status, 'APIGW.0201', 'Backend unavailable.');
    if (status >= 500) return new Refusal(status, 'DCS.5000', 'Internal service error.');
    if (status === 403) return new Refusal(403, 'DCS.2003', 'You do not have the permission.');
    if (status === 404) return new Refusal(404, 'DCS.4001', 'The requested URL does not exist.');
    return new Refusal(status, '111400063', 'Invalid parameter.');
  }

  unknownOperation(): Refusal {
    return new Refusal(404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
  }

  reset(): void {
    this.#limiter.clear();
    this.#failuresInARow = 0;
    this.#lockedUntilMs = 0;
  }

  #checkToken(token: string): void {
    const found = this.#tokens.find(token, this.#world.nowMs());
    if (found === 'unknown') throw unauthenticated('decrypt token fail');
    if (found === 'expired') throw unauthenticated('token expires');
    if (!found.hasProject) throw new Refusal(401, 'DCS.1004', 'The token is not scoped to this project.');
  }

  #checkSignature(call: Call): void {
    const nowMs = this.#world.nowMs();
    if (nowMs < this.#lockedUntilMs) throw unauthenticated('the access key is locked after too many failures');
    const check = verifySignature(call, this.#credentials);
    if (!check.isValid) {
      this.#noteFailure(nowMs);
      throw unauthenticated(check.message);
    }
    this.#failuresInARow = 0;
    this.#checkTime(check.time, nowMs);
    if (headerOf(call, 'x-security-token') !== this.#credentials.securityToken) {
      throw unauthenticated('verify aksk signature fail, the security token does not belong to the access key');
    }
  }

  #checkTime(time: string, nowMs: number): void {
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(time) ?? [];
    const signedAtMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const { maxSkewMs } = this.#world.generalSettings();
    const isTimely = maxSkewMs === null || Math.abs(nowMs - signedAtMs) <= maxSkewMs;
    if (!Number.isNaN(signedAtMs) && isTimely) return;
    const serverTime = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    throw unauthenticated(
      `calc aksk signature fail:signature expired, signature time:${time},server time:${serverTime}`,
    );
  }

  /** Consecutive failures beyond the setting lock the access key for five minutes. */
  #noteFailure(nowMs: number): void {
    this.#failuresInARow += 1;
    const limit = this.#world.settings().lockAccessKeyAfterFailures;
    if (limit !== null && this.#failuresInARow > limit) this.#lockedUntilMs = nowMs + LOCK_MS;
  }

  #checkProject(call: Call): void {
    const { projectId } = this.#credentials;
    const claimed = headerOf(call, 'x-project-id');
    if (call.params['project_id'] === projectId && (claimed === null || claimed === projectId)) return;
    throw new Refusal(401, 'DCS.1004', 'The project ID in the URL does not match the one of the credentials.');
  }
}

/** An answer of DCS; `body` null means that it has none. */
export function dcsAnswer(
  world: HuaweicloudWorld,
  body: unknown,
  options: { status?: number; effects?: number } = {},
): Answer {
  return {
    status: options.status ?? 200,
    headers: headers(world.random.hex(32)),
    body: body === null ? '' : JSON.stringify(body),
    effects: options.effects ?? 0,
  };
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json;charset=utf-8', 'x-request-id': requestId };
}

function unauthenticated(message: string): Refusal {
  return new Refusal(401, AUTH_CODE, `${AUTH_PREFIX} ${message}`);
}
