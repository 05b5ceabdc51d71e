import { assertInvariant } from '../errors.ts';
import type { Step } from '../graph/graph.ts';
import type { EventChannel } from './event-calls.ts';
import { EventPoller } from './event-poller.ts';
import type { EventQueue } from './event-queue.ts';
import type { ModelStep, ModelWait, SimulationModel } from './simulation-model.ts';

interface PollerParts {
  readonly channelOf: (alias: string) => EventChannel;
  readonly onReached: (step: ModelStep) => void;
}

/** The pollers of a simulated run: one for each poll and scope, from its first wait on. */
export class EventPollers {
  readonly #model: SimulationModel;
  readonly #events: EventQueue;
  readonly #parts: PollerParts;
  readonly #opened = new Map<string, EventPoller>();

  constructor(model: SimulationModel, events: EventQueue, parts: PollerParts) {
    this.#model = model;
    this.#events = events;
    this.#parts = parts;
  }

  of(step: Step, poll: ModelWait['kind']['definition'], key: string): EventPoller {
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const lane = this.#model.lanes.get(step.provider);
    assertInvariant(lane !== undefined, `every step has a provider of the plan: ${step.address}`);
    const opened = new EventPoller({
      key,
      poll,
      polling: lane.polling,
      pace: this.#model.replays.get(key)?.pace,
      channel: this.#parts.channelOf(step.provider),
      events: this.#events,
      onReached: this.#parts.onReached,
    });
    this.#opened.set(key, opened);
    return opened;
  }
}
