import { type Checkpoint, DecisionRefusedError, type Kind, type NotDerived } from '@waybill/core';
import { type DerivedPlan, derivePlan, type RecordBody } from '@waybill/core/internal';
import { chosenUnits, type DerivedFrom, expectUnits } from './verify-units.ts';

export interface RollbackOptions {
  /** Patterns of the units. At least one: without a pattern no unit is rolled back. */
  readonly target: readonly string[];
  /** Kept in the journal. */
  readonly reason: string;
  /**
   * What the units have made at their targets is deleted, where it is certain that they made it.
   *
   * @default false
   */
  readonly deletesTarget?: boolean;
  /**
   * What was written to the targets since their clients moved is copied back to the sources before. A rollback that was begun
   * so is continued so.
   *
   * @default false
   */
  readonly copiesBack?: boolean;
}

export interface RolledBackFrom extends DerivedFrom {
  /** Of the state of earlier rollbacks. */
  readonly earlier: Checkpoint;
}

/**
 * Derives the plan that leads units back.
 *
 * @throws NothingSelectedError for a pattern that names nothing
 * @throws DecisionRefusedError when none of the units can be led back
 */
export function deriveRollback(
  options: RollbackOptions,
  { compiled, store, checkpoint, earlier }: RolledBackFrom,
): DerivedRollback {
  const { target, deletesTarget = false, copiesBack = false } = options;
  const deletable: string[] = [];
  if (target.length === 0) throw new DecisionRefusedError('No unit is named.', 'Name the units to roll back.');
  const units = chosenUnits({ target }, compiled);
  const derived = derivePlan({
    ...compiled,
    checkpoint,
    stateId: store.header.stateId,
    units,
    verb: 'rollback',
    // A unit that was started over since is another one; what was done of others says nothing of it.
    since: units.reduce((sum, { address }) => sum + (checkpoint.generations.get(address) ?? 0), 0),
    title: 'switch clients back to the source',
    options: { deletesTarget, copiesBack },
    derive: (kind, unit) => {
      const { rollback, keepsTarget = false } = checkpoint.decisions.get(unit.address) ?? {};
      const isRolledBack = rollback === 'ended';
      if (isRolledBack && !deletesTarget) return endedWhy(keepsTarget);
      // What is recorded of a unit that was started over since is of another rollback.
      const hasBegun = (step: string): boolean => rollback === 'begun' && earlier.steps.has(`${unit.address}.${step}`);
      const later = { deletesTarget: true, copiesBack: false, hasBegun: () => false, isRolledBack: true };
      if (!deletesTarget && rollbackOf(kind)(unit, later).kind === 'steps') deletable.push(unit.address);
      return rollbackOf(kind)(unit, { deletesTarget, copiesBack, hasBegun, isRolledBack });
    },
  });
  const found = expectUnits(derived, 'rolled back', '`waybill status` shows how far the units are.');
  return { ...found, deletable };
}

/** The plan that leads units back, and which of them keep at their targets what a later rollback can delete. */
export type DerivedRollback = DerivedPlan & { readonly deletable: readonly string[] };

/** Some kinds delete nothing. */
function endedWhy(keepsTarget: boolean): NotDerived {
  const deleting = keepsTarget ? ', and --delete-target deletes what it created on its target' : '';
  return { kind: 'none', why: `It is rolled back already; redo starts it over${deleting}.` };
}

function rollbackOf({ name, rollback }: Kind): NonNullable<Kind['rollback']> {
  const why = `Waybill cannot roll back units of the kind ${name}: their preview describes the rollback by hand.`;
  return rollback ?? ((): NotDerived => ({ kind: 'none', why }));
}

/** Units whose rollback the state of the plan does not know yet. */
export function unbegun({ graph }: DerivedPlan, { decisions }: Checkpoint): readonly string[] {
  const addresses = graph.units.map(({ address }) => address);
  return addresses.filter((unit) => decisions.get(unit)?.rollback === undefined);
}

/** From `begun` on no run continues the unit. */
export function recordOfRollback(
  unit: string,
  rollback: 'begun' | 'ended',
  { reason, by, keepsTarget = false }: { readonly reason: string; readonly by: string; readonly keepsTarget?: boolean },
): RecordBody {
  return {
    kind: 'unit.decided',
    unit,
    decision: 'skipped',
    rollback,
    ...(keepsTarget ? { keepsTarget } : {}),
    by,
    reason,
  };
}
