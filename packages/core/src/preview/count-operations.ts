import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Selection } from '../progress/selection.ts';
import type { Standing } from '../standing/standing.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import type { PreviewOperation } from './preview.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 250;

/**
 * How often each operation is called by steps, both reads of a check counted, effects first and otherwise in the order of
 * first use.
 */
export function* countOperations(
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
  { standing, isSelected }: { readonly standing: Standing; readonly isSelected: Selection['includes'] },
): Sliced<readonly PreviewOperation[]> {
  const counts = new Map<string, { provider: string; operation: string; steps: number; left: number }>();
  const add = ({ address, shape }: PlannedUnit): void => {
    const isIncluded = isSelected(address);
    for (const step of shape.steps) {
      const isLeft = isIncluded && standing.step(`${address}.${step.name}`) !== 'succeeded';
      for (const { provider, operation } of step.calls) {
        const key = `${provider}.${operation}`;
        const count = counts.get(key) ?? { provider, operation, steps: 0, left: 0 };
        count.steps += 1;
        if (isLeft) count.left += 1;
        counts.set(key, count);
      }
    }
  };
  yield* eachSliced(graph.units, UNITS_PER_SLICE, add);
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
