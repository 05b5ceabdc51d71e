import { assertInvariant } from '../errors.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { type ActivitySlots, type SlotLimit, targetOf } from '../limits/activity-slots.ts';
import { BucketQueue } from '../limits/bucket-queue.ts';
import type { Channel } from '../limits/channel.ts';
import type { OrphanPlace } from '../progress/running-orphans.ts';
import { DEFAULT_SLICES, type Limits } from '../provider/limits.ts';
import { isOwnWork } from '../provider/steps/step-traits.ts';
import type { ReadyStep } from './ready-step.ts';

/** What of a provider decides which of its steps are started. */
export interface LaneProvider {
  readonly channel: Pick<Channel, 'usefulBacklog' | 'slots'>;
  /** @default those of `Limits` */
  readonly limits?: Pick<Limits, 'slices'>;
}

/**
 * Decides which ready step is started next: by priority, for each provider no more than its queue can use soon, and a
 * step of own work apart from those that call, so that hours of it keep no call waiting; and a
 * step that opens a remote task only when `active` and `active_per_target` of its account have room. A step without room
 * is parked until a place is free that it could take; as many are looked at again as there are places.
 */
export class StartQueue {
  readonly #lanes = new Map<string, Lane>();
  readonly #onParked: ((step: ReadyStep, limit: SlotLimit) => void) | undefined;

