import { outputsOfUnit } from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';
import type { PlanAccess } from '../plan-access.ts';
import type { DerivedRun, OpenPlan, OpenPlanOptions } from '../plan-handle.ts';
import { readRecorded } from '../state/plan-status.ts';
import { RunOfDerived } from './run-derived.ts';
import { deriveVerification, recordsOfVerification, type VerifyOptions } from './verify-units.ts';

export type OpenDerived = (compiled: CompiledPlan, options: OpenPlanOptions) => OpenPlan;

/** Derives the comparison of units that were applied, and opens it with the state of earlier comparisons. */
export async function verifyUnits(options: VerifyOptions, access: PlanAccess, open: OpenDerived): Promise<DerivedRun> {
  const store = await access.expectState();
  const { checkpoint } = await readRecorded(await access.reader());
  const derived = deriveVerification(options, { compiled: access.compiled, store, checkpoint });
  const { plan, graph, registry } = derived;
  const compiled = { plan, graph, registry, diagnostics: [] };
  const opened = open(compiled, await access.derivedOptions('verify'));
  return new RunOfDerived({
    derived,
    compiled,
    opened,
    origin: { store, graph: access.compiled.graph, lastSeq: checkpoint.lastSeq },
    surroundings: access.surroundings,
    reason: 'both sides are compared again',
    recordsOf: async (result) => {
      const sources = { plan, graph, checkpoint: await opened.checkpoint(), stateId: '' };
      return recordsOfVerification({
        result,
        derived,
        notedOf: (unit) => outputsOfUnit(unit, sources),
        by: access.operator,
      });
    },
  });
}
