import type { PlannedUnit, SelectOptions } from '@waybill/core';
import { derivePlan, type PreflightFinding, runPreflight } from '@waybill/core/internal';
import type { PlanAccess } from '../plan-access.ts';
import type { AskOptions, UnitFreshness } from '../plan-handle.ts';
import { readRecorded } from '../state/plan-status.ts';
import { chosenUnits } from './verify-units.ts';

/**
 * Whether the sides of units were written since they were verified. Reads only, inside the limits of a run; units that were
 * not verified, or whose kind cannot tell, are left out.
 *
 * @throws StateMissingError when the plan has no state
 */
export async function askFreshness(
  options: SelectOptions & AskOptions,
  access: PlanAccess,
): Promise<ReadonlyMap<string, UnitFreshness>> {
  const store = await access.expectState();
  const { checkpoint } = await readRecorded(await access.reader());
  const { compiled, surroundings } = access;
  const verified = chosenUnits(options, compiled).filter(({ address }) => checkpoint.verifications.has(address));
  const derived = derivePlan({
    ...compiled,
    checkpoint,
    stateId: store.header.stateId,
    units: verified,
    verb: 'freshness',
    since: checkpoint.runCount,
    title: 'find out whether both sides are as they were verified',
    options: {},
    derive: ({ freshness }, unit) => {
      const noted = checkpoint.verifications.get(unit.address)?.noted;
      if (freshness === undefined || noted === undefined) return { kind: 'none', why: 'Its kind cannot tell.' };
      return { kind: 'steps', blueprint: freshness(unit, noted), impact: { downtime: 'None.', wayBack: '' } };
    },
  });
  if (derived.graph.units.length === 0) return new Map();
  const { clock, random, env, readSecret } = surroundings;
  const machine = { transport: access.transport(), clock, random, env, readSecret };
  const { signal = access.closing } = options;
  const { steps } = await runPreflight({ ...derived, ...machine, signal });
  return new Map(derived.graph.units.map((unit) => [unit.address, judge(unit, steps)]));
}

/** Each side is asked about by one check. */
function judge(unit: PlannedUnit, findings: ReadonlyMap<string, PreflightFinding>): UnitFreshness {
  const found = unit.steps.map(({ address }) => findings.get(address));
  const details = found.flatMap((finding) => (finding === undefined ? [] : [finding.detail]));
  if (found.some((finding) => finding?.verdict === 'blocking')) return { freshness: 'stale', details };
  const isFresh = found.every((finding) => finding?.verdict === 'passed');
  return { freshness: isFresh ? 'fresh' : 'unknown', details };
}
