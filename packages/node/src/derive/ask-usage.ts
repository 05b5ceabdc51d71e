import { defined, type SelectOptions } from '@waybill/core';
import type { PreflightFinding } from '@waybill/core/internal';
import type { PlanAccess } from '../plan-access.ts';
import type { AskOptions, UsageFinding } from '../plan-handle.ts';
import { askDerived } from './ask-derived.ts';
import { derivedFrom } from './open-derived.ts';
import { chosenUnits } from './verify-units.ts';

/**
 * Who uses which side of units that wait until their clients have moved. Reads only, inside the limits of a run; other units
 * are left out.
 *
 * @throws StateMissingError when the plan has no state
 */
export async function askUsage(
  options: SelectOptions & AskOptions,
  access: PlanAccess,
): Promise<ReadonlyMap<string, readonly UsageFinding[]>> {
  const from = await derivedFrom(access);
  const { decisions } = from.checkpoint;
  const units = chosenUnits(options, access.compiled).filter(({ address }) => !decisions.has(address));
  const title = 'find out who uses which side';
  const asking = { ...options, from, units, verb: 'usage', title };
  const found = await askDerived({ ...asking, checksOf: ({ usage }, unit) => usage?.(unit) }, access);
  return new Map(
    [...found].map(([unit, findings]) => [
      unit,
      findings.flatMap((finding): readonly UsageFinding[] => {
        if (finding === undefined) return [];
        const { verdict, detail, hint, isUnanswered = false } = finding;
        // Whoever may not read what is asked here can still lead clients over.
        const isBlocking = verdict === 'blocking' && !isUnanswered ? true : undefined;
        return [{ isInUse: isInUse(finding), detail, ...defined({ hint, isBlocking }) }];
      }),
    ]),
  );
}

function isInUse({ verdict, isUnknown = false }: PreflightFinding): boolean | null {
  if (verdict === 'passed') return false;
  return verdict === 'warning' && !isUnknown ? true : null;
}
