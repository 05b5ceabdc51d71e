import type { PlannedUnit } from '../graph/graph.ts';
import type { RunMark, StepState } from '../journal/checkpoint.ts';
import type { MovedConnection } from '../journal/record.ts';
import { hasEffect } from '../provider/steps/step-traits.ts';
import { compareIdentities } from './compare-connections.ts';
import { formerAlias } from './former-alias.ts';

/** What of a journal tells where effects were made. */
export interface EffectPlaces {
  step(address: string): StepState | undefined;
  /** Every run so far, oldest first. */
  readonly runs: readonly RunMark[];
}

/**
 * What of a connection differs between where the effects of a unit were made and where the latest run leads: `before` is
 * where its remote task is known. Empty where nothing does, also after the connection was moved back, and where an older
 * version recorded no connections. Pure.
 */
export function findElsewhere(
  { steps, unit }: Pick<PlannedUnit, 'steps'> & Partial<Pick<PlannedUnit, 'unit'>>,
  journal: EffectPlaces,
): readonly MovedConnection[] {
  const now = journal.runs.at(-1)?.connections ?? {};
  for (const step of steps) {
    const state = hasEffect(step) ? journal.step(step.address) : undefined;
    if (state?.run === undefined) continue;
    const { provider } = step;
    const former = formerAlias(step, state, { unit, runs: journal.runs });
    const alias = former?.alias ?? provider;
    const then = journal.runs[state.run - 1]?.connections?.[alias]?.identity ?? {};
    const moved = compareIdentities(then, now[provider]?.identity ?? {});
    if (moved.length > 0) return moved.map((change) => ({ provider: alias, ...change }));
    if (former !== undefined && (former.isOther || now[alias] !== undefined))
      return [{ provider: alias, what: 'connection', before: alias, after: provider }];
  }
  return [];
}
