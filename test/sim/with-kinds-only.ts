import type { JsonObject } from '@waybill/core';
import type { Scenario } from './scenario.ts';

/** Names of plain operations are the plan's own: what carries one proves nothing. */
export function withKindsOnly(scenario: Scenario): Scenario | undefined {
  const plan = keepKindsOnly(scenario.plan);
  return plan && { ...scenario, takeoverAtCall: undefined, damage: undefined, plan };
}

/** The plan without low-level operations and clean-ups; undefined where nothing is left. */
export function keepKindsOnly(plan: JsonObject): JsonObject | undefined {
  const migrations = Object.entries(plan['migrations'] as Record<string, JsonObject>);
  const kept = migrations.filter(([, { uses }]) => typeof uses === 'string' && /\.[a-z]/.test(uses));
  if (kept.length === 0) return undefined;
  const names = new Set(kept.map(([name]) => name));
  // A task that was deleted leaves nothing by which an old copy could know of it.
  const cleaned = kept.map(([name, { needs, cleanup: _cleanup, ...migration }]): [string, JsonObject] => {
    const left = Array.isArray(needs) ? needs.filter((need) => typeof need === 'string' && names.has(need)) : [];
    return [name, left.length === 0 ? migration : { ...migration, needs: left }];
  });
  return { ...plan, migrations: Object.fromEntries(cleaned) };
}
