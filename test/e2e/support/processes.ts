import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const LOOK_INTERVAL_MS = 5;
/** Ends a test that hangs. Nothing is measured by it: a machine under heavy load is ten times slower than a quiet one. */
const DEFAULT_DEADLINE_MS = 300_000;

const { NODE_COMPILE_CACHE } = process.env;
/** Where Node keeps compiled modules: half of the start of a command is saved. Nothing where vitest measures coverage. */
export const COMPILE_CACHE: Readonly<Record<string, string>> =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Takes what kills the process when it is no longer needed.
   *
   * @default onTestFinished of the running test, which is not known where several tests run at once
   */
  readonly atEnd?: (kill: () => void) => void;
}

export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own whose output is collected. By default it is killed with the test that started it, however that ends. */
export class StartedProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  constructor(command: string, args: readonly string[], { cwd, env, atEnd = onTestFinished }: StartOptions) {
    this.#child = spawn(command, args, {
      cwd,
      env: { ...COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (this.#child.pid === undefined) throw new Error(`${command} could not be started`);
    this.pid = this.#child.pid;
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = this.#collect();
    atEnd(() => this.kill('SIGKILL'));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Nothing happens when it has ended already. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when output and exit code are complete. */
  async #collect(): Promise<ProcessEnd> {
    await once(this.#child, 'close');
    const { exitCode, signalCode } = this.#child;
    return { code: exitCode, signal: signalCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** A directory that goes with the test. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Looks until `find` gives something else than undefined or false. Throws, naming what was waited for. */
export async function waitFor<Found>(
  what: string,
  find: () => Found | undefined | false | Promise<Found | undefined | false>,
  deadlineMs: number = DEFAULT_DEADLINE_MS,
): Promise<Found> {
  for (const startMs = performance.now(); performance.now() - startMs < deadlineMs; ) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await pause(LOOK_INTERVAL_MS);
  }
  throw new Error(`not within ${deadlineMs} ms: ${what}`);
}
