// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

/**
 * The count.
 */
export interface CountDocumentsResponse {
  /**
   * Documents.
   */
  count?: number | null;
  /**
   * Shards that answered.
   */
  _shards?: {
    /**
     * Shards asked.
     */
    total?: number | null;
    /**
     * Shards that answered.
     */
    successful?: number | null;
    /**
     * Shards that failed.
     */
    failed?: number | null;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * The results.
 */
export interface FindTaskResultsResponse {
  /**
   * Results.
   */
  hits?: {
    /**
     * Results.
     */
    hits?:
      | {
          [k: string]: unknown;
        }[]
      | null;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * The indices.
 */
export interface GetAliasResponse {
  /**
   * Indices that have the alias.
   */
  indices?:
    | {
        /**
         * Its own name; for an alias, that of its index.
         */
        name?: string | null;
        /**
         * Settings.
         */
        settings?: {
          [k: string]: unknown;
        } | null;
        /**
         * Mapping.
         */
        mappings?: {
          [k: string]: unknown;
        } | null;
        /**
         * Aliases: name and options.
         */
        aliases?: {
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * The index.
 */
export interface GetIndexResponse {
  /**
   * Indices of that name: one, or for an alias those behind it.
   */
  indices?:
    | {
        /**
         * Its own name; for an alias, that of its index.
         */
        name?: string | null;
        /**
         * Settings.
         */
        settings?: {
          [k: string]: unknown;
        } | null;
        /**
         * Mapping.
         */
        mappings?: {
          [k: string]: unknown;
        } | null;
        /**
         * Aliases: name and options.
         */
        aliases?: {
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * The task.
 */
export interface GetTaskResponse {
  /**
   * Whether it has ended, in whatever way.
   */
  completed?: boolean | null;
  /**
   * A running task.
   */
  task?: {
    /**
     * Id of the node that works on it.
     */
    node?: string | null;
    /**
     * Number of the task on its node.
     */
    id?: number | null;
    /**
     * What it does.
     */
    action?: string | null;
    /**
     * What it has done by now.
     */
    status?: {
      /**
       * Documents to copy.
       */
      total?: number | null;
      /**
       * Documents created.
       */
      created?: number | null;
      /**
       * Documents replaced.
       */
      updated?: number | null;
      /**
       * Documents deleted.
       */
      deleted?: number | null;
      /**
       * Documents left as they were.
       */
      noops?: number | null;
      /**
       * Documents that already existed.
       */
      version_conflicts?: number | null;
      /**
       * Documents a second that are allowed.
       */
      requests_per_second?: number | string | null;
      [k: string]: unknown;
    } | null;
    /**
     * Worded differently by each version; not to be relied on.
     */
    description?: string | null;
    /**
     * When it began, in milliseconds since 1970.
     */
    start_time_in_millis?: number | null;
    /**
     * How long it has run, in nanoseconds.
     */
    running_time_in_nanos?: number | null;
    /**
     * Headers of the request that started it.
     */
    headers?: {
      /**
       * The id that its sender gave it.
       */
      'X-Opaque-Id'?: string | null;
      [k: string]: unknown;
    } | null;
    [k: string]: unknown;
  } | null;
  /**
   * What it did, if it was completed.
   */
  response?: {
    [k: string]: unknown;
  } | null;
  /**
   * Why it ended early.
   */
  error?: {
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * What the user may do.
 */
export interface HasPrivilegesResponse {
  /**
   * The user of the connection, or the owner of its API key.
   */
  username?: string | null;
  /**
   * Whether the user has everything that was asked for.
   */
  has_all_requested?: boolean | null;
  /**
   * By privilege, whether the user has it.
   */
  cluster?: {
    [k: string]: unknown;
  } | null;
  /**
   * By index and privilege, whether the user has it.
   */
  index?: {
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * One row for each data node, and one for unassigned shards.
 */
export type ListAllocationResponse =
  | {
      /**
       * Name of the node; UNASSIGNED for shards on no node.
       */
      node?: string | null;
      /**
       * Shards on it.
       */
      shards?: string | null;
      /**
       * Free bytes of its disk.
       */
      'disk.avail'?: string | null;
      /**
       * Bytes of its disk.
       */
      'disk.total'?: string | null;
      [k: string]: unknown;
    }[]
  | null;

/**
 * Indices.
 *
 * Items: One index.
 */
export type ListIndicesResponse = {
  /**
   * Name.
   */
  index?: string | null;
  /**
   * open or close.
   */
  status?: string | null;
  /**
   * green, yellow or red.
   */
  health?: string | null;
  /**
   * Primary shards.
   */
  pri?: string | null;
  /**
   * Replicas of each.
   */
  rep?: string | null;
  /**
   * Lucene documents, including the hidden ones of nested fields.
   */
  'docs.count'?: string | null;
  /**
   * Size of the primary shards in bytes.
   */
  'pri.store.size'?: string | null;
  [k: string]: unknown;
}[];

/**
 * The tasks.
 */
export interface ListTasksResponse {
  /**
   * Tasks.
   */
  tasks?:
    | ({
        /**
         * Id of the node that works on it.
         */
        node?: string | null;
        /**
         * Number of the task on its node.
         */
        id?: number | null;
        /**
         * What it does.
         */
        action?: string | null;
        /**
         * What it has done by now.
         */
        status?: {
          /**
           * Documents to copy.
           */
          total?: number | null;
          /**
           * Documents created.
           */
          created?: number | null;
          /**
           * Documents replaced.
           */
          updated?: number | null;
          /**
           * Documents deleted.
           */
          deleted?: number | null;
          /**
           * Documents left as they were.
           */
          noops?: number | null;
          /**
           * Documents that already existed.
           */
          version_conflicts?: number | null;
          /**
           * Documents a second that are allowed.
           */
          requests_per_second?: number | string | null;
          [k: string]: unknown;
        } | null;
        /**
         * Worded differently by each version; not to be relied on.
         */
        description?: string | null;
        /**
         * When it began, in milliseconds since 1970.
         */
        start_time_in_millis?: number | null;
        /**
         * How long it has run, in nanoseconds.
         */
        running_time_in_nanos?: number | null;
        /**
         * Headers of the request that started it.
         */
        headers?: {
          /**
           * The id that its sender gave it.
           */
          'X-Opaque-Id'?: string | null;
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      } | null)[]
    | null;
  [k: string]: unknown;
}

/**
 * Settings by where they were set; the first one that has a setting counts.
 */
export interface ShowClusterSettingsResponse {
  /**
   * Changed until the cluster restarts.
   */
  transient?: {
    [k: string]: unknown;
  } | null;
  /**
   * Changed permanently.
   */
  persistent?: {
    [k: string]: unknown;
  } | null;
  /**
   * All others.
   */
  defaults?: {
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * The cluster.
 */
export interface ShowClusterStateResponse {
  /**
   * Id of the cluster, the same on each of its nodes.
   */
  cluster_uuid?: string | null;
  /**
   * Index templates, as a list.
   */
  templates?:
    | {
        /**
         * Name of the template.
         */
        name?: string | null;
        /**
         * Names of indices that it matches.
         */
        patterns?: string[] | null;
        /**
         * For templates of the newer form: only the one with the highest priority is used.
         */
        priority?: number | null;
        /**
         * composable: of the newer form, since 7.8. legacy: of the older one.
         */
        form?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Ids of the ingest pipelines.
   */
  pipelines?: string[] | null;
  [k: string]: unknown;
}

/**
 * The health.
 */
export interface ShowIndexHealthResponse {
  /**
   * green, yellow or red.
   */
  status?: string | null;
  /**
   * Whether the status was not reached in time.
   */
  timed_out?: boolean | null;
  /**
   * Shards that wait for a node that has left.
   */
  delayed_unassigned_shards?: number | null;
  /**
   * Pending changes of the cluster state.
   */
  number_of_pending_tasks?: number | null;
  /**
   * Requests for shards that nodes have not answered yet.
   */
  number_of_in_flight_fetch?: number | null;
  /**
   * Nodes that hold data.
   */
  number_of_data_nodes?: number | null;
  /**
   * Active primary shards.
   */
  active_primary_shards?: number | null;
  /**
   * Active shards.
   */
  active_shards?: number | null;
  /**
   * Initializing shards.
   */
  initializing_shards?: number | null;
  /**
   * Relocating shards.
   */
  relocating_shards?: number | null;
  /**
   * Unassigned shards.
   */
  unassigned_shards?: number | null;
  [k: string]: unknown;
}

/**
 * The statistics.
 */
export interface ShowIndexStatsResponse {
  /**
   * Sums over all shards.
   */
  _all?: {
    [k: string]: unknown;
  } | null;
  /**
   * Highest sequence number of any shard; -1 when nothing was written.
   */
  max_seq_no?: number | null;
  /**
   * Highest sequence number of each shard.
   */
  max_seq_nos?: number[] | null;
  /**
   * For each shard, the sequence number below which everything is written in all of its copies.
   */
  positions?: number[] | null;
  [k: string]: unknown;
}

/**
 * The counters.
 */
export interface ShowIndexUsageResponse {
  /**
   * Searches and reads of single documents, over all copies.
   */
  searches?: number | null;
  /**
   * Documents that were written or deleted, over the primary shards.
   */
  writes?: number | null;
  [k: string]: unknown;
}

/**
 * The nodes.
 */
export interface ShowNodesResponse {
  /**
   * Name of the cluster.
   */
  cluster_name?: string | null;
  /**
   * Nodes, as a list.
   */
  nodes?:
    | {
        /**
         * Id of the node.
         */
        id?: string | null;
        /**
         * Name of the node.
         */
        name?: string | null;
        /**
         * Version of the software.
         */
        version?: string | null;
        /**
         * Settings of the node, if they were asked for.
         */
        settings?: {
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * What the index would be.
 */
export interface TryDefinitionResponse {
  /**
   * Settings and mapping, as the cluster reads them.
   */
  template?: {
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

/**
 * How far it got.
 */
export interface TryReindexResponse {
  /**
   * Documents that were read.
   */
  total?: number | null;
  /**
   * Documents that were written: none.
   */
  created?: number | null;
  /**
   * remote: the cluster can read the other index. bulk: it cannot. Not in the answer of the cluster, but derived from it.
   */
  method?: string | null;
  /**
   * Why documents were not written.
   */
  failures?:
    | {
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}
