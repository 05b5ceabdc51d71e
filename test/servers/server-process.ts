import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerCommand } from './build-command.ts';
import type { ProcessUser } from './prepare-folder.ts';

/** A node closes its shards in well under a second; one that does not is killed. */
const STOP_TIMEOUT_MS = 30_000;

/** The variables of ours that a server gets: none that changes how Java or Elasticsearch starts. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ'];

/** The process of a server. It ends by itself when this one ends: it reads the pipe that is its standard input. */
export class ServerProcess {
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  /** From version 8 on the child is a launcher, and the server a child of its own. */
  #serverPid: number | undefined;

  constructor({ program, args, cwd, env }: ServerCommand, { uid, gid }: ProcessUser, logPath: string) {
    const log = openSync(logPath, 'a');
    const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
    this.#child = spawn(program, args, {
      cwd,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['pipe', log, log],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    closeSync(log);
    // It is never written to; that its reader is gone is seen by `ended`.
    this.#child.stdin?.on('error', () => {});
    this.ended = this.#waitForEnd();
  }

  get hasEnded(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** `code 1`, `SIGKILL`; undefined while it runs. */
  get end(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    return signalCode ?? (exitCode === null ? undefined : `code ${exitCode}`);
  }

  /** Once the server itself has said which process it is. */
  set serverPid(pid: number) {
    this.#serverPid = pid;
  }

  /** Closes the node as an operator would. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.#child.kill('SIGTERM');
    const timeout = new AbortController();
    const hasStopped = await Promise.race([
      this.ended.then(() => true),
      pause(STOP_TIMEOUT_MS, false, { signal: timeout.signal }),
    ]);
    if (!hasStopped) await this.kill();
    timeout.abort();
  }

  async kill(): Promise<void> {
    this.killNow();
    await this.ended;
  }

  /** SIGKILL to the server. A launcher reaps it and ends. */
  killNow(): void {
    if (this.hasEnded) return;
    if (this.#serverPid === undefined) this.#child.kill('SIGKILL');
    else killIfAlive(this.#serverPid);
  }

  async #waitForEnd(): Promise<void> {
    // The event `error` comes in the place of `exit` when it could not be started.
    await once(this.#child, 'exit').catch(() => {});
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
