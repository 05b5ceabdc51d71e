import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { Limits } from '../provider/limits.ts';
import { ActivitySlots, type SlotLimit, targetOf } from './activity-slots.ts';
import type { Channel } from './channel.ts';
import { PriorityQueue } from './priority-queue.ts';

/** What of a provider decides which of its steps are started. */
export interface LaneProvider {
  readonly limits: Limits;
  readonly channel: Pick<Channel, 'usefulBacklog'>;
}

/**
 * Decides which ready step is started next: by priority, for each provider no more than its queue can use soon, and a
 * step that opens a remote task only when `active` and `active_per_target` have room. A step without room is parked
 * until a place is free that it could take; as many are looked at again as there are places.
 */
export class StartQueue {
  readonly #graph: Graph;
  readonly #lanes = new Map<string, Lane>();
  readonly #onParked: ((step: Step, limit: SlotLimit) => void) | undefined;

  /** `onParked` hears of every step that has to wait for a place, once for each time that it is looked at in vain. */
  constructor(
    graph: Graph,
    providers: ReadonlyMap<string, LaneProvider>,
    onParked?: (step: Step, limit: SlotLimit) => void,
  ) {
    this.#graph = graph;
    this.#onParked = onParked;
    for (const [alias, { channel, limits }] of providers) {
      this.#lanes.set(alias, {
        ready: new PriorityQueue(),
        parked: new PriorityQueue(),
        parkedByTarget: new Map(),
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
      const { item: step, priority } = next;
      const unit = this.#unitOf(step);
      const opens = unit.activity?.opens === step.name;
      const obstacle = opens ? lane.slots.whatIsFull(unit) : undefined;
      if (isReady(step) && obstacle === undefined) {
        if (opens) lane.slots.open(unit);
        lane.workingCount += 1;
        return step;
      }
      if (obstacle !== undefined && isReady(step)) {
        parkedAt(lane, unit, obstacle).push(step, priority);
        this.#onParked?.(step, obstacle);
      }
      // It did not take the place that it may have been fetched for.
      if (opens) fetchParked(lane, targetOf(unit));
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
    const target = lane.slots.close(unit.address);
    if (target !== undefined) fetchParked(lane, target);
  }

  #unitOf(step: Step): PlannedUnit {
    const unit = this.#graph.unitsByAddress.get(step.unit);
    assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
    return unit;
  }

  #lane(alias: string): Lane {
    const lane = this.#lanes.get(alias);
    assertInvariant(lane !== undefined, `every step has a connected provider: ${alias}`);
    return lane;
  }
}

interface Lane {
  readonly ready: PriorityQueue<Step>;
  /** Steps that came when no more tasks might run. */
  readonly parked: PriorityQueue<Step>;
  /** Steps whose target was full when another task might run. */
  readonly parkedByTarget: Map<string, PriorityQueue<Step>>;
  readonly slots: ActivitySlots;
  readonly backlog: number;
  workingCount: number;
}

function parkedAt(lane: Lane, unit: PlannedUnit, limit: SlotLimit): PriorityQueue<Step> {
  if (limit === 'active') return lane.parked;
  const target = targetOf(unit);
  const known = lane.parkedByTarget.get(target);
  if (known !== undefined) return known;
  const created = new PriorityQueue<Step>();
  lane.parkedByTarget.set(target, created);
  return created;
}

/** The first of those that wait for a place, and the first of those that wait for one at this target, get another look. */
function fetchParked(lane: Lane, target: string): void {
  if (!lane.slots.hasRoom) return;
  const atTarget = lane.slots.hasRoomAt(target) ? lane.parkedByTarget.get(target)?.pop() : undefined;
  for (const next of [lane.parked.pop(), atTarget]) if (next !== undefined) lane.ready.push(next.item, next.priority);
}
