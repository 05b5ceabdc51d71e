import type { Answer, Call } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import type { ElasticsearchCredentials } from './credentials.ts';
import type { ElasticsearchState } from './elasticsearch-state.ts';
import type { ElasticsearchWorld } from './elasticsearch-world.ts';

export interface ElasticsearchService {
  readonly world: ElasticsearchWorld;
  readonly state: ElasticsearchState;
  /** Accepted where a cluster has no users of its own. */
  readonly credentials: ElasticsearchCredentials;
}

/** One call, and the cluster that it is for. */
export interface ClusterCall {
  readonly call: Call;
  readonly cluster: Cluster;
  readonly service: ElasticsearchService;
}

/** An operation's work: from the call to the answer, on the state of its cluster. */
export type ElasticsearchHandler = (request: ClusterCall) => Answer;
