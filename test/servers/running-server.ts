import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommand, logsFolder, type ServerCommand, type ServerLayout } from './build-command.ts';
import { describeServer, type ServerName, type ServerUser } from './catalogue.ts';
import { endWithProcess } from './end-with-process.ts';
import { FOLDER_PREFIX } from './left-folders.ts';
import { type ProcessUser, prepareFolder } from './prepare-folder.ts';
import { ServerProcess } from './server-process.ts';
import { type ServerIdentity, waitUntilHealthy } from './wait-until-healthy.ts';

/**
 * Below the ports that the kernel gives to outgoing connections, so that none of those takes the port of a server that is
 * down for a moment. A server takes the first free port from a random place on.
 */
const PORTS = { from: 20_000, to: 32_000, tried: 100 };
const LOG_LINES = 40;

export interface ServerOptions {
  /** From `fetchServer`. */
  readonly installed: string;
  readonly javaHome: string;
  readonly heapMb: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly startTimeoutMs: number;
}

/** One server with its data, in a folder of its own that is removed with it. It may be down: `stop`, `kill`, `restart`. */
export class RunningServer implements AsyncDisposable {
  readonly name: ServerName;
  /** Where security is on: a superuser. */
  readonly user: ServerUser | undefined;
  readonly #layout: ServerLayout;
  readonly #processUser: ProcessUser;
  readonly #startTimeoutMs: number;
  readonly #registration: Disposable;
  #process: ServerProcess | undefined;
  #identity: ServerIdentity | undefined;

  private constructor(name: ServerName, { startTimeoutMs, ...options }: ServerOptions) {
    const server = describeServer(name);
    this.name = name;
    this.user = server.user;
    this.#startTimeoutMs = startTimeoutMs;
    const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
    this.#registration = endWithProcess(() => {
      this.#process?.killNow();
      removeFolder(folder);
    });
    this.#layout = { ...options, folder, httpPort: randomRange(), transportPort: randomRange() };
    this.#processUser = prepareFolder(server, this.#layout);
  }

  /** Resolves when it is healthy. Nothing of it is left when that fails. */
  static async start(name: ServerName, options: ServerOptions): Promise<RunningServer> {
    const server = new RunningServer(name, options);
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The same over restarts. */
  get url(): string {
    return this.#known.url;
  }

  get version(): string {
    return this.#known.version;
  }

  /** Of the server itself, also where a launcher started it. Another one after a restart. */
  get pid(): number {
    return this.#known.pid;
  }

  get isRunning(): boolean {
    return this.#process !== undefined && !this.#process.hasEnded;
  }

  /** What the server printed, over restarts. */
  get logPath(): string {
    return join(this.#layout.folder, 'server.log');
  }

  /** SIGTERM: the node closes its shards. The data stays for `restart`. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** SIGKILL. The data stays for `restart`. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Stops it if it runs, and starts it on the same data and port; resolves when it is healthy. */
  async restart(): Promise<void> {
    await this.stop();
    rmSync(join(logsFolder(this.#layout), 'http.ports'), { force: true });
    const started = new ServerProcess(this.#command(), this.#processUser, this.logPath);
    this.#process = started;
    try {
      this.#identity = await waitUntilHealthy({
        logs: logsFolder(this.#layout),
        user: this.user,
        startTimeoutMs: this.#startTimeoutMs,
        findEnd: () => started.end,
      });
    } catch (error) {
      throw new Error(`${this.name} did not start: ${(error as Error).message}\n${this.#tailOfLog()}`, {
        cause: error,
      });
    }
    started.serverPid = this.#identity.pid;
  }

  /** Stops it and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    removeFolder(this.#layout.folder);
    this.#registration[Symbol.dispose]();
  }

  get #known(): ServerIdentity {
    if (this.#identity === undefined) throw new Error(`${this.name} has not started`);
    return this.#identity;
  }

  #command(): ServerCommand {
    const httpPort = this.#identity === undefined ? this.#layout.httpPort : new URL(this.#identity.url).port;
    return buildCommand(describeServer(this.name), { ...this.#layout, httpPort });
  }

  #tailOfLog(): string {
    const lines = readFileSync(this.logPath, 'utf8').trimEnd().split('\n');
    return `The last lines of its log:\n${lines.slice(-LOG_LINES).join('\n')}`;
  }
}

function randomRange(): string {
  const first = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from - PORTS.tried));
  return `${first}-${first + PORTS.tried}`;
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
