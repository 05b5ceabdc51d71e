import type { Cluster } from './cluster.ts';
import { totalOf } from './document-store.ts';
import type { ElasticsearchState } from './elasticsearch-state.ts';

/** Every cluster as it is now, without secrets. */
export interface ElasticsearchReport {
  readonly clusters: readonly ElasticsearchClusterReport[];
  /** Copies begun per `<cluster>/<source index> -> <destination index>`. */
  readonly created: Readonly<Record<string, number>>;
}

export interface ElasticsearchClusterReport {
  readonly name: string;
  readonly version: string;
  readonly indices: readonly ElasticsearchIndexReport[];
  /** Names of indices in the order in which requests made them, deleted ones too. */
  readonly createdIndices: readonly string[];
  readonly tasks: readonly ElasticsearchTaskReport[];
}

export interface ElasticsearchIndexReport {
  readonly name: string;
  /** That searches find. */
  readonly documents: number;
  readonly aliases: readonly string[];
}

export interface ElasticsearchTaskReport {
  readonly taskId: string;
  readonly opaqueId: string | null;
  readonly sourceIndex: string;
  readonly destinationIndex: string;
  readonly status: 'running' | 'completed' | 'failed' | 'canceled' | 'lost';
  readonly createdAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
  readonly created: number;
  readonly versionConflicts: number;
}

export function reportElasticsearchState(state: ElasticsearchState): ElasticsearchReport {
  const created: Record<string, number> = {};
  for (const cluster of state.clusters)
    for (const { sourceIndex, destinationIndex } of tasksOf(cluster)) {
      const key = `${cluster.name}/${sourceIndex} -> ${destinationIndex}`;
      created[key] = (created[key] ?? 0) + 1;
    }
  return { clusters: state.clusters.map(reportCluster), created };
}

function reportCluster(cluster: Cluster): ElasticsearchClusterReport {
  return {
    name: cluster.name,
    version: cluster.version.number,
    indices: cluster.indicesByName.map((index) => ({
      name: index.name,
      documents: totalOf(index.documents.find()),
      aliases: [...index.aliases.keys()],
    })),
    createdIndices: cluster.created,
    tasks: tasksOf(cluster),
  };
}

/** Copies that somebody waited for are no tasks of their own. */
function tasksOf({ tasks }: Cluster): readonly ElasticsearchTaskReport[] {
  return tasks
    .filter(({ beginning }) => beginning.keepsResult)
    .map((task) => ({
      taskId: task.id,
      opaqueId: task.beginning.opaqueId,
      sourceIndex: task.beginning.request.indices.join(','),
      destinationIndex: task.beginning.request.destination,
      status: statusOf(task),
      createdAtMs: task.beginning.startedAtMs,
      endedAtMs: task.endedAtMs,
      created: task.counts.created,
      versionConflicts: task.counts.versionConflicts,
    }));
}

function statusOf({ state, end }: Cluster['tasks'][number]): ElasticsearchTaskReport['status'] {
  if (state !== 'ended' || end === null) return state === 'lost' ? 'lost' : 'running';
  if (end.kind === 'error' || end.failures.length > 0) return 'failed';
  return end.canceled ? 'canceled' : 'completed';
}
