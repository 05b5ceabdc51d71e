import { resolve } from 'node:path';
import { type HttpResponse, type SendOptions, type Transport, TransportError } from '@waybill/core';
import {
  DEFAULT_TRANSPORT_OPTIONS,
  type TimedRequest,
  type TransportLimits,
  type TransportOptions,
} from '@waybill/transport';
import { type RedisCommand, readRedisRequest } from './read-redis-request.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisPool } from './redis-pool.ts';

/**
 * Batches of Redis commands as exchanges. The URL is `redis://host:port/db` or `rediss://…` for TLS, the body a JSON array of
 * commands, each an array of texts; the answer is a JSON array with `{ value }` or `{ error }` for each. A text stands for
 * bytes, one character (0 to 255) for each. User and password come as the header `authorization` of basic authentication; a
 * login that is refused is answered with status 401.
 *
 * One exchange at a time is on a connection. Nothing is queued without a connection, and nothing is sent twice.
 */
export function createRedisTransport(options: TransportOptions = {}): Transport & AsyncDisposable {
  return new RedisTransport(options);
}

class RedisTransport implements Transport, AsyncDisposable {
  readonly asksMayStart = true;
  readonly #limits: TransportLimits;
  readonly #cwd: string;
  /** By server, database, user, TLS and time limit of connecting. */
  readonly #pools = new Map<string, RedisPool>();

  constructor({ env: _env, cwd = process.cwd(), ...limits }: TransportOptions) {
    this.#limits = { ...DEFAULT_TRANSPORT_OPTIONS, ...limits };
    this.#cwd = cwd;
  }

  async send(request: TimedRequest, { signal, mayStart = () => true }: SendOptions): Promise<HttpResponse> {
    signal.throwIfAborted();
    const { commands, ...target } = readRedisRequest(request);
    const connectTimeoutMs = request.timeouts?.connectMs ?? this.#limits.connectTimeoutMs;
    const caPath = request.caFile === undefined ? undefined : resolve(this.#cwd, request.caFile);
    const key = JSON.stringify([target, connectTimeoutMs, caPath]);
    const pool = this.#pools.get(key) ?? new RedisPool(this.#limits.maxConnectionsPerOrigin);
    this.#pools.set(key, pool);
    const open = (): Promise<RedisConnection> => RedisConnection.open({ ...target, connectTimeoutMs, caPath });
    const timeoutMs = request.timeouts?.responseMs ?? this.#limits.exchangeTimeoutMs;
    const { maxResponseBytes } = this.#limits;
    return await pool.use(open, signal, (connection) =>
      exchange(connection, commands, { signal, mayStart, timeoutMs, maxResponseBytes, url: request.url }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const pool of this.#pools.values()) pool.close();
  }
}

interface ExchangeLimits {
  readonly signal: AbortSignal;
  readonly mayStart: () => boolean;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly url: string;
}

async function exchange(
  connection: RedisConnection,
  commands: readonly RedisCommand[],
  { signal, mayStart, url, ...limits }: ExchangeLimits,
): Promise<HttpResponse> {
  signal.throwIfAborted();
  if (connection.refusal !== undefined) {
    const refused = commands.map(() => ({ error: connection.refusal }));
    return { status: connection.isLoginRefused ? 401 : 200, headers: {}, body: JSON.stringify(refused) };
  }
  if (!mayStart())
    throw new TransportError(`POST ${url}: held back because the state now belongs to another process`, {
      wasSent: false,
      reason: 'LEASE_LOST',
    });
  const replies = await connection.exchange(commands, { signal, ...limits });
  return { status: 200, headers: {}, body: JSON.stringify(replies) };
}
