import type { Clock } from '@waybill/core';
import type { Host } from '@waybill/node/host';

/**
 * Everything the command line touches outside of its own process memory, so that a test can run a whole session without a
 * process. Nothing behind `runCli` reads `process`.
 */
export interface CliIo {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory that relative paths start from. */
  readonly cwd: string;
  readonly host: HostFacts;
  /**
   * The clock of runs and of reads. Times that are displayed come from the machine's clock.
   *
   * @default the machine's clock
   */
  readonly clock?: Clock;
  readonly signals: SignalSource;
  /**
   * Asks one question on the terminal; undefined after Ctrl-C and at the end of the input. Only called when stdin and
   * stderr are terminals.
   */
  ask(question: string): Promise<string | undefined>;
  /** Everything on standard input, to its end. */
  readStdin(): Promise<Uint8Array>;
  /** Questions can be asked. */
  readonly isInteractive: boolean;
  /**
   * Starts this command line with other words as a process that outlives this one. Resolves with the first line that it
   * prints, empty when it ends before.
   */
  startDetached(words: readonly string[]): Promise<DetachedProcess>;
  /**
   * From now on memory matters more than processor time: of what lives long, as a large plan does, or of data that passes
   * through and is garbage at once.
   *
   * @default plan
   */
  saveMemory(of?: 'data' | 'plan'): void;
  /**
   * Where the memory of a large plan is saved, what nothing uses any more gives its memory back: some 0.1 s for each 100 MB that
   * is still in use, in turns of the event loop of their own. Anywhere else nothing is done.
   */
  collectGarbage(): Promise<void>;
  /** Ends the process at once, for a second interrupt. */
  exitNow(code: number): void;
}

export interface DetachedProcess {
  readonly pid: number;
  readonly firstLine: string;
}

export interface TextOutput {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width and height of the terminal now; 80 by 24 when it is none. */
  size(): TerminalSize;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface HostFacts extends Host {
  /** Whether a process with this id lives on this host. */
  isProcessAlive(pid: number): boolean;
}

/** A signal, or that standard output can no longer be written, so that nobody sees what a run does. */
export type InterruptName = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'output-lost';

export interface SignalSource {
  /** Calls `handler` for every interrupt until the returned function is called. */
  onInterrupt(handler: (name: InterruptName) => void): () => void;
}
