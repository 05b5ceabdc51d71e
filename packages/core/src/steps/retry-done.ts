import type { Step } from '../graph/graph.ts';
import { isOwnWork } from '../provider/steps/step-traits.ts';
import type { StepContext } from './step-context.ts';

/** Writes down, in this order, that those of the steps which are done, of a part too, are done again. Gives their addresses. */
export async function retryDone(
  steps: readonly Step[],
  reason: string,
  { state, record, ofRun }: Pick<StepContext, 'state' | 'record' | 'ofRun'>,
): Promise<readonly string[]> {
  const done = steps.filter(({ address }) => {
    const status = state(address)?.status;
    return status === 'succeeded' || status === 'begun';
  });
  const retried = { kind: 'step.retried', ...ofRun, reason } as const;
  await Promise.all(
    done.map((step) =>
      record({ ...retried, step: step.address, ...(isOwnWork(step) ? { plansAnew: true as const } : {}) }),
    ),
  );
  return done.map(({ address }) => address);
}
