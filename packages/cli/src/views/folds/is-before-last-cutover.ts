import type { Graph } from '@waybill/core';
import { isCutover } from './is-cutover.ts';

/** Whether a gate of the unit that comes after this one leads clients to the target, or waits until they are there. */
export function isBeforeLastCutover(
  { unit, step }: { readonly unit: string; readonly step: string },
  { unitsByAddress }: Pick<Graph, 'unitsByAddress'>,
): boolean {
  const steps = unitsByAddress.get(unit)?.steps ?? [];
  return steps.findIndex(({ address }) => address === step) < steps.findLastIndex(isCutover);
}
