// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

export interface CreateDataTasksRequest {
  /**
   * ID of the destination (sink) instance.
   */
  InstanceId: string;
  /**
   * Makes the request idempotent: unique among requests, ASCII only, at most 64 characters. Left out: Waybill makes and stores one.
   */
  ClientToken?: string;
  /**
   * Where the index is read. Reached in exactly one way: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort.
   */
  sourceCluster: {
    /**
     * Always elasticsearch, in lower case.
     */
    dataSourceType: 'elasticsearch';
    /**
     * Address of the source cluster on the public network, with scheme and port.
     */
    endpoint?: string;
    /**
     * ID of the VPC in which the source cluster is reached.
     */
    vpcId?: string;
    /**
     * Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.
     */
    vpcInstanceId?: string;
    /**
     * Port of the source cluster in its VPC.
     */
    vpcInstancePort?: number;
    /**
     * IP address of a self-built source cluster in a VPC, or of its SLB instance.
     */
    vpcIp?: string;
    /**
     * Login of the cluster.
     */
    username?: string;
    /**
     * Password of the login.
     */
    password?: string;
    /**
     * The index to migrate.
     */
    index: string;
    /**
     * Mapping type of the index. On the sink it is also the key inside mapping.
     */
    type: string;
  };
  /**
   * The index that the task creates in the instance InstanceId. It must not exist yet.
   */
  sinkCluster: {
    /**
     * Always elasticsearch, in lower case.
     */
    dataSourceType: 'elasticsearch';
    /**
     * Login of the cluster.
     */
    username: string;
    /**
     * Password of the login.
     */
    password: string;
    /**
     * The index to create. It must not exist yet.
     */
    index: string;
    /**
     * Mapping type of the index. On the sink it is also the key inside mapping.
     */
    type: string;
    /**
     * Index settings as JSON text.
     */
    settings: string;
    /**
     * Mapping as JSON text. Its key is the sink's type.
     */
    mapping: string;
    /**
     * Field that routes documents to shards. Default: the document id.
     */
    routing?: string;
  };
  /**
   * Which documents are migrated. The vendor's table calls it migrationConfig.filterParams; its examples, SDKs and the service use this name.
   */
  migrateConfig?: {
    /**
     * Condition that documents have to meet, such as index=1. The vendor documents no grammar. Empty: all documents.
     */
    sourceFilterParams?: string;
  };
}

/**
 * Echo of the tasks, passwords included. It holds no task id: ListDataTasks does.
 */
