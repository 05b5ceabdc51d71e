// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

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
       * Zone.
       */
      vsArea?: string | null;
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
     * Zones.
     */
    zoneInfos?:
      | {
          /**
           * Zone id.
           */
          zoneId?: string | null;
          /**
           * Status of the zone.
           */
          status?: string | null;
          [k: string]: unknown;
        }[]
      | null;
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
