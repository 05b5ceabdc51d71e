/** What the clusters are, and what they do where real ones differ from each other. */
export interface ElasticsearchSettings {
  /** Of a cluster that no seed describes. */
  readonly defaultVersion: string;
  /** Of an index whose seed says nothing about documents. */
  readonly defaultDocuments: number;
  readonly clusters: readonly ElasticsearchClusterSeed[];
  /**
   * How often each cluster's node has been restarted. A higher number than before restarts it: tasks that run are lost
   * without a result, and the numbers of tasks begin anew.
   */
  readonly restarts: Readonly<Record<string, number>>;
  /** Whether results of tasks are kept. Real clusters lose some when many are stored at once. */
  readonly keepsTaskResults: boolean;
  /** What a refusal for too many calls says. */
  readonly tooMany: 'rejected' | 'breaker';
}

export interface ElasticsearchClusterSeed {
  /** As in the path below `/clusters/`: a name, or host and port. */
  readonly name: string;
  /** Names of other addresses that lead to it: of its nodes. @default none */
  readonly nodes?: readonly string[];
  readonly version?: string;
  /** @default 1 */
  readonly dataNodes?: number;
  /**
   * Addresses from which it may copy, as in `reindex.remote.whitelist`. No real node starts with the default.
   *
   * @default every address
   */
  readonly remotes?: readonly string[];
  /**
   * Whose calls are answered; `null`: anybody's, as on a cluster without security.
   *
   * @default the sandbox's own user and API key
   */
  readonly security?: ElasticsearchUser | null;
  /** @default true */
  readonly autoCreateIndex?: boolean;
  /** Names of its ingest pipelines, which change nothing. */
  readonly pipelines?: readonly string[];
  /** Names of its index templates, with the names that they are for. They add nothing. */
  readonly templates?: Readonly<Record<string, readonly string[]>>;
  /** @default 1,000 */
  readonly maxShardsPerNode?: number;
  /** Of each node's disk. @default all of it, 500 GB */
  readonly freeBytes?: number;
  readonly indices?: Readonly<Record<string, ElasticsearchIndexSeed>>;
}

export interface ElasticsearchUser {
  readonly username?: string;
  readonly password?: string;
  readonly apiKey?: string;
  /** Privileges and actions that `_has_privileges` denies. Its calls are answered all the same. @default none */
  readonly lacks?: readonly string[];
}

/** An index that exists already. */
export interface ElasticsearchIndexSeed {
  /** As in a request that creates one. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Without the type. */
  readonly mappings?: Readonly<Record<string, unknown>>;
  /** On 6.x. @default _doc */
  readonly type?: string;
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** A number stands for documents without bodies, which match every query about fields. */
  readonly documents?: number | readonly ElasticsearchDocumentSeed[];
  /** Of a document without a body. @default 460 */
  readonly documentBytes?: number;
  /** Documents without bodies of one origin are the same, wherever they are. @default cluster and index */
  readonly origin?: string;
  /** @default false */
  readonly isClosed?: boolean;
}

export interface ElasticsearchDocumentSeed {
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
  readonly _routing?: string;
  /** @default 1 */
  readonly _version?: number;
}

export const DEFAULT_ELASTICSEARCH_SETTINGS: ElasticsearchSettings = {
  defaultVersion: '7.10.2',
  defaultDocuments: 2_000,
  clusters: [],
  restarts: {},
  keepsTaskResults: true,
  tooMany: 'rejected',
};

export function mergeElasticsearchSettings(
  base: ElasticsearchSettings,
  patch: Partial<ElasticsearchSettings>,
): ElasticsearchSettings {
  return { ...base, ...patch, restarts: { ...base.restarts, ...patch.restarts } };
}