export interface CreateDataTasksResponse {
  /**
   * ID of the request, for the vendor's support.
   */
  RequestId?: string | null;
  /**
   * The tasks as created.
   */
  Result?:
    | {
        /**
         * A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.
         */
        sourceCluster?: {
          /**
           * Type of the cluster.
           */
          dataSourceType?: string | number | null;
          /**
           * Address on the public network.
           */
          endpoint?: string | null;
          /**
           * VPC id.
           */
          vpcId?: string | null;
          /**
           * Instance id in the VPC.
           */
          vpcInstanceId?: string | null;
          /**
           * Port; a number in samples, text in tables.
           */
          vpcInstancePort?: number | string | null;
          /**
           * IP address in the VPC.
           */
          vpcIp?: string | null;
          /**
           * Index.
           */
          index?: string | null;
          /**
           * Mapping type.
           */
          type?: string | null;
          /**
           * Index settings as JSON text.
           */
          settings?: string | null;
          /**
           * Mapping as JSON text.
           */
          mapping?: string | null;
          /**
           * Routing field.
           */
          routing?: string | null;
          /**
           * Login.
           */
          username?: string | null;
          /**
           * Password, echoed in clear by CreateDataTasks.
           */
          password?: string | null;
          [k: string]: unknown;
        } | null;
        /**
         * A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.
         */
        sinkCluster?: {
          /**
           * Type of the cluster.
           */
          dataSourceType?: string | number | null;
          /**
           * Address on the public network.
           */
          endpoint?: string | null;
          /**
           * VPC id.
           */
          vpcId?: string | null;
          /**
           * Instance id in the VPC.
           */
          vpcInstanceId?: string | null;
          /**
           * Port; a number in samples, text in tables.
           */
          vpcInstancePort?: number | string | null;
          /**
           * IP address in the VPC.
           */
          vpcIp?: string | null;
          /**
           * Index.
           */
          index?: string | null;
          /**
           * Mapping type.
           */
          type?: string | null;
          /**
           * Index settings as JSON text.
           */
          settings?: string | null;
          /**
           * Mapping as JSON text.
           */
          mapping?: string | null;
          /**
           * Routing field.
           */
          routing?: string | null;
          /**
           * Login.
           */
          username?: string | null;
          /**
           * Password, echoed in clear by CreateDataTasks.
           */
          password?: string | null;
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface DeleteDataTaskRequest {
  /**
   * ID of the destination (sink) instance.
   */
  InstanceId: string;
  /**
   * Makes the request idempotent: unique among requests, ASCII only, at most 64 characters. The service requires it. Left out: Waybill makes and stores one.
   */
  ClientToken?: string;
  /**
   * ID of a data task, as ListDataTasks shows it.
   */
  taskId: string;
}

/**
 * Whether the task was deleted.
 */
export interface DeleteDataTaskResponse {
  /**
   * ID of the request, for the vendor's support.
   */
  RequestId?: string | null;
  /**
   * Whether the task was deleted.
   */
  Result?: boolean | null;
  [k: string]: unknown;
}

export interface DescribeInstanceRequest {
  /**
   * ID of an Alibaba Cloud Elasticsearch instance.
   */
  InstanceId: string;
}

/**
 * The instance.
 */
export interface DescribeInstanceResponse {
  /**
   * ID of the request, for the vendor's support.
   */
  RequestId?: string | null;
  /**
   * The instance.
   */
  Result?: {
    /**
     * Instance id.
     */
    instanceId?: string | null;
    /**
     * Name that the user gave it.
     */
    description?: string | null;
    /**
     * Status.
     */
    status?: string | null;
    /**
     * Version, followed by its edition.
     */
    esVersion?: string | null;
    /**
     * Private host name.
     */
    domain?: string | null;
    /**
     * Private port.
     */
    port?: number | string | null;
    /**
     * Protocol.
     */
    protocol?: string | null;
    /**
     * Public host name.
     */
    publicDomain?: string | null;
    /**
     * Public port.
     */
    publicPort?: number | string | null;
    /**
     * Whether the public network is open.
     */
    enablePublic?: boolean | null;
    /**
     * What CreateDataTasks takes as vpcInstanceId.
     */
    vpcInstanceId?: string | null;
    /**
     * Network.
     */
    networkConfig?: {
      /**
       * VPC id.
       */
      vpcId?: string | null;
      /**
       * Whitelist groups.
       */
      whiteIpGroupList?:
        | {
            [k: string]: unknown;
          }[]
        | null;
      [k: string]: unknown;
    } | null;
    /**
     * Number of zones.
     */
    zoneCount?: number | string | null;
    /**
     * Network architecture.
     */
    archType?: string | null;
    /**
     * Whether it is initialised.
     */
    inited?: boolean | null;
    /**
     * Creation time.
     */
    createdAt?: string | null;
    /**
     * Time of the last change.
     */
    updatedAt?: string | null;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

export interface GetClusterDataInformationRequest {
  /**
   * Always elasticsearch, in lower case.
   */
  dataSourceType: 'elasticsearch';
  /**
   * Address of the source cluster on the public network, with scheme and port.
   */
  endpoint?: string;
  /**
   * ID of the instance, for an Alibaba Cloud cluster.
   */
  instanceId?: string;
  /**
   * ID of the VPC in which the source cluster is reached.
   */
  vpcId?: string;
  /**
   * Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.
   */
  vpcInstanceId?: string;
  /**
   * Port of the source cluster in its VPC.
   */
  vpcInstancePort?: number;
  /**
   * IP address of a self-built source cluster in a VPC, or of its SLB instance.
   */
  vpcIp?: string;
  /**
   * Login of the cluster.
   */
  username?: string;
  /**
   * Password of the login.
   */
  password?: string;
  /**
   * The index whose settings and mapping are asked for. Left out: connectivity only.
   */
  index?: string;
  /**
   * The mapping type whose routing candidates are asked for.
   */
  type?: string;
}

/**
 * What was found.
 */
export interface GetClusterDataInformationResponse {
  /**
   * ID of the request, for the vendor's support.
   */
  RequestId?: string | null;
  /**
   * What was found.
   */
  Result?: {
    /**
     * Whether the cluster can be reached.
     */
    connectable?: boolean | null;
    /**
     * The cluster's indices, or one index's settings and mapping.
     */
    metaInfo?: {
      /**
       * Indices of the cluster.
       */
      indices?: string[] | null;
      /**
       * Mapping types.
       */
      typeName?: string[] | null;
      /**
       * Index settings as JSON text.
       */
      settings?: string | null;
      /**
       * Mapping as JSON text.
       */
      mapping?: string | null;
      /**
       * Fields that can route.
       */
      fields?: string[] | null;
      [k: string]: unknown;
    } | null;
    [k: string]: unknown;
  } | null;
  [k: string]: unknown;
}

export interface ListDataTasksRequest {
  /**
   * ID of the destination (sink) instance.
   */
  InstanceId: string;
}

/**
 * The tasks; samples show the newest first.
 */
export interface ListDataTasksResponse {
  /**
   * ID of the request, for the vendor's support.
   */
  RequestId?: string | null;
  /**
   * The tasks.
   */
  Result?:
    | {
        /**
         * Task id.
         */
        taskId?: string;
        /**
         * Status. SUCCESS is the only documented word.
         */
        status?: string | null;
        /**
         * Creation time as yyyy-MM-dd HH:mm:ss without a zone.
         */
        createTime?: string | null;
        /**
         * A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.
         */
        sourceCluster?: {
          /**
           * Type of the cluster.
           */
          dataSourceType?: string | number | null;
          /**
           * Address on the public network.
           */
          endpoint?: string | null;
          /**
           * VPC id.
           */
          vpcId?: string | null;
          /**
           * Instance id in the VPC.
           */
          vpcInstanceId?: string | null;
          /**
           * Port; a number in samples, text in tables.
           */
          vpcInstancePort?: number | string | null;
          /**
           * IP address in the VPC.
           */
          vpcIp?: string | null;
          /**
           * Index.
           */
          index?: string | null;
          /**
           * Mapping type.
           */
          type?: string | null;
          /**
           * Index settings as JSON text.
           */
          settings?: string | null;
          /**
           * Mapping as JSON text.
           */
          mapping?: string | null;
          /**
           * Routing field.
           */
          routing?: string | null;
          /**
           * Login.
           */
          username?: string | null;
          /**
           * Password, echoed in clear by CreateDataTasks.
           */
          password?: string | null;
          [k: string]: unknown;
        } | null;
        /**
         * A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.
         */
        sinkCluster?: {
          /**
           * Type of the cluster.
           */
          dataSourceType?: string | number | null;
          /**
           * Address on the public network.
           */
          endpoint?: string | null;
          /**
           * VPC id.
           */
          vpcId?: string | null;
          /**
           * Instance id in the VPC.
           */
          vpcInstanceId?: string | null;
          /**
           * Port; a number in samples, text in tables.
           */
          vpcInstancePort?: number | string | null;
          /**
           * IP address in the VPC.
           */
          vpcIp?: string | null;
          /**
           * Index.
           */
          index?: string | null;
          /**
           * Mapping type.
           */
          type?: string | null;
          /**
           * Index settings as JSON text.
           */
          settings?: string | null;
          /**
           * Mapping as JSON text.
           */
          mapping?: string | null;
          /**
           * Routing field.
           */
          routing?: string | null;
          /**
           * Login.
           */
          username?: string | null;
          /**
           * Password, echoed in clear by CreateDataTasks.
           */
          password?: string | null;
          [k: string]: unknown;
        } | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * Migrates one index into an Alibaba Cloud Elasticsearch instance: checks, CreateDataTasks, waiting, verification and, with cleanup: delete, DeleteDataTask.
 */
export interface IndexMigrationWith {
  /**
   * ID of the destination (sink) instance.
   */
  InstanceId: string;
  /**
   * Where the index is read. Reached in exactly one way: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort.
   */
  sourceCluster: {
    /**
     * Always elasticsearch, in lower case.
     */
    dataSourceType?: 'elasticsearch';
    /**
     * Address of the source cluster on the public network, with scheme and port.
     */
    endpoint?: string;
    /**
     * ID of the VPC in which the source cluster is reached.
     */
    vpcId?: string;
    /**
     * Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.
     */
    vpcInstanceId?: string;
    /**
     * Port of the source cluster in its VPC.
     */
    vpcInstancePort?: number;
    /**
     * IP address of a self-built source cluster in a VPC, or of its SLB instance.
     */
    vpcIp?: string;
    /**
     * Login of the cluster.
     */
    username?: string;
    /**
     * Password of the login.
     */
    password?: string;
    /**
     * The index to migrate.
     */
    index: string;
    /**
     * Mapping type of the index. On the sink it is also the key inside mapping.
     */
    type: string;
  };
  /**
   * The index that the migration creates in the instance InstanceId. It must not exist yet.
   */
  sinkCluster: {
    /**
     * Always elasticsearch, in lower case.
     */
    dataSourceType?: 'elasticsearch';
    /**
     * Login of the cluster.
     */
    username: string;
    /**
     * Password of the login.
     */
    password: string;
    /**
     * The index to create. It must not exist yet.
     */
    index: string;
    /**
     * Mapping type of the index. On the sink it is also the key inside mapping.
     */
    type: string;
    /**
     * Index settings, as an object or as JSON text.
     */
    settings:
      | {
          [k: string]: unknown;
        }
      | string;
    /**
     * Mapping, as an object or as JSON text. Its key is the sink's type.
     */
    mapping:
      | {
          [k: string]: unknown;
        }
      | string;
    /**
     * Field that routes documents to shards. Default: the document id.
     */
    routing?: string;
  };
  /**
   * Which documents are migrated. The vendor's table calls it migrationConfig.filterParams; its examples, SDKs and the service use this name.
   */
  migrateConfig?: {
    /**
     * Condition that documents have to meet, such as index=1. The vendor documents no grammar. Empty: all documents.
     */
    sourceFilterParams?: string;
  };
}

/**
 * A migration's own keys with index-migration.
 */
export interface IndexMigrationOptions {
  /**
   * What happens to the vendor's task record after success.
   */
  cleanup?: 'keep' | 'delete';
}

/**
 * Configuration of a provider of type alicloud-elasticsearch.
 */
export interface ProviderConfig {
  /**
   * Always alicloud-elasticsearch.
   */
  type: 'alicloud-elasticsearch';
  /**
   * Region of the instances. One-click index migration is offered in cn-beijing only. Source: CreateDataTasks.
   */
  region?: string;
  /**
   * Overrides the endpoint that follows from region and network.
   */
  endpoint?: string;
  /**
   * public: elasticsearch.<region>.aliyuncs.com. vpc: elasticsearch-vpc.<region>.aliyuncs.com, reachable inside a VPC.
   */
  network?: 'public' | 'vpc';
  /**
   * How requests are signed. acs3 covers the body; hmac-sha1 is the older style that does not.
   */
  signature?: 'acs3' | 'hmac-sha1';
  /**
   * Left out: the vendor's usual chain of environment variables and profile files.
   */
  credentials?: {
    /**
     * Where keys are issued, instead of a key written here. web-identity: STS exchanges the platform's OIDC token (ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN). metadata: the RAM role of the ECS instance that the run is on. Both are renewed during a run.
     */
    source?: 'web-identity' | 'metadata';
    /**
     * RAM role of the ECS instance, for source: metadata. Left out: the one that the instance has.
     */
    role_name?: string;
    /**
     * Id of the AccessKey pair.
     */
    access_key_id?: string;
    /**
     * Secret of the AccessKey pair.
     */
    access_key_secret?: string;
    /**
     * Token of temporary (STS) credentials.
     */
    security_token?: string;
  };
  /**
   * The vendor documents SUCCESS as the only status of a data task. Words seen in your account can be added here; every other word means still running.
   */
  statuses?: {
    /**
     * Words that mean the task has succeeded, in any case.
     *
     * Items: A status as ListDataTasks shows it.
     */
    success?: string[];
    /**
     * Words that mean the task has failed, in any case.
     *
     * Items: A status as ListDataTasks shows it.
     */
    failure?: string[];
  };
  /**
   * How long one API call may take. Waiting for a remote task is bounded by the migration's `timeout` instead.
   */
  timeouts?: {
    /**
     * Time to open a connection.
     */
    connect?: string;
    /**
     * Time from sending a request to its answer.
     */
    response?: string;
  };
  /**
   * PEM file with certificate authorities to trust besides those of Node, such as that of a company proxy. A relative path starts at the current directory.
   */
  ca?: string;
  /**
   * What may be asked of the provider's API. All limits hold together, over retries, polls and resumed runs. Each one left out takes the provider's documented default.
   */
  limits?: {
    /**
     * The highest number of API calls in any window of that length, as the server counts them.
     */
    requests?: string;
    /**
     * API calls waiting for their answer at the same time.
     */
    in_flight?: number;
    /**
     * Remote migration tasks running at the same time.
     */
    active?: number;
    /**
     * Remote migration tasks running at the same time on one target instance.
     */
    active_per_target?: number;
    /**
     * Slices of own work on data, such as copying and comparing, that use the connection at the same time. Their calls count against the other limits as well.
     */
    slices?: number;
  };
  /**
   * How often waiting tasks are polled. The interval grows from the first to the last while nothing changes.
   */
  polling?: {
    /**
     * Time between the first polls of a task.
     */
    initial_interval?: string;
    /**
     * Time between polls of a task on which nothing changes.
     */
    max_interval?: string;
  };
}
