import type { Step } from '../graph/graph.ts';
import { waitsOutside } from '../provider/steps/step-traits.ts';

/**
 * The steps whose last end began the task that a wait waits for: what the wait needs, and in the place of another wait of
 * its unit what that one came after. A wait that finds a task ends with a poll, some calls after the one that started the
 * task, and how many hangs on what else was sent then: measured from there, equal tasks seem to differ.
 * `unitSteps`: of the wait's unit. What the wait needs itself where no wait is between.
 */
export function startedBy({ needs }: Pick<Step, 'needs'>, unitSteps: readonly Step[]): readonly string[] {
  const waitsBetween = unitSteps.filter(
    (step) => needs.includes(step.address) && waitsOutside(step) && step.needs.length > 0,
  );
  if (waitsBetween.length === 0) return needs;
  const before = new Map(waitsBetween.map((step) => [step.address, startedBy(step, unitSteps)] as const));
  return [...new Set(needs.flatMap((address) => before.get(address) ?? [address]))];
}
