import { beginsCutover } from '../../provider/steps/step-traits.ts';
import { isNewEffect } from '../new-effect.ts';
import { WindowHolds, warnOfClosed } from '../window-holds.ts';
import type { PolicyDefinition, PolicyWarning } from './policy.ts';

/** `rollout.cutover_windows`: cut-overs begin inside them alone, whatever `windows` says. */
export const cutoverWindows: PolicyDefinition = {
  name: 'cutover_windows',
  create: ({ plan, registry }) => {
    const given = plan.rollout?.cutoverWindows;
    if (given === undefined) return undefined;
    const holds = new WindowHolds(given, 'the window of cut-overs');
    return {
      hold: (step, unit, view) =>
        beginsCutover(step) && isNewEffect(step, unit, { ...view, plan, registry }) ? holds.at(view.nowMs) : undefined,
    };
  },
  warn: ({ plan, graph, nowMs }) => {
    const given = plan.rollout?.cutoverWindows;
    if (given === undefined) return [];
    const isUsed = graph.units.some(({ shape }) => shape.steps.some((step) => step.beginsCutover));
    const closed = { nowMs, what: 'the window of cut-overs', path: 'rollout.cutover_windows' };
    return isUsed ? warnOfClosed(given, closed) : [UNUSED];
  },
};

const UNUSED: PolicyWarning = {
  code: 'PREVIEW_NO_CUTOVER',
  summary: 'no unit has a cut-over',
  detail: 'cutover_windows says when cut-overs may begin, and no unit of the plan has a step with which one begins.',
  path: 'rollout.cutover_windows',
};
