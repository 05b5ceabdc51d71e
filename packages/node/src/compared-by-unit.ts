import type { Checkpoint, PlannedUnit } from '@waybill/core';
import type { CompiledPlan } from './check-plan.ts';

/** A comparison that a unit has made itself, as a part of its steps. */
export interface ComparedByUnit {
  readonly level: string;
  /** When its last step had ended. */
  readonly atMs: number;
  /** How many documents or keys it found the copy to be without, because the plan allows it. Absent: none. */
  readonly omitted?: number;
}

/** Undefined: it has not compared both sides yet, or is to do so again. Pure. */
export function comparedByUnit(
  { address, unit }: PlannedUnit,
  { plan, registry }: Pick<CompiledPlan, 'plan' | 'registry'>,
  { steps, omissions }: Pick<Checkpoint, 'steps' | 'omissions'>,
): ComparedByUnit | undefined {
  const { provider, recipe } = unit.migration;
  const kind = registry.get(plan.providers.get(provider)?.type ?? '')?.kinds[recipe];
  const compared = kind?.comparedBy?.({
    address,
    with: unit.with,
    options: unit.options,
    connection: provider,
    connections: plan.providers,
  });
  if (compared === undefined || compared.steps.length === 0) return undefined;
  const states = compared.steps.map((name) => steps.get(`${address}.${name}`));
  if (!states.every((state) => state?.status === 'succeeded')) return undefined;
  const omitted = Math.max(...compared.steps.map((name) => omissions.get(`${address}.${name}`)?.count ?? 0));
  const atMs = Math.max(...states.map((state) => state?.at ?? 0));
  return { level: compared.level, atMs, ...(omitted === 0 ? {} : { omitted }) };
}
