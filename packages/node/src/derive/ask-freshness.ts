import type { SelectOptions } from '@waybill/core';
import type { PreflightFinding } from '@waybill/core/internal';
import type { PlanAccess } from '../plan-access.ts';
import type { AskOptions, UnitFreshness } from '../plan-handle.ts';
import { askDerived } from './ask-derived.ts';
import { derivedFrom } from './open-derived.ts';
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
  const from = await derivedFrom(access);
  const { verifications } = from.checkpoint;
  const units = chosenUnits(options, access.compiled).filter(({ address }) => verifications.has(address));
  const title = 'check whether both sides are as they were verified';
  const asking = { ...options, from, units, verb: 'freshness', title };
  const found = await askDerived(
    {
      ...asking,
      checksOf: ({ freshness }, unit) => {
        const noted = verifications.get(unit.address)?.noted;
        return noted === undefined ? undefined : freshness?.(unit, noted);
      },
    },
    access,
  );
  return new Map([...found].map(([unit, findings]) => [unit, judge(findings)]));
}

/** Each side is asked about by one check. */
function judge(found: readonly (PreflightFinding | undefined)[]): UnitFreshness {
  const details = found.flatMap((finding) => (finding === undefined ? [] : [finding.detail]));
  if (found.some((finding) => finding?.verdict === 'blocking')) return { freshness: 'stale', details };
  const isFresh = found.every((finding) => finding?.verdict === 'passed');
  return { freshness: isFresh ? 'fresh' : 'unknown', details };
}
