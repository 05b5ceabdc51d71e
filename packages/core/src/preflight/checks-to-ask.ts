import type { PlannedUnit, Step } from '../graph/graph.ts';
import { isAskedByPreflight, type StepWith } from '../provider/steps/step-traits.ts';
import type { Standing } from '../standing/standing.ts';

/** The checks of a unit that can be asked before anything is done, without those that an earlier run has behind it. */
export function checksToAsk(unit: PlannedUnit, standing: Standing): readonly StepWith<'isAskedByPreflight'>[] {
  const checks = unit.steps.filter(isAskedByPreflight);
  return checks.filter((step) => {
    const status = standing.step(step.address);
    return status !== 'succeeded' && status !== 'skipped' && isAskedBeforehand(step, unit.steps);
  });
}

/** A check that comes after an effect of its unit (a verification) cannot be asked before anything is done. */
function isAskedBeforehand(step: StepWith<'isAskedByPreflight'>, steps: readonly Step[]): boolean {
  if (step.needs.length === 0) return true;
  const byAddress = new Map(steps.map((other) => [other.address, other]));
  const open = [...step.needs];
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    const other = byAddress.get(need);
    if (other === undefined) continue;
    if (!isAskedByPreflight(other)) return false;
    open.push(...other.needs);
  }
  return true;
}
