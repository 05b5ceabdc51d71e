import type { RunEvent } from '@waybill/core';
import type { JsonSummary } from '../documents/json-objects.ts';

/** Shows a run to someone. A view sees events and the summary, and has no other source of truth. */
export interface RunView extends AsyncDisposable {
  onEvent(event: RunEvent): void;
  /** The user asked to stop. */
  onStopRequested(): void;
  /** Lets something be written to the same terminal, with nothing of the view in its way. */
  aside(write: () => void): void;
  /** Called once, after the last event. */
  end(summary: JsonSummary): void;
}
