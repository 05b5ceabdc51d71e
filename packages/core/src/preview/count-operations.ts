import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Graph } from '../graph/graph.ts';
import { usesTurn } from '../graph/steps/step-traits.ts';
import type { Standing } from '../standing/standing.ts';
import type { PreviewOperation } from './preview.ts';

/** How often each operation is called by steps, effects first and otherwise in the order of first use. */
export function countOperations(
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
  standing: Standing,
): readonly PreviewOperation[] {
  const counts = new Map<string, { provider: string; operation: string; steps: number; left: number }>();
  for (const step of graph.steps) {
    if (!usesTurn(step)) continue;
    const key = `${step.provider}.${step.operation}`;
    const count = counts.get(key) ?? { provider: step.provider, operation: step.operation, steps: 0, left: 0 };
    count.steps += 1;
    if (standing.step(step.address) !== 'succeeded') count.left += 1;
    counts.set(key, count);
  }
  const described = [...counts.values()].map((count) => {
    const operation = providers.get(count.provider)?.provider.operations[count.operation];
    return {
      ...count,
      title: operation?.title ?? '',
      has_effect: operation?.recovery !== undefined,
      recovery: operation?.recovery?.policy ?? null,
    };
  });
  return described.toSorted((left, right) => Number(right.has_effect) - Number(left.has_effect));
}
