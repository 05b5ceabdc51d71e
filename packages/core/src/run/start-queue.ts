import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { ActivitySlots } from './activity-slots.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { RunProvider } from './run-provider.ts';

/**
 * Decides which ready step is started next: by priority, for each provider no more than its queue can use soon, and a
 * step that opens a remote task only when `active` and `active_per_target` have room. Steps without room are parked
 * until a task of their provider ends.
 */
export class StartQueue {
  readonly #graph: Graph;
  readonly #lanes = new Map<string, Lane>();

  constructor(graph: Graph, providers: ReadonlyMap<string, RunProvider>) {
    this.#graph = graph;
    for (const [alias, { channel, limits }] of providers) {
      this.#lanes.set(alias, {
        ready: new ReadyQueue(),
        parked: [],
        slots: new ActivitySlots(limits),
        backlog: channel.usefulBacklog,
        workingCount: 0,
      });
    }
  }

  get isAnybodyWorking(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.workingCount > 0);
  }

  push(step: Step, priority: number): void {
    this.#lane(step.provider).ready.push(step, priority);
  }

  /**
   * Takes the next step of a provider and counts it as being worked on until `workEnded`. `isReady` tells whether a
   * queued step still is: its unit may have failed meanwhile.
   */
  take(alias: string, isReady: (step: Step) => boolean): Step | undefined {
    const lane = this.#lane(alias);
    while (lane.workingCount < lane.backlog) {
      const next = lane.ready.pop();
      if (next === undefined) return undefined;
      if (!isReady(next.step)) continue;
      if (this.#opensWithoutRoom(next.step, lane)) lane.parked.push(next);
      else {
        lane.workingCount += 1;
        return next.step;
      }
    }
    return undefined;
  }

  workEnded(alias: string): void {
    this.#lane(alias).workingCount -= 1;
  }

  /** A remote task that an earlier run opened. */
  openTask(unit: PlannedUnit): void {
    this.#lane(unit.unit.migration.provider).slots.open(unit);
  }

  /** The unit's remote task no longer runs, or was never started: its place may be free for a parked step. */
  closeTask(unit: PlannedUnit): void {
    const lane = this.#lane(unit.unit.migration.provider);
    if (!lane.slots.close(unit.address)) return;
    for (const { step, priority } of lane.parked.splice(0)) lane.ready.push(step, priority);
  }

  #opensWithoutRoom(step: Step, lane: Lane): boolean {
    const unit = this.#graph.unitsByAddress.get(step.unit);
    assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
    if (unit.activity?.opens !== step.name) return false;
    if (!lane.slots.hasRoomFor(unit)) return true;
    lane.slots.open(unit);
    return false;
  }

  #lane(alias: string): Lane {
    const lane = this.#lanes.get(alias);
    assertInvariant(lane !== undefined, `every step has a connected provider: ${alias}`);
    return lane;
  }
}

interface Lane {
  readonly ready: ReadyQueue;
  readonly parked: { readonly step: Step; readonly priority: number }[];
  readonly slots: ActivitySlots;
  readonly backlog: number;
  workingCount: number;
}
