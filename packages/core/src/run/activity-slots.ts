import type { PlannedUnit } from '../graph/graph.ts';
import type { Limits } from '../provider/limits.ts';

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
    if (this.#targetByUnit.has(unit.address)) return true;
    const { active = Number.POSITIVE_INFINITY, activePerTarget = Number.POSITIVE_INFINITY } = this.#limits;
    return this.#targetByUnit.size < active && (this.#countByTarget.get(targetOf(unit)) ?? 0) < activePerTarget;
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
