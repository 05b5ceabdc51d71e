import type { CallStep } from '../../graph/graph.ts';
import { isAskedByPreflight } from '../../provider/steps/step-traits.ts';
import { collectReferences } from '../../value/value.ts';
import type { StepContext, StepEnding } from '../step-context.ts';

/**
 * A call that sends what a check of its unit keeps, where nothing was kept: an operator passed the check without an
 * answer, or an earlier version asked it. Sent as `null`, it would change the object in a way that nobody meant.
 */
export function findMissingOutput(
  step: CallStep,
  { unit, state }: Pick<StepContext, 'unit' | 'state'>,
): Extract<StepEnding, { kind: 'failed' }> | undefined {
  for (const { path } of collectReferences(step.arguments)) {
    const [root, name = '', field, output = ''] = path;
    if (root !== 'steps' || field !== 'outputs') continue;
    const check = unit.steps.find((other) => other.name === name);
    if (check === undefined || !isAskedByPreflight(check)) continue;
    if (Object.hasOwn(state(check.address)?.outputs ?? {}, output)) continue;
    return {
      kind: 'failed',
      code: 'RUN_OUTPUT_MISSING',
      message: `It sends ${output} as ${check.address} found it, but that check kept no answer.`,
      hint: `Do "${step.title}" by hand and accept the unit, or redo the unit, which runs the check again.`,
    };
  }
  return undefined;
}
