import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';

type Resp2Options = RedisOptions & { readonly protocol: 2; readonly replyMapping: 'legacy' };

import { freePort } from '../../../packages/data-plane-redis/src/free-port.ts';
import { endWithProcess } from '../../servers/end-with-process.ts';
import { findProgram } from '../../servers/find-tools.ts';
import type { RedisVersion } from './redis-versions.ts';

const WHAT_TO_DO =
  'No redis-server was found on PATH: apt-get install --no-install-recommends redis-server, without starting its service.';
/** Ends a start that hangs. A machine under heavy load is ten times slower than a quiet one. */
const STARTUP_MS = 300_000;

/**
 * Whether tests can have real Redis servers. Continuous integration (`CI`), and whoever sets `WAYBILL_REQUIRE_SERVERS=1`, has
 * to have them; elsewhere the tests are skipped, and a warning says what to install.
 */
export function canStartRedis(
  env: NodeJS.ProcessEnv = process.env,
  warn: (text: string) => void = console.warn,
): boolean {
  if (findProgram('redis-server', env) !== undefined) return true;
  if (env['CI'] !== undefined || env['WAYBILL_REQUIRE_SERVERS'] === '1') throw new Error(WHAT_TO_DO);
  warn(`SKIPPED: tests against real Redis servers.\n${WHAT_TO_DO}`);
  return false;
}

export interface RedisServerOptions {
  /** Lines of its configuration, besides port, address and folder. */
  readonly config?: readonly string[];
  /** How the server is reached by the test itself. */
  readonly client?: RedisOptions;
  /** As a Sentinel, which watches others. */
  readonly isSentinel?: boolean;
  /** @default the one on PATH, which is 7.0 or later */
  readonly version?: Pick<RedisVersion, 'program' | 'major'>;
}

/** A real `redis-server` on a free port of this machine, in a folder of its own; it keeps nothing. */
export class RedisServer implements AsyncDisposable {
  readonly port: number;
  /** Through which the nodes of a cluster talk to each other. */
  readonly busPort: number;
  readonly folder: string;
  readonly #options: RedisServerOptions;
  readonly #end: Disposable;
  #child: ChildProcess;
  #client: Redis | undefined;

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await freePort(), options);
    await server.#untilReady();
    return server;
  }

  private constructor(port: number, busPort: number, options: RedisServerOptions) {
    this.port = port;
    this.busPort = busPort;
    this.#options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-redis-'));
    this.#child = this.#spawn();
    this.#end = endWithProcess(() => this.#child.kill('SIGKILL'));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** For the test itself: it shares nothing with what is tested but the library. */
  get client(): Redis {
    this.#client ??= this.connect();
    return this.#client;
  }

  connect(options: RedisOptions = {}): Redis {
    const all: Resp2Options = {
      port: this.port,
      host: '127.0.0.1',
      ...this.#options.client,
      ...options,
      protocol: 2,
      replyMapping: 'legacy',
    };
    const client = new Redis(all);
    client.on('error', () => {});
    return client;
  }

  /** Stops it, and starts it anew on the same port, without its data. */
  async restart(): Promise<void> {
    await this.kill();
    this.#child = this.#spawn();
    await this.#untilReady();
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client?.disconnect();
    await this.kill();
    this.#end[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const log = openSync(join(this.folder, 'server.log'), 'a');
    const { config = [], isSentinel = false, version } = this.#options;
    const lines = [`port ${this.port}`, 'bind 127.0.0.1', `dir ${this.folder}`];
    const own = isSentinel
      ? []
      : ['save ""', 'appendonly no', ...((version?.major ?? 7) < 7 ? [] : this.#linesSince7())];
    // A Sentinel writes into its file.
    const file = join(this.folder, 'server.conf');
    writeFileSync(file, `${[...lines, ...own, ...config].join('\n')}\n`);
    const child = spawn(version?.program ?? 'redis-server', [file, ...(isSentinel ? ['--sentinel'] : [])], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return child;
  }

  #linesSince7(): readonly string[] {
    return ['enable-debug-command yes', `cluster-port ${this.busPort}`];
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + STARTUP_MS;
    for (;;) {
      if (await this.#answers()) return;
      if (this.#child.exitCode !== null || Date.now() > deadline) throw new Error(this.log());
      await pause(20);
    }
  }

  /** Anything but no connection: a server may ask for a password, or speak TLS. */
  async #answers(): Promise<boolean> {
    const client = this.connect({
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      lazyConnect: true,
    });
    try {
      await client.connect();
      await client.ping();
      return true;
    } catch (error) {
      return error instanceof Error && /^(NOAUTH|NOPERM|LOADING)/.test(error.message);
    } finally {
      client.disconnect();
    }
  }

  log(): string {
    return readFileSync(join(this.folder, 'server.log'), 'utf8');
  }
}
