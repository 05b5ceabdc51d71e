import { defined, TransportError } from '@waybill/core';
import { meaningOfFault } from '@waybill/transport';
import { readAuthorities } from '@waybill/transport/files';
import type { Redis } from 'ioredis';
import type { RedisCommand, RedisTarget } from './read-redis-request.ts';

export interface OpeningOptions extends RedisTarget {
  readonly connectTimeoutMs: number;
  readonly caPath: string | undefined;
}

/** What a server replied to one command. Texts stand for bytes. */
export type RedisReply = { readonly value: RedisValue } | { readonly error: string };
export type RedisValue = string | number | null | readonly RedisValue[];

interface ExchangeOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** Of the replies to a login. */
const MAX_LOGIN_BYTES = 65_536;

type Client = typeof import('./redis-client.ts');

/** One connection, logged in and with its database selected. */
export class RedisConnection {
  readonly #redis: Redis;
  readonly #command: Client['ByteCommand'];
  readonly #place: string;
  #refusal: { readonly error: string; readonly isLogin: boolean } | undefined;
  #isBroken = false;
  #lastError: unknown;

  /**
   * Connects, logs in and selects the database. What the server refuses of that is `refusal`.
   *
   * @throws TransportError where there is no connection: nothing of a request was sent
   */
  static async open(options: OpeningOptions): Promise<RedisConnection> {
    // Read before the client is loaded: without the file no connection would be what the plan asks for.
    const tls = options.isEncrypted ? { tls: tlsOf(options) } : {};
    const { Redis, ByteCommand } = await import('./redis-client.ts');
    const { host, port, connectTimeoutMs: connectTimeout } = options;
    const redis = new Redis({ ...SETTINGS, host, port, connectTimeout, ...tls });
    const connection = new RedisConnection(
      redis,
      ByteCommand,
      `${host}:${port}${options.isEncrypted ? ' with TLS' : ''}`,
    );
    try {
      await connection.#connect();
      await connection.#logIn(options);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  private constructor(redis: Redis, command: Client['ByteCommand'], place: string) {
    this.#redis = redis;
    this.#command = command;
    this.#place = place;
    redis.on('error', (error: unknown) => {
      this.#lastError = error;
    });
    redis.on('close', () => {
      this.#isBroken = true;
    });
  }

  get isUsable(): boolean {
    return !this.#isBroken && this.#refusal === undefined;
  }

  /** What the server said to the login or to the database; then it is asked nothing more. */
  get refusal(): string | undefined {
    return this.#refusal?.error;
  }

  get isLoginRefused(): boolean {
    return this.#refusal?.isLogin === true;
  }

  close(): void {
    this.#isBroken = true;
    this.#redis.disconnect();
  }

  /**
   * Sends a batch in one piece and reads all replies to it.
   *
   * @throws TransportError where they did not all come: the batch may have been carried out
   */
  async exchange(commands: readonly RedisCommand[], options: ExchangeOptions): Promise<readonly RedisReply[]> {
    const { promise, reject } = Promise.withResolvers<never>();
    const release = this.#watch(options, reject);
    try {
      return await Promise.race([this.#send(commands), promise]);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      release();
    }
  }

  async #connect(): Promise<void> {
    try {
      await this.#redis.connect();
    } catch (error) {
      throw this.#fault(this.#lastError ?? error, false);
    }
  }

  async #logIn({ username, password, database, connectTimeoutMs }: OpeningOptions): Promise<void> {
    const names = username === undefined ? [] : [username];
    const isLogin = password !== undefined;
    const commands: readonly RedisCommand[] = [
      ...(isLogin ? [['AUTH', ...[...names, password].map(bytesOf)] as const] : []),
      ...(database === 0 ? [] : [['SELECT', String(database)] as const]),
    ];
    if (commands.length === 0) return;
    const limits = { timeoutMs: connectTimeoutMs, maxResponseBytes: MAX_LOGIN_BYTES };
    try {
      const replies = await this.exchange(commands, { signal: new AbortController().signal, ...limits });
      const at = replies.findIndex((reply) => 'error' in reply);
      const refused = replies[at];
      if (refused !== undefined && 'error' in refused)
        this.#refusal = { error: refused.error, isLogin: isLogin && at === 0 };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new TransportError(error.message, {
        wasSent: false,
        reason: error.reason,
        ...redisMeaning(error.reason, false),
        cause: error.cause,
      });
    }
  }

  async #send(commands: readonly RedisCommand[]): Promise<readonly RedisReply[]> {
    const { stream } = this.#redis;
    stream.cork();
    const sent = commands.map((command) => this.#sendOne(command));
    stream.uncork();
    return await Promise.all(sent);
  }

  async #sendOne([name, ...args]: RedisCommand): Promise<RedisReply> {
    try {
      return { value: (await this.#redis.sendCommand(new this.#command(name, args))) as RedisValue };
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError') return { error: error.message };
      throw this.#fault(this.#lastError ?? error, true);
    }
  }

  /** Ends an exchange that is aborted, takes too long, or answers with too much. */
  #watch({ signal, timeoutMs, maxResponseBytes }: ExchangeOptions, fail: (reason: unknown) => void): () => void {
    const { stream } = this.#redis;
    let sizeBytes = 0;
    const onAbort = (): void => fail(signal.reason);
    const onData = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxResponseBytes)
        fail(this.#error('RESPONSE_TOO_LARGE', `the answer is larger than ${maxResponseBytes} bytes`));
    };
    const timer = setTimeout(
      () => fail(this.#error('EXCHANGE_TIMEOUT', `no complete answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    stream.on('data', onData);
    return () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      stream.off('data', onData);
    };
  }

  #fault(cause: unknown, wasSent: boolean): TransportError {
    const reason = codeOf(cause) ?? 'CONNECTION_CLOSED';
    const detail = cause instanceof Error ? cause.message : String(cause);
    const message = `Redis at ${this.#place}: ${detail}`;
    return new TransportError(message, { wasSent, reason, ...redisMeaning(reason, wasSent), cause });
  }

  #error(reason: string, detail: string): TransportError {
    return new TransportError(`Redis at ${this.#place}: ${detail}`, { wasSent: true, reason });
  }
}

