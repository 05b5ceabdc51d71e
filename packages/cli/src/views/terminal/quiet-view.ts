import type { JsonSummary } from '../documents/json-objects.ts';
import type { RunView } from './run-view.ts';

/** The end of the run and nothing else. */
export class QuietView implements RunView {
  readonly #printEnd: (summary: JsonSummary) => void;

  constructor(printEnd: (summary: JsonSummary) => void) {
    this.#printEnd = printEnd;
  }

  onEvent(): void {}

  onStopRequested(): void {}

  aside(write: () => void): void {
    write();
  }

  end(summary: JsonSummary): void {
    this.#printEnd(summary);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
