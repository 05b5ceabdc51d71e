import type { Clock, RunEvent } from '@waybill/core';
import type { JsonSummary } from '../documents/json-objects.ts';
import type { PlainLines } from '../text/plain-lines.ts';
import type { RunView } from './run-view.ts';

const TICK_INTERVAL_MS = 1_000;

export interface PlainViewOptions {
  readonly clock: Clock;
  readonly lines: PlainLines;
  readonly print: (text: string) => void;
  readonly renderEnd: (summary: JsonSummary) => string;
  readonly stopNotice: string;
}

/** Lines for a log: nothing is ever drawn over. */
export class PlainView implements RunView {
  readonly #options: PlainViewOptions;
  readonly #closing = new AbortController();
  readonly #ticking: Promise<void>;

  constructor(options: PlainViewOptions) {
    this.#options = options;
    this.#ticking = this.#tickUntilClosed();
  }

  onEvent(event: RunEvent): void {
    this.#print(this.#options.lines.add(event));
  }

  onStopRequested(): void {
    this.#print([this.#options.stopNotice]);
  }

  aside(write: () => void): void {
    write();
  }

  end(summary: JsonSummary): void {
    this.#closing.abort();
    this.#options.print(`\n${this.#options.renderEnd(summary)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#ticking;
  }

  #print(lines: readonly string[]): void {
    if (lines.length > 0) this.#options.print(`${lines.join('\n')}\n`);
  }

  async #tickUntilClosed(): Promise<void> {
    const { clock, lines } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await clock.sleep(TICK_INTERVAL_MS, signal).catch(() => {});
      if (!signal.aborted) this.#print(lines.tick(clock.now()));
    }
  }
}
