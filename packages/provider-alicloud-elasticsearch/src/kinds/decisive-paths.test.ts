import type { Blueprint, Value, ValueObject } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexMigration } from './index-migration.ts';

const anyText = fc.constantFrom('a', 'b', '_doc', '{}', '{"_doc":{}}', 'not json');
const anyDefinition: fc.Arbitrary<Value> = fc.oneof(anyText, fc.constantFrom<Value>({}, { _doc: {} }, { a: {} }, null));

const anyInput = fc.record({
  decisive: fc.record({ type: anyText, settings: anyDefinition, mapping: anyDefinition }),
  left: fc.record({ instance: anyText, source: anyText, index: anyText }),
  right: fc.record({ instance: anyText, source: anyText, index: anyText }),
});

test('inputs that agree in the decisive values have the same steps and problems', () => {
  expect(indexMigration.decisivePaths).toEqual([
    ['sinkCluster', 'type'],
    ['sinkCluster', 'settings'],
    ['sinkCluster', 'mapping'],
  ]);
  fc.assert(
    fc.property(anyInput, fc.constantFrom('keep', 'delete'), ({ decisive, left, right }, cleanup) => {
      expect(shapeOf(expand(left, decisive, cleanup))).toEqual(shapeOf(expand(right, decisive, cleanup)));
    }),
  );
});

function expand(
  free: { readonly instance: string; readonly source: string; readonly index: string },
  decisive: ValueObject,
  cleanup: 'keep' | 'delete',
): Blueprint {
  return indexMigration.expand({
    address: `orders[${free.index}]`,
    with: {
      InstanceId: free.instance,
      sourceCluster: { endpoint: free.source, index: free.index, type: free.source },
      sinkCluster: { ...decisive, username: free.source, index: free.index },
    },
    options: { cleanup },
  });
}

function shapeOf({ steps, activity, problems }: Blueprint) {
  return {
    steps: steps.map(({ kind, name, needs, always }) => ({ kind, name, needs, always })),
    span: activity === undefined ? undefined : [activity.opens, activity.closes],
    problems,
  };
}
