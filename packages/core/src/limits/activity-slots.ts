import type { PlannedUnit } from '../graph/graph.ts';
import type { Limits } from '../provider/limits.ts';
import type { Value } from '../value/value.ts';

/** The limits that can keep a unit's task from starting. */
export type SlotLimit = 'active' | 'active_per_target';

/**
 * Counts remote tasks against `active` and `active_per_target` of one provider, from the intent that opens one to the
 * end of the wait that closes it. A resumed run starts with those that an earlier run opened.
 */
export class ActivitySlots {
  readonly #limits: Pick<Limits, 'active' | 'activePerTarget'>;
  readonly #targetByUnit = new Map<string, string>();
  readonly #countByTarget = new Map<string, number>();

  constructor(limits: Pick<Limits, 'active' | 'activePerTarget'>) {
    this.#limits = limits;
  }

  get openCount(): number {
    return this.#targetByUnit.size;
  }

  get limits(): Pick<Limits, 'active' | 'activePerTarget'> {
    return this.#limits;
  }

  get hasRoom(): boolean {
    return this.#targetByUnit.size < (this.#limits.active ?? Number.POSITIVE_INFINITY);
  }

  hasRoomAt(target: string): boolean {
    return (this.#countByTarget.get(target) ?? 0) < (this.#limits.activePerTarget ?? Number.POSITIVE_INFINITY);
  }

  /** The limit that has no room for a unit's task; undefined when there is room. */
  whatIsFull(unit: PlannedUnit): SlotLimit | undefined {
    if (this.#targetByUnit.has(unit.address)) return undefined;
    if (!this.hasRoom) return 'active';
    return this.hasRoomAt(targetOf(unit)) ? undefined : 'active_per_target';
  }

  /** Units whose tasks are running on the target of this one. */
  onTargetOf(unit: PlannedUnit): readonly string[] {
    return this.at(targetOf(unit));
  }

  /** Units whose tasks are running on a target. */
  at(target: string): readonly string[] {
    return [...this.#targetByUnit].filter(([, other]) => other === target).map(([address]) => address);
  }

  /** Addresses of the units that have a place. */
  get units(): IteratorObject<string> {
    return this.#targetByUnit.keys();
  }

  open(unit: PlannedUnit): void {
    this.#take(unit.address, targetOf(unit));
  }

  /** For the task of a unit that is not in the plan. `target`: undefined where it is at none that the plan names. */
  hold(unit: string, target: Value | undefined): void {
    this.#take(unit, textOfTarget(target ?? unit));
  }

  #take(unit: string, target: string): void {
    if (this.#targetByUnit.has(unit)) return;
    this.#targetByUnit.set(unit, target);
    this.#countByTarget.set(target, (this.#countByTarget.get(target) ?? 0) + 1);
  }

  /** The target at which a place became free; undefined when the unit had none. */
  close(unit: string): string | undefined {
    const target = this.#targetByUnit.get(unit);
    if (target === undefined) return undefined;
    this.#targetByUnit.delete(unit);
    this.#countByTarget.set(target, (this.#countByTarget.get(target) ?? 1) - 1);
    return target;
  }
}

/** Places on an account that several providers of a plan are on: the tightest of their limits. */
export function sharedSlots(limits: readonly Pick<Limits, 'active' | 'activePerTarget'>[]): ActivitySlots {
  return new ActivitySlots({
    active: Math.min(...limits.map(({ active = Number.POSITIVE_INFINITY }) => active)),
    activePerTarget: Math.min(...limits.map(({ activePerTarget = Number.POSITIVE_INFINITY }) => activePerTarget)),
  });
}

/** References stand for themselves: two units that name their target by the same output have the same target. */
export function targetOf(unit: PlannedUnit): string {
  return textOfTarget(unit.activity?.target ?? unit.address);
}

function textOfTarget(target: Value): string {
  return typeof target === 'string' ? target : JSON.stringify(target);
}
