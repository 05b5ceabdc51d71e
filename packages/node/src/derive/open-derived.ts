import type { Checkpoint } from '@waybill/core';
import { allowedOmissions, type DerivedPlan, outputsOfUnit } from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';
import type { PlanAccess } from '../plan-access.ts';
import type { DerivedRun, OpenPlan, OpenPlanOptions } from '../plan-handle.ts';
import { readRecorded } from '../state/plan-status.ts';
import { deriveRollback, type RollbackOptions, recordOfRollback, unbegun } from './roll-back-units.ts';
import { type DerivedRunParts, RunOfDerived } from './run-derived.ts';
import { type DerivedFrom, deriveVerification, recordsOfVerification, type VerifyOptions } from './verify-units.ts';

export type OpenDerived = (compiled: CompiledPlan, options: OpenPlanOptions) => OpenPlan;

/** What is known now. */
export async function derivedFrom(access: PlanAccess): Promise<DerivedFrom> {
  const store = await access.expectState();
  const { checkpoint } = await readRecorded(await access.reader());
  return { compiled: access.compiled, store, checkpoint };
}

interface Opening {
  readonly from: DerivedFrom;
  readonly access: PlanAccess;
  readonly open: OpenDerived;
  readonly verb: 'verify' | 'rollback';
}

/** The derived plan, opened with its own state, and what it was derived from. */
async function openParts(
  derived: DerivedPlan,
  { from, access, open, verb }: Opening,
): Promise<Pick<DerivedRunParts, 'derived' | 'compiled' | 'opened' | 'origin' | 'surroundings'>> {
  const { plan, graph, registry } = derived;
  const compiled = { plan, graph, registry, diagnostics: [] };
  return {
    derived,
    compiled,
    opened: open(compiled, await access.derivedOptions(verb)),
    origin: { store: from.store, graph: from.compiled.graph, lastSeq: from.checkpoint.lastSeq },
    surroundings: access.surroundings,
  };
}

/** Derives the comparison of units that were applied, and opens it with the state of earlier comparisons. */
export async function verifyUnits(options: VerifyOptions, access: PlanAccess, open: OpenDerived): Promise<DerivedRun> {
  const from = await derivedFrom(access);
  const derived = deriveVerification(options, from);
  const { plan, graph } = derived;
  const parts = await openParts(derived, { from, access, open, verb: 'verify' });
  const { opened } = parts;
  return new RunOfDerived({
    ...parts,
    reason: 'both sides are compared again',
    startsOver: (found) => (isContinued(found, plan.digest) ? [] : graph.units.map(({ address }) => address)),
    recordsBefore: [],
    retriesFailed: false,
    recordsOf: async (result) => {
      const checkpoint = await opened.checkpoint();
      const sources = { plan, graph, checkpoint, stateId: '' };
      const omitted = allowedOmissions(checkpoint);
      return recordsOfVerification({
        result,
        derived,
        notedOf: (unit) => outputsOfUnit(unit, sources),
        omittedOf: ({ address }) => omitted.get(address)?.count ?? 0,
        by: access.operator,
      });
    },
  });
}

/** Only a run that was cut off or stopped is continued: whatever has ended is done anew, with what is there now. */
function isContinued({ lastRun }: Checkpoint, digest: string): boolean {
  if (lastRun === undefined || lastRun.started.planDigest !== digest) return false;
  return lastRun.ended === undefined || lastRun.ended.outcome === 'stopped';
}

/** Derives the rollback of units, and opens it with the state of earlier ones. */
export async function rollBackUnits(
  options: RollbackOptions,
  access: PlanAccess,
  open: OpenDerived,
): Promise<DerivedRun> {
  const from = await derivedFrom(access);
  const earlier = await access.derivedCheckpoint('rollback');
  const derived = deriveRollback(options, { ...from, earlier });
  const parts = await openParts(derived, { from, access, open, verb: 'rollback' });
  const records = { reason: options.reason, by: access.operator };
  return new RunOfDerived({
    ...parts,
    deletable: derived.deletable,
    reason: options.reason,
    // A rollback that was begun continues where it was, however many others were begun since.
    startsOver: () => unbegun(derived, from.checkpoint),
    recordsBefore: unbegun(derived, from.checkpoint).map((unit) => recordOfRollback(unit, 'begun', records)),
    retriesFailed: true,
    recordsOf: async ({ units }) =>
      units.flatMap(({ address, status }) =>
        status === 'succeeded'
          ? [recordOfRollback(address, 'ended', { ...records, keepsTarget: derived.deletable.includes(address) })]
          : [],
      ),
  });
}
