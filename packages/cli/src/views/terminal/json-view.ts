import type { RunEvent } from '@waybill/core';
import { eventJson } from '../documents/event-json.ts';
import type { JsonSummary } from '../documents/json-objects.ts';
import type { RunView } from './run-view.ts';

/** One JSON object per line: every event, then the summary. */
export class JsonView implements RunView {
  readonly #print: (text: string) => void;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  onEvent(event: RunEvent): void {
    this.#print(`${JSON.stringify(eventJson(event))}\n`);
  }

  onStopRequested(): void {}

  aside(write: () => void): void {
    write();
  }

  end(summary: JsonSummary): void {
    this.#print(`${JSON.stringify(summary)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
