import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { hasEffect, isOwnWork } from '../provider/steps/step-traits.ts';
import type { PolicyView } from './policies/policy.ts';

interface Surroundings extends Pick<PolicyView, 'stepStatus' | 'recordOf'> {
  readonly plan: Pick<Plan, 'providers'>;
  readonly registry: ProviderRegistry;
}

/**
 * Whether a step starts an effect that can wait. What was sent and is not known to have happened is settled at any time; what a unit
 * does whatever has failed, such as to let others go, is done at any time; and a cut-over that has begun is brought to its end, because
 * others may be kept from something meanwhile.
 */
export function isNewEffect(step: Step, unit: PlannedUnit, surroundings: Surroundings): boolean {
  if (step.always || !(hasEffect(step) || writesData(step, surroundings))) return false;
  const status = surroundings.recordOf(step.address)?.status;
  return status !== 'intended' && status !== 'unknown' && !hasBegunCutover(unit, surroundings);
}

/** Own work on data of which it is not declared that it only reads. */
function writesData(step: Step, { plan, registry }: Surroundings): boolean {
  if (!isOwnWork(step)) return false;
  const type = plan.providers.get(step.provider)?.type ?? '';
  const { access } = registry.get(type)?.jobs?.[step.job] ?? {};
  return access?.every((each) => each === 'reads') !== true;
}

function hasBegunCutover({ address, shape }: PlannedUnit, { stepStatus, recordOf }: Surroundings): boolean {
  return shape.steps.some(({ name, beginsCutover }) => {
    if (!beginsCutover) return false;
    const step = `${address}.${name}`;
    const status = recordOf(step)?.status;
    return status === 'intended' || status === 'unknown' || stepStatus(step) === 'succeeded';
  });
}