  /** `onParked` hears of every step that has to wait for a place, once for each time that it is looked at in vain. */
  constructor(providers: ReadonlyMap<string, LaneProvider>, onParked?: (step: ReadyStep, limit: SlotLimit) => void) {
    this.#onParked = onParked;
    const accounts = new Map<ActivitySlots, Account>();
    for (const [alias, { channel, limits }] of providers) {
      const { slots } = channel;
      const account: Account = accounts.get(slots) ?? {
        slots,
        parked: new BucketQueue(),
        parkedByTarget: new Map(),
        parkedAtTargets: 0,
      };
      accounts.set(slots, account);
      this.#lanes.set(alias, {
        account,
        calls: { ready: new BucketQueue(), backlog: channel.usefulBacklog, workingCount: 0 },
        // Each has at least one slice to work on: so many keep all places of the connection taken.
        ownWork: { ready: new BucketQueue(), backlog: limits?.slices ?? DEFAULT_SLICES, workingCount: 0 },
      });
    }
  }

  get isAnybodyWorking(): boolean {
    return [...this.#lanes.values()].some(({ calls, ownWork }) => calls.workingCount + ownWork.workingCount > 0);
  }

  /** How many steps of a provider wait to be started, calls and own work, and how many of its account wait for a place. */
  waiting(alias: string): {
    readonly ready: number;
    readonly ownWork: number;
    readonly active: number;
    readonly activePerTarget: number;
  } {
    const { calls, ownWork, account } = this.#lane(alias);
    return {
      ready: calls.ready.size,
      ownWork: ownWork.ready.size,
      active: account.parked.size,
      activePerTarget: account.parkedAtTargets,
    };
  }

  push(step: ReadyStep, priority: number): void {
    const { calls, ownWork } = this.#lane(step.provider);
    (isOwnWork(step) ? ownWork : calls).ready.push(step, priority);
  }

  /**
   * Takes the next step of a provider and counts it as being worked on until `workEnded`. `isReady`: whether a
   * queued step still is; its unit may have failed meanwhile, or a policy may hold it. Asked once for each time that a step is
   * taken out.
   */
  take(alias: string, isReady: (step: ReadyStep, priority: number) => boolean): ReadyStep | undefined {
    const { calls, ownWork, account } = this.#lane(alias);
    return this.#takeFrom(calls, account, isReady) ?? this.#takeFrom(ownWork, account, isReady);
  }

  #takeFrom(
    lane: WorkQueue,
    account: Account,
    isReady: (step: ReadyStep, priority: number) => boolean,
  ): ReadyStep | undefined {
    while (lane.workingCount < lane.backlog) {
      const next = lane.ready.pop();
      if (next === undefined) return undefined;
      const { item: step, priority } = next;
      const unit = step.planned;
      const opens = unit.shape.activity?.opens === step.name;
      const obstacle = opens ? account.slots.whatIsFull(unit) : undefined;
      const mayStart = isReady(step, priority);
      if (mayStart && obstacle === undefined) {
        if (opens) account.slots.open(unit);
        lane.workingCount += 1;
        return step;
      }
      if (mayStart && obstacle !== undefined) {
        parkedAt(account, unit, obstacle).push(step, priority);
        if (obstacle === 'active_per_target') account.parkedAtTargets += 1;
        this.#onParked?.(step, obstacle);
      }
      // It did not take the place that it may have been fetched for.
      if (opens) this.#fetchParked(account, targetOf(unit));
    }
    return undefined;
  }

  workEnded(alias: string, isOwn: boolean = false): void {
    const { calls, ownWork } = this.#lane(alias);
    (isOwn ? ownWork : calls).workingCount -= 1;
  }

  /** Units whose places other steps wait for: all of the account, or those at the targets that are waited for. */
  placesWaitedFor(alias: string): readonly string[] {
    const { slots, parked, parkedByTarget } = this.#lane(alias).account;
    if (parked.size > 0) return [...slots.units];
    return [...parkedByTarget].flatMap(([target, { size }]) => (size === 0 ? [] : slots.at(target)));
  }

  /** Whether a unit that has a place on the account of a provider fits. */
  hasTask(alias: string, isMeant: (unit: string) => boolean): boolean {
    return this.#lane(alias).account.slots.units.some(isMeant);
  }

  /** A remote task that an earlier run opened. */
  openTask(unit: PlannedUnit): void {
    const { activity } = unit.shape;
    if (activity !== undefined) this.#lane(activity.connection).account.slots.open(unit);
  }

  /** A remote task whose unit left the plan. */
  holdPlace({ unit, connection, target }: OrphanPlace): void {
    this.#lane(connection).account.slots.hold(unit, target);
  }

  /** The unit's remote task no longer runs, or was never started: its place may be free for a parked step. */
  closeTask(unit: PlannedUnit): void {
    const { activity } = unit.shape;
    if (activity === undefined) return;
    const { account } = this.#lane(activity.connection);
    const target = account.slots.close(unit.address);
    if (target !== undefined) this.#fetchParked(account, target);
  }

  /** The first of those that wait for a place, and the first of those that wait for one at this target, get another look. */
  #fetchParked(account: Account, target: string): void {
    const { slots, parked, parkedByTarget } = account;
    if (!slots.hasRoom) return;
    const atTarget = slots.hasRoomAt(target) ? parkedByTarget.get(target)?.pop() : undefined;
    if (atTarget !== undefined) account.parkedAtTargets -= 1;
    for (const next of [parked.pop(), atTarget]) if (next !== undefined) this.push(next.item, next.priority);
  }

  #lane(alias: string): Lane {
    const lane = this.#lanes.get(alias);
    assertInvariant(lane !== undefined, `every step has a connected provider: ${alias}`);
    return lane;
  }
}

interface Lane {
  readonly account: Account;
  readonly calls: WorkQueue;
  readonly ownWork: WorkQueue;
}

interface WorkQueue {
  readonly ready: BucketQueue<ReadyStep>;
  readonly backlog: number;
  workingCount: number;
}

/** What the providers of one account share: places for remote tasks, and the steps that wait for one. */
interface Account {
  readonly slots: ActivitySlots;
  /** Steps that came when no more tasks might run. */
  readonly parked: BucketQueue<ReadyStep>;
  /** Steps whose target was full when another task might run. */
  readonly parkedByTarget: Map<string, BucketQueue<ReadyStep>>;
  /** The sizes of all of `parkedByTarget`. */
  parkedAtTargets: number;
}

function parkedAt({ parked, parkedByTarget }: Account, unit: PlannedUnit, limit: SlotLimit): BucketQueue<ReadyStep> {
  if (limit === 'active') return parked;
  const target = targetOf(unit);
  const known = parkedByTarget.get(target);
  if (known !== undefined) return known;
  const created = new BucketQueue<ReadyStep>();
  parkedByTarget.set(target, created);
  return created;
}
