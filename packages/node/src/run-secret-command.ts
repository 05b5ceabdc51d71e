import { type ChildProcess, spawn } from 'node:child_process';
import type { SecretCommand } from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import type { Environment } from './environment.ts';
import { killGroup, killProcessTree } from './kill-process-tree.ts';

export interface RunSecretCommandsOptions {
  /** What the commands find in their environment. */
  readonly env: Environment;
  /** Where they are run. */
  readonly cwd: string;
  /** Ends those that are running. */
  readonly signal?: AbortSignal;
}

/** How a command ended. A reason continues a sentence that begins with the program, and holds nothing that it printed. */
export type CommandEnding =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A secret is a password or a key; an output of this size is something else. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** How long an ended command's output may stay open: a process that it left behind may hold it. */
const CLOSING_MS = 1000;

/**
 * Runs a command without a shell and takes the one line that it prints. What it writes to its error output goes nowhere.
 * On its time limit it is killed together with the processes that it started; those of its group are killed in any case once
 * it ends. A daemon, such as an agent that keeps a key unlocked, is left to itself then.
 */
export async function runSecretCommand(
  command: SecretCommand,
  { env, cwd, signal }: RunSecretCommandsOptions,
): Promise<CommandEnding> {
  const [program, ...args] = command.argv;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd,
      env: { ...env },
      shell: false,
      windowsHide: true,
      // A process group of its own, so that all of it can be killed.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return failed('cannot be started with these arguments');
  }
  return await new Promise<CommandEnding>((resolve) => {
    new RunningCommand(child, { timeoutMs: command.timeoutMs, signal, onEnd: resolve }).begin();
  });
}

interface Watch {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onEnd: (ending: CommandEnding) => void;
}

class RunningCommand {
  readonly #child: ChildProcess;
  readonly #watch: Watch;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #reason: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, watch: Watch) {
    this.#child = child;
    this.#watch = watch;
  }

  begin(): void {
    const { timeoutMs, signal } = this.#watch;
    this.#timer = setTimeout(() => this.#kill(`did not end within ${timeoutMs / 1000} s and was killed`), timeoutMs);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.once('error', (error: NodeJS.ErrnoException) => this.#end(failed(whyNotStarted(error))));
    this.#child.once('exit', () => this.#expectClose());
    this.#child.once('close', (code, killedBy) => this.#end(this.#judge(code, killedBy)));
    if (signal?.aborted === true) this.#onAbort();
  }

  readonly #onAbort = (): void => this.#kill('was ended because the run is stopping');

  #take(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MAX_OUTPUT_BYTES) this.#kill(`printed more than ${MAX_OUTPUT_BYTES / 1024} KiB`);
    else this.#chunks.push(chunk);
  }

  #kill(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    if (this.#child.pid !== undefined) killProcessTree(this.#child.pid);
    this.#expectClose();
  }

  /** Whoever else holds the output is killed, or left where it has a group of its own. */
  #expectClose(): void {
    if (this.#child.pid !== undefined) killGroup(this.#child.pid);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#child.stdout?.destroy(), CLOSING_MS);
  }

  #judge(code: number | null, killedBy: NodeJS.Signals | null): CommandEnding {
    if (this.#reason !== undefined) return failed(this.#reason);
    if (code !== 0)
      return failed(code === null ? `was ended by ${killedBy ?? 'a signal'}` : `exited with code ${code}`);
    return readValue(Buffer.concat(this.#chunks));
  }

  #end(ending: CommandEnding): void {
    clearTimeout(this.#timer);
    this.#watch.signal?.removeEventListener('abort', this.#onAbort);
    this.#watch.onEnd(ending);
  }
}

function readValue(bytes: Buffer): CommandEnding {
  const { text, fault } = decodeText(bytes);
  if (fault !== undefined) return failed('printed something that is not UTF-8 text');
  const value = text.replace(/\r?\n$/, '');
  if (value === '') return failed('printed nothing');
  return /[\r\n]/.test(value) ? failed('printed more than one line') : { kind: 'value', value };
}

function whyNotStarted({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'was not found';
  if (code === 'EACCES') return 'may not be run by this user';
  return `cannot be started${code === undefined ? '' : `: ${code}`}`;
}

function failed(reason: string): CommandEnding {
  return { kind: 'failed', reason };
}