/** No queue, no repetition and no command of the client's own: all of that is decided elsewhere. */
const SETTINGS = {
  lazyConnect: true,
  enableOfflineQueue: false,
  enableReadyCheck: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  disableClientInfo: true,
  protocol: 2,
} as const;

function tlsOf({ host, caPath }: OpeningOptions) {
  // Addresses are no names that TLS could ask for.
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return { ...servername, ...defined({ ca: caPath === undefined ? undefined : readAuthorities(caPath) }) };
}

function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function codeOf(cause: unknown): string | undefined {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  if (typeof code === 'string') return code;
  const message = cause instanceof Error ? cause.message : '';
  return message === 'connect ETIMEDOUT' ? 'ETIMEDOUT' : undefined;
}

/** As for HTTP, in words that fit. */
function redisMeaning(reason: string, wasSent: boolean): ReturnType<typeof meaningOfFault> {
  const meaning = meaningOfFault(reason, wasSent);
  if (reason.endsWith('ALERT_CERTIFICATE_REQUIRED')) return { ...meaning, hint: CLIENT_CERTIFICATE };
  const hint = HINTS.find(([part]) => meaning.hint?.includes(part))?.[1];
  return hint === undefined ? meaning : { ...meaning, hint };
}

const CLIENT_CERTIFICATE =
  'The server asks its clients for a certificate, which a plan cannot give: turn that off (`tls-auth-clients no`), or go through a tunnel that has one.';

const HINTS: readonly (readonly [ofHttp: string, hint: string])[] = [
  [
    'NODE_EXTRA_CA_CERTS',
    'If a private authority issued the certificate, name its PEM file as `ca:` in the provider or in NODE_EXTRA_CA_CERTS; otherwise check `url:` and the clock of this machine.',
  ],
  ['HTTP/1.1', 'Check scheme and port of `url:`: rediss:// is TLS, redis:// is not.'],
  ['name resolution', 'Check `url:`, and name resolution on this machine.'],
  ['firewall', 'Check `url:`, the firewall, and whether the server listens on that address.'],
];
