import type { TargetInterval } from '@waybill/stand-kit';
import type { ElasticsearchState } from './elasticsearch-state.ts';

/** A copy is active until it has ended; when one that runs will end is not known. Its target is the index it fills. */
export function elasticsearchIntervals(state: ElasticsearchState): readonly TargetInterval[] {
  return state.clusters.flatMap((cluster) =>
    cluster.tasks.map(({ beginning, endedAtMs }) => ({
      startMs: beginning.startedAtMs,
      endMs: endedAtMs ?? Number.POSITIVE_INFINITY,
      target: `${cluster.name}/${beginning.request.destination}`,
    })),
  );
}
