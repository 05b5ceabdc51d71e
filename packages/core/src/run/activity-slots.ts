import type { PlannedUnit } from '../graph/graph.ts';
import type { Limits } from '../provider/limits.ts';

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

  hasRoomFor(unit: PlannedUnit): boolean {
    return this.whatIsFull(unit) === undefined;
  }

  /** The limit that has no room for a unit's task; undefined when there is room. */
  whatIsFull(unit: PlannedUnit): SlotLimit | undefined {
    if (this.#targetByUnit.has(unit.address)) return undefined;
    const { active = Number.POSITIVE_INFINITY, activePerTarget = Number.POSITIVE_INFINITY } = this.#limits;
    if (this.#targetByUnit.size >= active) return 'active';
    return (this.#countByTarget.get(targetOf(unit)) ?? 0) < activePerTarget ? undefined : 'active_per_target';
  }

  /** Units whose tasks are running on the target of this one. */
  onTargetOf(unit: PlannedUnit): readonly string[] {
    const target = targetOf(unit);
    return [...this.#targetByUnit].filter(([, other]) => other === target).map(([address]) => address);
  }

  open(unit: PlannedUnit): void {
    if (this.#targetByUnit.has(unit.address)) return;
    const target = targetOf(unit);
    this.#targetByUnit.set(unit.address, target);
    this.#countByTarget.set(target, (this.#countByTarget.get(target) ?? 0) + 1);
  }

  /** True when a place became free. */
  close(unit: string): boolean {
    const target = this.#targetByUnit.get(unit);
    if (target === undefined) return false;
    this.#targetByUnit.delete(unit);
    this.#countByTarget.set(target, (this.#countByTarget.get(target) ?? 1) - 1);
    return true;
  }
}

/** References stand for themselves: two units that name their target by the same output have the same target. */
function targetOf(unit: PlannedUnit): string {
  return JSON.stringify(unit.activity?.target ?? unit.address);
}
