import type { PolicyDefinition } from '../../scheduler/policies/policy.ts';

/** A policy that no plan knows: nothing starts before a time of the wall clock. */
export function lateStart(startsAtMs: number): PolicyDefinition {
  const hold = { detail: `nothing starts before ${new Date(startsAtMs).toISOString()}`, untilMs: startsAtMs };
  return {
    name: 'late_start',
    create: () => ({ hold: (_step, _unit, { nowMs }) => (nowMs < startsAtMs ? hold : undefined) }),
  };
}
