import { beginsCutover } from '../../provider/steps/step-traits.ts';
import { isNewEffect } from '../new-effect.ts';
import { WindowHolds, warnOfClosed } from '../window-holds.ts';
import type { PolicyDefinition } from './policy.ts';

/** `rollout.windows`: effects start inside them alone. Cut-overs that have windows of their own begin inside those. */
export const windows: PolicyDefinition = {
  name: 'windows',
  create: ({ plan, registry }) => {
    const { windows: given, cutoverWindows } = plan.rollout ?? {};
    if (given === undefined) return undefined;
    const holds = new WindowHolds(given, 'the window');
    return {
      hold: (step, unit, view) => {
        if (cutoverWindows !== undefined && beginsCutover(step)) return undefined;
        return isNewEffect(step, unit, { ...view, plan, registry }) ? holds.at(view.nowMs) : undefined;
      },
    };
  },
  warn: ({ plan, nowMs }) =>
    warnOfClosed(plan.rollout?.windows, { nowMs, what: 'the window', path: 'rollout.windows' }),
};
