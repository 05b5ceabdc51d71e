import type { Clock } from '@waybill/core';
import type { JsonSummary } from '../documents/json-objects.ts';
import type { RunView } from './run-view.ts';

/** At most ten pictures a second. */
const FRAME_INTERVAL_MS = 100;
/** Clocks in the picture move although nothing happens. */
const IDLE_INTERVAL_MS = 1_000;

export interface LiveViewOptions {
  readonly clock: Clock;
  /** What to show now. */
  readonly frame: () => string;
  /** Replaces the picture on the screen. */
  readonly draw: (frame: string) => void;
  /** Takes the picture off the screen and gives the cursor back. */
  readonly clear: () => void;
  /** Prints text that stays. */
  readonly print: (text: string) => void;
  readonly renderEnd: (summary: JsonSummary) => string;
  readonly stopNotice: string;
}

/** A picture that is drawn again in place while the run is in progress, and gives way to the summary. */
export class LiveView implements RunView {
  readonly #options: LiveViewOptions;
  readonly #closing = new AbortController();
  readonly #drawing: Promise<void>;
  #isStale = true;
  #notice = '';

  constructor(options: LiveViewOptions) {
    this.#options = options;
    this.#drawing = this.#drawUntilClosed();
  }

  onEvent(): void {
    this.#isStale = true;
  }

  onStopRequested(): void {
    this.#notice = this.#options.stopNotice;
    this.#isStale = true;
  }

  /** The picture is erased before and drawn again below: erased later, it would take other rows with it. */
  aside(write: () => void): void {
    if (!this.#closing.signal.aborted) this.#options.clear();
    write();
    this.#isStale = true;
  }

  end(summary: JsonSummary): void {
    this.#close();
    this.#options.print(this.#options.renderEnd(summary));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    await this.#drawing;
  }

  #close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#options.clear();
  }

  async #drawUntilClosed(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    let drawnMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const now = clock.monotonicMs();
      if (this.#isStale || now - drawnMs >= IDLE_INTERVAL_MS) {
        this.#isStale = false;
        drawnMs = now;
        this.#options.draw(`${this.#options.frame()}${this.#notice === '' ? '' : `\n\n${this.#notice}`}`);
      }
      await clock.sleep(FRAME_INTERVAL_MS, signal).catch(() => {});
    }
  }
}
