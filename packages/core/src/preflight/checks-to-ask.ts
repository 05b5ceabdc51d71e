import type { CheckStep, PlannedUnit } from '../graph/graph.ts';
import type { Standing } from '../standing/standing.ts';

/** The checks of a unit that can be asked before anything is done, without those that an earlier run has behind it. */
export function checksToAsk(unit: PlannedUnit, standing: Standing): readonly CheckStep[] {
  const checks = unit.steps.filter((step) => step.kind === 'check');
  return checks.filter((step) => {
    const status = standing.step(step.address);
    return status !== 'succeeded' && status !== 'skipped' && isAskedBeforehand(step, unit.steps);
  });
}

/** A check that comes after an effect of its unit (a verification) cannot be asked before anything is done. */
export function isAskedBeforehand(
  step: CheckStep,
  steps: readonly { readonly address: string; readonly kind: string; readonly needs: readonly string[] }[],
): boolean {
  if (step.needs.length === 0) return true;
  const byAddress = new Map(steps.map((other) => [other.address, other]));
  const open = [...step.needs];
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    const other = byAddress.get(need);
    if (other === undefined) continue;
    if (other.kind !== 'check') return false;
    open.push(...other.needs);
  }
  return true;
}
