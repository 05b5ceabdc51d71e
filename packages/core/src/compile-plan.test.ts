import { expect, test } from 'vitest';
import { compilePlanSliced } from './compile-plan.ts';
import { fixtureRegistry } from './testing/internal/fixture-provider.ts';

/** How many units a pass over all of them looks at between two turns of the event loop, at most. */
const MOST_UNITS_PER_SLICE = 10_000;
/** Its values are built, it is expanded, checked, outlined, planned, and compared with the other units. */
const PASSES = 6;

test('each pass over the units of a long plan is done in slices', () => {
  const more = 4 * MOST_UNITS_PER_SLICE;
  const slices = countSlices(1_000 + more) - countSlices(1_000);
  expect(slices).toBeGreaterThanOrEqual((PASSES * more) / MOST_UNITS_PER_SLICE);
});

function countSlices(unitCount: number): number {
  const work = compilePlanSliced(planOf(unitCount), { file: 'plan.yaml', registry: fixtureRegistry });
  let slices = 0;
  let next = work.next();
  for (; next.done !== true; next = work.next()) slices += 1;
  expect(next.value.diagnostics).toEqual([]);
  return slices;
}

function planOf(unitCount: number): string {
  const keys = Array.from({ length: unitCount }, (_, unit) => `      - i${unit}`);
  return `version: 1
name: p
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
  indices:
    uses: search.index-migration
    for_each:
${keys.join('\n')}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}" }
      sinkCluster: { index: "\${{ each.key }}" }
`;
}
