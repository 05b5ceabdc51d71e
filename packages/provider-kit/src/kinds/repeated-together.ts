import type { StepBlueprint } from '@waybill/core';

/**
 * Steps that hold only together, such as those between a freeze and what ends it: whichever of them is tried again, those before
 * it are done again first, and so are `lifts`, which give back what they hold.
 */
export function repeatedTogether(steps: readonly StepBlueprint[], lifts: readonly string[]): readonly StepBlueprint[] {
  const names = steps.map(({ name }) => name);
  return steps.map((step, at) => {
    const repeats = [...names.slice(0, at), ...lifts];
    return repeats.length === 0 ? step : { ...step, repeats };
  });
}
