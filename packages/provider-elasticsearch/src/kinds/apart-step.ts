import type { CheckBlueprint } from '@waybill/core';
import type { ComparedSides } from './compared-sides.ts';

const CLUSTER = { operation: 'ShowClusterState', arguments: { filter_path: 'cluster_uuid' } } as const;

/**
 * An index is not compared with itself, where two connections lead to one cluster by different addresses: a load balancer and
 * a node, say. None where the plan shows that there is nothing to ask. The copy's own connection asks, so that one that is out
 * of reach is said as its `unreachable`.
 */
export function apartSteps(
  { source, index }: Pick<ComparedSides, 'source' | 'index'>,
  at: { readonly source: string | undefined; readonly copy: string | undefined },
  step: Pick<CheckBlueprint, 'name' | 'unreachable'>,
): readonly CheckBlueprint[] {
  if (at.source === undefined || at.copy === undefined || at.source === at.copy) return [];
  const areTwo = typeof source.index === 'string' && typeof index === 'string' && source.index !== index;
  if (areTwo) return [];
  return [
    {
      kind: 'check',
      title: 'source and copy are two indices',
      ...step,
      ...CLUSTER,
      connection: at.copy,
      beside: { ...CLUSTER, connection: at.source },
      check: 'indices-apart',
      expect: { source: source.index, copy: index },
    },
  ];
}
