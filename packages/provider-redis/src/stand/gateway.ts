import {
  type Answer,
  type Call,
  type Gateway,
  headerOf,
  RateLimiter,
  type Refusal,
  type SignedRequest,
  type Violation,
} from '@waybill/stand-kit';
import type { RedisCredentials } from './credentials.ts';
import { LOADING, NOT_LOGGED_IN, RedisError, WRONG_LOGIN } from './redis-error.ts';
import type { RedisState } from './redis-state.ts';
import type { RedisWorld } from './redis-world.ts';

/** What a server does before a command: logins, and the form of errors. */
export class RedisGateway implements Gateway {
  readonly #world: RedisWorld;
  readonly #state: RedisState;
  readonly #credentials: RedisCredentials;
  readonly #limiter = new RateLimiter();

  constructor(world: RedisWorld, state: RedisState, credentials: RedisCredentials) {
    this.#world = world;
    this.#state = state;
    this.#credentials = credentials;
  }

  authenticate(call: Call): void {
    const name = call.params['server'] ?? '';
    const server = this.#state.server(name);
    if (server === null) throw new RedisError('ERR no such server in the sandbox', 404);
    const others = this.#world.settings().takesAnyLogin ? null : this.#credentials.password;
    const { password = others } = server.seed;
    if (password === null) return;
    const login = loginIn(headerOf(call, 'authorization'));
    // As a server does that was given no login: it answers each command so.
    if (login === undefined) throw new RedisError(NOT_LOGGED_IN, 401);
    const isUser = login.username === '' || login.username === this.#credentials.username;
    if (!isUser || login.password !== password) throw new RedisError(WRONG_LOGIN, 401);
  }

  admit(): void {
    const limit = this.#world.rateLimit();
    const retryAfterMs = this.#limiter.admit(limit, this.#world.nowMs());
    if (retryAfterMs === null || limit === null) return;
    throw this.throttled({ style: limit.style, retryAfterMs: null });
  }

  refuse(refusal: Refusal): Answer {
    const said = refusal instanceof RedisError ? refusal.said : `${refusal.code} ${refusal.message}`;
    return {
      status: refusal.status,
      headers: { 'content-type': 'application/json', ...refusal.headers },
      body: JSON.stringify([{ error: said }]),
      effects: 0,
    };
  }

  invalid({ path, message }: Violation): Refusal {
    return new RedisError(`ERR Protocol error: ${path.join('.')} ${message}`, 400);
  }

  throttled({ style }: { style: 400 | 429 | null; retryAfterMs: number | null }): Refusal {
    return new RedisError('ERR max number of clients reached', style ?? 429);
  }

  failure(status: number): Refusal {
    if (status === 401) return new RedisError(WRONG_LOGIN, status);
    if (status === 403) return new RedisError("NOPERM this user has no permissions to run the 'scan' command", status);
    if (status === 404) return this.unknownOperation();
    return new RedisError(status >= 500 ? LOADING : 'ERR syntax error', status);
  }

  unknownOperation(_request?: Pick<SignedRequest, 'method' | 'target'>): Refusal {
    return new RedisError('ERR unknown command', 404);
  }

  reset(): void {
    this.#limiter.clear();
  }
}

function loginIn(authorization: string | null): { readonly username: string; readonly password: string } | undefined {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const login = Buffer.from(encoded, 'base64').toString('utf8');
  const mark = login.indexOf(':');
  return { username: login.slice(0, mark), password: login.slice(mark + 1) };
}
