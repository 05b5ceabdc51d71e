/** How long the simulated work takes, in milliseconds. */
export interface ElasticsearchDurations {
  /** From the start of a copy until its first search is answered, or has failed. */
  readonly elasticsearchReindexStartMs: number;
  /** For 1,000 documents. */
  readonly elasticsearchReindexMs: number;
  /** New replicas of an index need this long until they are there. */
  readonly elasticsearchReplicasMs: number;
}

export const DEFAULT_ELASTICSEARCH_DURATIONS: ElasticsearchDurations = {
  elasticsearchReindexStartMs: 200,
  elasticsearchReindexMs: 100,
  elasticsearchReplicasMs: 400,
};
