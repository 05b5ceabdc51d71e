import type { Clock } from '@waybill/core';
import type { CliIo, DetachedProcess, InterruptName, TextOutput } from '../cli-io.ts';
import { fastClock } from './fast-clock.ts';

export interface FakeIoOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The answer to every question, or one after the other until the input ends; absent: no terminal. */
  readonly answer?: string | readonly string[];
  /** What is on standard input. */
  readonly stdin?: string;
  readonly livePids?: readonly number[];
  readonly host?: string;
  /** The outputs are a terminal. */
  readonly isTTY?: boolean;
}

/** A terminal session held in memory. */
export class FakeIo implements CliIo {
  readonly stdout: RecordedOutput;
  readonly stderr: RecordedOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly host: CliIo['host'];
  readonly clock: Clock = fastClock;
  readonly isInteractive: boolean;
  readonly questions: string[] = [];
  readonly exits: number[] = [];
  savesMemory = false;
  readonly #handlers = new Set<(name: InterruptName) => void>();
  readonly #answer: string | readonly string[];
  readonly #stdin: string;

  constructor(options: FakeIoOptions = {}) {
    this.stdout = new RecordedOutput(options.isTTY ?? false);
    this.stderr = new RecordedOutput(options.isTTY ?? false);
    this.env = { LANG: 'C.UTF-8', ...options.env };
    this.cwd = options.cwd ?? '/';
    const live = options.livePids ?? [];
    this.host = {
      name: options.host ?? 'host-1',
      user: 'tester',
      pid: 100,
      isProcessAlive: (pid) => live.includes(pid),
    };
    this.isInteractive = options.answer !== undefined;
    this.#answer = options.answer ?? '';
    this.#stdin = options.stdin ?? '';
  }

  readonly signals: CliIo['signals'] = {
    onInterrupt: (handler) => {
      this.#handlers.add(handler);
      return () => this.#handlers.delete(handler);
    },
  };

  /** As Ctrl-C does. */
  interrupt(): void {
    for (const handler of this.#handlers) handler('SIGINT');
  }

  async ask(question: string): Promise<string | undefined> {
    this.questions.push(question);
    return typeof this.#answer === 'string' ? this.#answer : this.#answer[this.questions.length - 1];
  }

  async readStdin(): Promise<Uint8Array> {
    return Buffer.from(this.#stdin);
  }

  /** What the process that is started prints first; its words are kept. */
  detachedLine = '';
  readonly detached: (readonly string[])[] = [];

  async startDetached(words: readonly string[]): Promise<DetachedProcess> {
    this.detached.push(words);
    return { pid: 4711, firstLine: this.detachedLine };
  }

  saveMemory(): void {
    this.savesMemory = true;
  }

  collections = 0;

  async collectGarbage(): Promise<void> {
    this.collections += 1;
  }

  exitNow(code: number): void {
    this.exits.push(code);
  }
}

/** Keeps what was written; `onWrite` lets a test act at a certain output. */
export class RecordedOutput implements TextOutput {
  readonly isTTY: boolean;
  text = '';
  onWrite: (text: string) => void = () => {};

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
    this.onWrite(text);
  }

  size(): { columns: number; rows: number } {
    return { columns: 80, rows: 24 };
  }
}
