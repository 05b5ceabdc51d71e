import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '@waybill/stand-kit';
import { connectRedis, type RedisPlace } from './connect-redis.ts';

export interface RedisProcessOptions {
  readonly program: string;
  /** Made here, and removed when the server has ended. */
  readonly folder: string;
  /** Options of the command line, besides where it listens and writes. */
  readonly args: readonly string[];
  readonly password?: string;
  /** A port of 127.0.0.1, for a server that has to have one. Others listen at a socket in their folder. */
  readonly port?: number;
}

const POLL_MS = 10;
const STARTUP_MS = 15_000;
const LOG_TAIL_CHARS = 1_500;

/**
 * Starts the server, waits until its standard input is closed, ends it and removes its folder. The other end of that pipe is
 * this process alone, so that no way to end leaves a server behind: neither an exception nor SIGKILL.
 */
const GUARD = `
folder=$1
shift
"$@" </dev/null &
server=$!
exec >/dev/null 2>&1
read -r line
kill -9 "$server"
wait "$server"
rm -rf "$folder"
`;

/** A `redis-server` that saves nothing by itself. */
export class RedisProcess implements AsyncDisposable {
  readonly place: RedisPlace;
  readonly folder: string;
  readonly #password: string | null;
  readonly #guard: ChildProcess;
  readonly #guardEnded: Promise<unknown>;
  #hasEnded = false;

  /** @throws Error if it ends before it answers; its log is in the message */
  static async start(options: RedisProcessOptions): Promise<RedisProcess> {
    mkdirSync(options.folder, { recursive: true });
    const server = new RedisProcess(options);
    try {
      await server.#untilReady();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(options: RedisProcessOptions) {
    const { program, folder, args, password, port } = options;
    const socket = join(folder, 'server.sock');
    this.folder = folder;
    this.place = port === undefined ? { path: socket } : { host: '127.0.0.1', port };
    this.#password = password ?? null;
    const own = {
      port: String(port ?? 0),
      bind: '127.0.0.1',
      unixsocket: socket,
      dir: folder,
      pidfile: join(folder, 'server.pid'),
      logfile: join(folder, 'server.log'),
      save: '',
      appendonly: 'no',
      ...defined({ requirepass: password }),
    };
    const words = Object.entries(own).flatMap(([name, value]) => [`--${name}`, value]);
    // A session of its own: Ctrl-C in a terminal reaches this process alone, which ends its servers in order.
    this.#guard = spawn('/bin/sh', ['-c', GUARD, 'guard', folder, program, ...words, ...args], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#guardEnded = once(this.#guard, 'exit').catch(() => {});
    this.#guard.stdin?.on('error', () => {});
    // Only the server holds the other end: it is closed when the server has ended.
    this.#guard.stdout?.on('close', () => {
      this.#hasEnded = true;
    });
    this.#guard.stdout?.resume();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The end of what it has written. */
  logTail(): string {
    try {
      return readFileSync(join(this.folder, 'server.log'), 'utf8').slice(-LOG_TAIL_CHARS);
    } catch {
      return '';
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#guard.stdin?.end();
    await this.#guardEnded;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A server that loads a file answers that it does, for as long as that takes. */
  async #untilReady(): Promise<void> {
    const deadlineMs = Date.now() + STARTUP_MS;
    for (;;) {
      const answer = await this.#ping();
      if (answer === 'ready') return;
      if (this.#hasEnded) throw new Error(`redis-server ended before it answered:\n${this.logTail()}`);
      if (answer === 'silent' && Date.now() > deadlineMs)
        throw new Error(`redis-server does not answer:\n${this.logTail()}`);
      await pause(POLL_MS);
    }
  }

  async #ping(): Promise<'ready' | 'loading' | 'silent'> {
    const client = connectRedis({ place: this.place, password: this.#password });
    try {
      await client.ping();
      return 'ready';
    } catch (error) {
      return error instanceof Error && error.message.startsWith('LOADING') ? 'loading' : 'silent';
    } finally {
      client.disconnect();
    }
  }
}
