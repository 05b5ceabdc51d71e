// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

export interface BatchRestartOnlineMigrationTasksRequest {
  /**
   * IDs of the migration tasks, at most 50.
   *
   * Items: Migration task ID.
   */
  migration_tasks: string[];
}

/**
 * One result per task. success means accepted, not finished; the HTTP status is 200 although members failed.
 */
export interface BatchRestartOnlineMigrationTasksResponse {
  /**
   * One result per task.
   */
  migration_tasks?:
    | {
        /**
         * Migration task ID.
         */
        task_id?: string | null;
        /**
         * Result.
         */
        result?: string | null;
        /**
         * Error code.
         */
        error_code?: string | null;
        /**
         * Error message.
         */
        error_msg?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface BatchStopMigrationTasksRequest {
  /**
   * IDs of the migration tasks.
   *
   * Items: Migration task ID.
   */
  migration_tasks: string[];
}

/**
 * One result per task. success means accepted, not finished; the HTTP status is 200 although members failed.
 */
export interface BatchStopMigrationTasksResponse {
  /**
   * One result per task.
   */
  migration_tasks?:
    | {
        /**
         * Migration task ID.
         */
        task_id?: string | null;
        /**
         * Result.
         */
        result?: string | null;
        /**
         * Error code.
         */
        error_code?: string | null;
        /**
         * Error message.
         */
        error_msg?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface CreateMigrationTaskRequest {
  /**
   * Name of the migration task: 4 to 64 letters, digits, hyphens and underscores, beginning with a letter. Names are not unique to the service.
   */
  task_name: string;
  /**
   * Description of the migration task, at most 512 characters.
   */
  description?: string;
  /**
   * Always backupfile_import: the service no longer creates online migrations with this operation.
   */
  migration_type: 'backupfile_import';
  /**
   * Always full_amount_migration: a backup import copies once.
   */
  migration_method: 'full_amount_migration';
  /**
   * Network between source and target. It had a meaning for online migrations only.
   */
  network_type?: 'vpc' | 'vpn';
  /**
   * The backup to import: files of an OBS bucket, or a backup record.
   */
  backup_files: {
    /**
     * self_build_obs: files of an OBS bucket. backup_record: a backup of a DCS instance in the same region and account.
     */
    file_source?: 'self_build_obs' | 'backup_record';
    /**
     * Name of the OBS bucket, in the same region as the target. Mandatory for self_build_obs.
     */
    bucket_name?: string;
    /**
     * The files to import. Mandatory for self_build_obs. A cluster's backup has one file per shard.
     *
     * Items: One backup file.
     */
    files?: {
      /**
       * Name of the file in the bucket (.aof, .rdb, .zip or .tar.gz).
       */
      file_name: string;
      /**
       * File size. Documented in bytes, shown as 754.0MB in the vendor's example; the service keeps the text as it is.
       */
      size?: string;
      /**
       * Time of the file's last change, documented as YYYY-MM-DD HH:MM:SS; the service keeps the text as it is.
       */
      update_at?: string;
    }[];
    /**
     * ID of the backup record. Mandatory for backup_record.
     */
    backup_id?: string;
  };
  /**
   * Source Redis. It had a meaning for online migrations only.
   */
  source_instance?: {
    /**
     * Redis addresses as host:port, separated by commas without spaces.
     */
    addrs: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
    /**
     * Task status.
     */
    task_status?: string;
    /**
     * Redis instance ID.
     */
    id?: string;
    /**
     * IP address of the Redis.
     */
    ip?: string;
    /**
     * Port of the Redis, as text.
     */
    port?: string;
    /**
     * Name of the Redis instance.
     */
    name?: string;
    /**
     * Whether multi-DB is enabled, for Proxy Cluster instances.
     */
    proxy_multi_db?: boolean;
    /**
     * Redis database, as text.
     */
    db?: string;
  };
  /**
   * The DCS Redis instance that the backup is imported into.
   */
  target_instance: {
    /**
     * Redis instance ID.
     */
    id: string;
    /**
     * Name of the Redis instance.
     */
    name?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
    /**
     * IP address of the Redis.
     */
    ip?: string;
    /**
     * Port of the Redis, as text.
     */
    port?: string;
    /**
     * Redis addresses as host:port, separated by commas without spaces.
     */
    addrs?: string;
    /**
     * Whether multi-DB is enabled, for Proxy Cluster instances.
     */
    proxy_multi_db?: boolean;
    /**
     * Redis database, as text.
     */
    db?: string;
  };
}

/**
 * The task, as accepted.
 */
export interface CreateMigrationTaskResponse {
  /**
   * Migration task ID.
   */
  id?: string;
  /**
   * Name of the task.
   */
  name?: string | null;
  /**
   * Status. An open set of words.
   */
  status?: string | null;
  /**
   * Error message.
   */
  error?: string | null;
  [k: string]: unknown;
}

export interface CreateOnlineMigrationTaskRequest {
  /**
   * Name of the migration task: 4 to 64 letters, digits, hyphens and underscores, beginning with a letter. Names are not unique to the service.
   */
  name: string;
  /**
   * Description of the migration task, at most 512 characters.
   */
  description?: string;
  /**
   * VPC in which the migration machine is created.
   */
  vpc_id: string;
  /**
   * Network ID of the subnet in which the migration machine is created.
   */
  subnet_id: string;
  /**
   * Security group of the migration machine. Its outbound rules have to permit the Redis addresses.
   */
  security_group_id: string;
}

/**
 * The new task.
 */
export interface CreateOnlineMigrationTaskResponse {
  /**
   * Migration task ID; not the ID of a Redis instance.
   */
  instance_id?: string;
  /**
   * ID of the background job that creates the machine. Answered by the service, absent from the document.
   */
  job_id?: string | null;
  [k: string]: unknown;
}

export interface DeleteMigrationTaskRequest {
  /**
   * IDs of the migration tasks.
   *
   * Items: Migration task ID.
   */
  task_id_list: string[];
}

/**
 * The deleted tasks.
 */
export interface DeleteMigrationTaskResponse {
  /**
   * IDs of the tasks.
   */
  task_id_list?: string[] | null;
  [k: string]: unknown;
}

export interface ExchangeInstanceIpRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
  /**
   * The IP addresses to exchange. Documented as mandatory; the vendor's own Terraform provider leaves it out.
   *
   * Items: An IP address.
   */
  exchanged_ip?: string[];
  /**
   * Whether the domain names are exchanged too. Documented as mandatory; the vendor's own Terraform provider leaves it out.
   */
  is_exchange_domain?: boolean;
}

/**
 * Nothing.
 */
export type ExchangeInstanceIpResponse = unknown;

export interface ListBackupRecordsRequest {
  /**
   * Redis instance ID.
   */
  instance_id: string;
  /**
   * Start of the time span, in UTC, as yyyyMMddHHmmss.
   */
  begin_time?: string;
  /**
   * End of the time span, in UTC, as yyyyMMddHHmmss.
   */
  end_time?: string;
  /**
   * Number of items to skip.
   */
  offset?: number;
  /**
   * Items per page, from 1 to 1000.
   */
  limit?: number;
}

/**
 * One page of backups.
 */
export interface ListBackupRecordsResponse {
  /**
   * Number of backups.
   */
  total_num?: number | string | null;
  /**
   * The backups.
   */
  backup_record_response?:
    | {
        /**
         * Id of the backup.
         */
        backup_id?: string | null;
        /**
         * Id of the instance.
         */
        instance_id?: string | null;
        /**
         * Status.
         */
        status?: string | null;
        /**
         * manual or auto.
         */
        backup_type?: string | null;
        /**
         * Progress in percent.
         */
        progress?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface ListInstancesRequest {
  /**
   * Redis instance ID.
   */
  instance_id?: string;
  /**
   * Whether instances that could not be created are counted.
   */
  include_failure?: true | false | 'true' | 'false';
  /**
   * Whether deleted instances are counted.
   */
  include_delete?: true | false | 'true' | 'false';
  /**
   * Name, or part of a name, of the instances.
   */
  name?: string;
  /**
   * Number of items to skip.
   */
  offset?: number;
  /**
   * Items per page, from 1 to 1000.
   */
  limit?: number;
  /**
   * Status of the instances. An open set of words.
   */
  status?: string;
  /**
   * true: the name has to be equal. Default false: it may be part of the name.
   */
  name_equal?: true | false | 'true' | 'false';
  /**
   * Tags as key=value, separated by commas.
   */
  tags?: string;
  /**
   * IP address of the instance.
   */
  ip?: string;
  /**
   * Memory of the instance in GB.
   */
  capacity?: string | number;
}

/**
 * One page of instances.
 */
export interface ListInstancesResponse {
  /**
   * Number of instances.
   */
  instance_num?: number | string | null;
  /**
   * The instances.
   */
  instances?:
    | {
        /**
         * Instance id.
         */
        instance_id?: string;
        /**
         * Name.
         */
        name?: string | null;
        /**
         * Status.
         */
        status?: string | null;
        /**
         * What the instance is busy with.
         */
        sub_status?: string | null;
        /**
         * What the instance is busy with.
         */
        task?:
          | {
              [k: string]: unknown;
            }
          | string
          | null;
        /**
         * Engine.
         */
        engine?: string | null;
        /**
         * Engine version.
         */
        engine_version?: string | null;
        /**
         * Instance type.
         */
        cache_mode?: string | null;
        /**
         * IP address.
         */
        ip?: string | null;
        /**
         * Port.
         */
        port?: number | string | null;
        /**
         * Domain name.
         */
        domain_name?: string | null;
        /**
         * Whether no password is needed; text in the API.
         */
        no_password_access?: string | boolean | null;
        /**
         * Whether SSL is on.
         */
        enable_ssl?: boolean | null;
        /**
         * Memory in MB.
         */
        max_memory?: number | string | null;
        /**
         * Memory in use, in MB.
         */
        used_memory?: number | string | null;
        /**
         * Number of databases.
         */
        db_number?: number | string | null;
        /**
         * Whether public access is on.
         */
        enable_publicip?: boolean | null;
        /**
         * Public IP address.
         */
        publicip_address?: string | null;
        /**
         * VPC id.
         */
        vpc_id?: string | null;
        /**
         * Subnet id.
         */
        subnet_id?: string | null;
        /**
         * Security group id.
         */
        security_group_id?: string | null;
        /**
         * Supported features.
         */
        features?: {
          [k: string]: unknown;
        } | null;
        /**
         * Creation time.
         */
        created_at?: string | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface ListMigrationTaskRequest {
  /**
   * Number of items to skip.
   */
  offset?: number;
  /**
   * Items per page, from 1 to 1000.
   */
  limit?: number;
  /**
   * Name, or part of a name, of the tasks.
   */
  name?: string;
}

/**
 * One page of tasks.
 */
export interface ListMigrationTaskResponse {
  /**
   * Number of tasks.
   */
  count?: number | string | null;
  /**
   * The tasks.
   */
  migration_tasks?:
    | {
        /**
         * Migration task ID.
         */
        task_id?: string;
        /**
         * Name.
         */
        task_name?: string | null;
        /**
         * Status. An open set of words.
         */
        status?: string | null;
        /**
         * Migration type.
         */
        migration_type?: string | null;
        /**
         * Migration type, in older answers.
         */
        migrate_type?: string | null;
        /**
         * Migration method.
         */
        migration_method?: string | null;
        /**
         * Address of the migration machine.
         */
        ecs_tenant_private_ip?: string | null;
        /**
         * Source address, or bucket.
         */
        data_source?: string | null;
        /**
         * Name of the source.
         */
        source_instance_name?: string | null;
        /**
         * Instance id of the source.
         */
        source_instance_id?: string | null;
        /**
         * Addresses of the target.
         */
        target_instance_addrs?: string | null;
        /**
         * Addresses of the target, in older answers.
         */
        target_instance_address?: string | null;
        /**
         * Name of the target.
         */
        target_instance_name?: string | null;
        /**
         * Instance id of the target.
         */
        target_instance_id?: string | null;
        /**
         * Creation time, in more than one format.
         */
        created_at?: string | null;
        /**
         * Description.
         */
        description?: string | null;
        /**
         * Status of the source.
         */
        source_instance_status?: string | null;
        /**
         * Status of the target.
         */
        target_instance_status?: string | null;
        /**
         * Subnet of the source.
         */
        source_instance_subnet_id?: string | null;
        /**
         * Subnet of the target.
         */
        target_instance_subnet_id?: string | null;
        /**
         * Flavour of the source.
         */
        source_instance_spec_code?: string | null;
        /**
         * Flavour of the target.
         */
        target_instance_spec_code?: string | null;
        /**
         * Why the task failed.
         */
        error_message?: string | null;
        /**
         * When the migration machine was released.
         */
        released_at?: string | null;
        /**
         * Version of the migration machine.
         */
        version?: string | null;
        /**
         * Resume mode.
         */
        resume_mode?: string | null;
        /**
         * Supported features.
         */
        supported_features?: string[] | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface ListMigrationTaskLogsRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
  /**
   * Number of items to skip.
   */
  offset?: number;
  /**
   * Items per page, from 1 to 1000.
   */
  limit?: number;
  /**
   * Level of the lines. An open set of words.
   */
  log_level?: string;
}

/**
 * One page of the log.
 */
export interface ListMigrationTaskLogsResponse {
  /**
   * Number of lines.
   */
  log_num?: number | string | null;
  /**
   * The lines.
   */
  migration_logs?:
    | {
        /**
         * Time.
         */
        created_at?: string | null;
        /**
         * Level.
         */
        log_level?: string | null;
        /**
         * Text.
         */
        message?: string | null;
        /**
         * Code of the text.
         */
        log_code?: string | null;
        /**
         * Values in the text.
         */
        keyword?: string[] | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

export interface RollbackExchangeInstanceIpRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
}

/**
 * Nothing.
 */
export type RollbackExchangeInstanceIpResponse = unknown;

export interface SetOnlineMigrationTaskRequest {
  /**
   * Online migration task ID: instance_id as CreateOnlineMigrationTask answers it.
   */
  task_id: string;
  /**
   * full_amount_migration copies once; writes to the source after the start are not copied. incremental_migration copies and then replicates until it is stopped.
   */
  migration_method: 'full_amount_migration' | 'incremental_migration';
  /**
   * auto: reconnect without end after a network failure, which may start a full synchronisation again. manual: reconnect by hand.
   */
  resume_mode: 'auto' | 'manual';
  /**
   * Upper bound of the synchronisation speed in MB/s, a whole number from 1 to 10240. Incremental migrations only.
   */
  bandwidth_limit_mb?: number | string;
  /**
   * Where the data comes from, by exactly one of id and addrs.
   */
  source_instance: {
    /**
     * ID of a DCS Redis instance. Mandatory when addrs is left out.
     */
    id?: string;
    /**
     * Redis addresses as host:port, separated by commas. Mandatory when id is left out.
     */
    addrs?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
  };
  /**
   * Where the data goes, by exactly one of id and addrs.
   */
  target_instance: {
    /**
     * ID of a DCS Redis instance. Mandatory when addrs is left out.
     */
    id?: string;
    /**
     * Redis addresses as host:port, separated by commas. Mandatory when id is left out.
     */
    addrs?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
  };
}

/**
 * The task, as accepted.
 */
export interface SetOnlineMigrationTaskResponse {
  /**
   * Migration task ID.
   */
  id?: string;
  /**
   * Name of the task.
   */
  name?: string | null;
  /**
   * Status. An open set of words.
   */
  status?: string | null;
  /**
   * Error message.
   */
  error?: string | null;
  [k: string]: unknown;
}

export interface ShowInstanceRequest {
  /**
   * Redis instance ID.
   */
  instance_id: string;
}

/**
 * A DCS instance.
 */
export interface ShowInstanceResponse {
  /**
   * Instance id.
   */
  instance_id?: string;
  /**
   * Name.
   */
  name?: string | null;
  /**
   * Status.
   */
  status?: string | null;
  /**
   * What the instance is busy with.
   */
  sub_status?: string | null;
  /**
   * What the instance is busy with.
   */
  task?:
    | {
        [k: string]: unknown;
      }
    | string
    | null;
  /**
   * Engine.
   */
  engine?: string | null;
  /**
   * Engine version.
   */
  engine_version?: string | null;
  /**
   * Instance type.
   */
  cache_mode?: string | null;
  /**
   * IP address.
   */
  ip?: string | null;
  /**
   * Port.
   */
  port?: number | string | null;
  /**
   * Domain name.
   */
  domain_name?: string | null;
  /**
   * Whether no password is needed; text in the API.
   */
  no_password_access?: string | boolean | null;
  /**
   * Whether SSL is on.
   */
  enable_ssl?: boolean | null;
  /**
   * Memory in MB.
   */
  max_memory?: number | string | null;
  /**
   * Memory in use, in MB.
   */
  used_memory?: number | string | null;
  /**
   * Number of databases.
   */
  db_number?: number | string | null;
  /**
   * Whether public access is on.
   */
  enable_publicip?: boolean | null;
  /**
   * Public IP address.
   */
  publicip_address?: string | null;
  /**
   * VPC id.
   */
  vpc_id?: string | null;
  /**
   * Subnet id.
   */
  subnet_id?: string | null;
  /**
   * Security group id.
   */
  security_group_id?: string | null;
  /**
   * Supported features.
   */
  features?: {
    [k: string]: unknown;
  } | null;
  /**
   * Creation time.
   */
  created_at?: string | null;
  [k: string]: unknown;
}

export interface ShowJobInfoRequest {
  /**
   * ID of a background job.
   */
  job_id: string;
}

/**
 * The job.
 */
export interface ShowJobInfoResponse {
  /**
   * Job id.
   */
  job_id?: string;
  /**
   * Kind of job. The value for migrations is not documented.
   */
  job_type?: string | null;
  /**
   * Status.
   */
  status?: string | null;
  /**
   * Start, in milliseconds since 1970, as text.
   */
  begin_time?: string | number | null;
  /**
   * End, in milliseconds since 1970, as text.
   */
  end_time?: string | number | null;
  /**
   * Why the job failed.
   */
  fail_reason?: string | null;
  [k: string]: unknown;
}

export interface ShowMigrationTaskRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
}

/**
 * A migration task. Before it is configured, method and instances are absent or null.
 */
export interface ShowMigrationTaskResponse {
  /**
   * Migration task ID.
   */
  task_id?: string;
  /**
   * Name.
   */
  task_name?: string | null;
  /**
   * Description.
   */
  description?: string | null;
  /**
   * Status. An open set of words: unknown ones mean still running.
   */
  status?: string | null;
  /**
   * Migration type.
   */
  migration_type?: string | null;
  /**
   * Migration method.
   */
  migration_method?: string | null;
  /**
   * Address of the migration machine, for whitelists.
   */
  ecs_tenant_private_ip?: string | null;
  /**
   * Imported files.
   */
  backup_files?: {
    [k: string]: unknown;
  } | null;
  /**
   * Network type.
   */
  network_type?: string | null;
  /**
   * A Redis of a task.
   */
  source_instance?: {
    /**
     * Instance id.
     */
    id?: string | null;
    /**
     * Name.
     */
    name?: string | null;
    /**
     * Addresses.
     */
    addrs?: string | null;
    /**
     * IP address.
     */
    ip?: string | null;
    /**
     * Port.
     */
    port?: string | number | null;
    /**
     * Database.
     */
    db?: string | number | null;
    /**
     * Whether multi-DB is enabled.
     */
    proxy_multi_db?: boolean | null;
    /**
     * Task status.
     */
    task_status?: string | null;
    /**
     * Password. The vendor's example shows one in clear.
     */
    password?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * A Redis of a task.
   */
  target_instance?: {
    /**
     * Instance id.
     */
    id?: string | null;
    /**
     * Name.
     */
    name?: string | null;
    /**
     * Addresses.
     */
    addrs?: string | null;
    /**
     * IP address.
     */
    ip?: string | null;
    /**
     * Port.
     */
    port?: string | number | null;
    /**
     * Database.
     */
    db?: string | number | null;
    /**
     * Whether multi-DB is enabled.
     */
    proxy_multi_db?: boolean | null;
    /**
     * Task status.
     */
    task_status?: string | null;
    /**
     * Password. The vendor's example shows one in clear.
     */
    password?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Creation time, in more than one format.
   */
  created_at?: string | null;
  /**
   * Completion time.
   */
  updated_at?: string | null;
  /**
   * When the migration machine was released.
   */
  released_at?: string | null;
  /**
   * Version of the migration machine.
   */
  version?: string | null;
  /**
   * Resume mode.
   */
  resume_mode?: string | null;
  /**
   * Supported features.
   */
  supported_features?: string[] | null;
  /**
   * VPC id.
   */
  tenant_vpc_id?: string | null;
  /**
   * Subnet id.
   */
  tenant_subnet_id?: string | null;
  /**
   * Security group id.
   */
  tenant_security_group_id?: string | null;
  /**
   * Bandwidth limit in MB/s.
   */
  bandwidth_limit_mb?: string | number | null;
  /**
   * State of an exchange of addresses.
   */
  task_status?: string | null;
  [k: string]: unknown;
}

export interface ShowMigrationTaskStatsRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
}

/**
 * Progress. Documented as text; the vendor's example holds numbers.
 */
export interface ShowMigrationTaskStatsResponse {
  /**
   * Progress of the full phase in percent.
   */
  full_migration_progress?: string | number | null;
  /**
   * Replication lag: the difference between the positions of source and target. 0: caught up.
   */
  offset?: string | number | null;
  /**
   * Keys in the source.
   */
  source_dbsize?: string | number | null;
  /**
   * Keys in the target.
   */
  target_dbsize?: string | number | null;
  /**
   * Traffic into the target in kbit/s.
   */
  target_input_kbps?: string | number | null;
  /**
   * Operations per second on the target.
   */
  target_ops?: string | number | null;
  /**
   * Whether data is moving.
   */
  is_migrating?: boolean | string | null;
  [k: string]: unknown;
}

export interface StopMigrationTaskRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
}

/**
 * A migration task. Before it is configured, method and instances are absent or null.
 */
export interface StopMigrationTaskResponse {
  /**
   * Migration task ID.
   */
  task_id?: string;
  /**
   * Name.
   */
  task_name?: string | null;
  /**
   * Description.
   */
  description?: string | null;
  /**
   * Status. An open set of words: unknown ones mean still running.
   */
  status?: string | null;
  /**
   * Migration type.
   */
  migration_type?: string | null;
  /**
   * Migration method.
   */
  migration_method?: string | null;
  /**
   * Address of the migration machine, for whitelists.
   */
  ecs_tenant_private_ip?: string | null;
  /**
   * Imported files.
   */
  backup_files?: {
    [k: string]: unknown;
  } | null;
  /**
   * Network type.
   */
  network_type?: string | null;
  /**
   * A Redis of a task.
   */
  source_instance?: {
    /**
     * Instance id.
     */
    id?: string | null;
    /**
     * Name.
     */
    name?: string | null;
    /**
     * Addresses.
     */
    addrs?: string | null;
    /**
     * IP address.
     */
    ip?: string | null;
    /**
     * Port.
     */
    port?: string | number | null;
    /**
     * Database.
     */
    db?: string | number | null;
    /**
     * Whether multi-DB is enabled.
     */
    proxy_multi_db?: boolean | null;
    /**
     * Task status.
     */
    task_status?: string | null;
    /**
     * Password. The vendor's example shows one in clear.
     */
    password?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * A Redis of a task.
   */
  target_instance?: {
    /**
     * Instance id.
     */
    id?: string | null;
    /**
     * Name.
     */
    name?: string | null;
    /**
     * Addresses.
     */
    addrs?: string | null;
    /**
     * IP address.
     */
    ip?: string | null;
    /**
     * Port.
     */
    port?: string | number | null;
    /**
     * Database.
     */
    db?: string | number | null;
    /**
     * Whether multi-DB is enabled.
     */
    proxy_multi_db?: boolean | null;
    /**
     * Task status.
     */
    task_status?: string | null;
    /**
     * Password. The vendor's example shows one in clear.
     */
    password?: string | null;
    [k: string]: unknown;
  } | null;
  /**
   * Creation time, in more than one format.
   */
  created_at?: string | null;
  /**
   * Completion time.
   */
  updated_at?: string | null;
  /**
   * When the migration machine was released.
   */
  released_at?: string | null;
  /**
   * Version of the migration machine.
   */
  version?: string | null;
  /**
   * Resume mode.
   */
  resume_mode?: string | null;
  /**
   * Supported features.
   */
  supported_features?: string[] | null;
  /**
   * VPC id.
   */
  tenant_vpc_id?: string | null;
  /**
   * Subnet id.
   */
  tenant_subnet_id?: string | null;
  /**
   * Security group id.
   */
  tenant_security_group_id?: string | null;
  /**
   * Bandwidth limit in MB/s.
   */
  bandwidth_limit_mb?: string | number | null;
  /**
   * State of an exchange of addresses.
   */
  task_status?: string | null;
  [k: string]: unknown;
}

export interface StopMigrationTaskSyncRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
}

/**
 * Nothing.
 */
export type StopMigrationTaskSyncResponse = unknown;

export interface UpdateMigrationTaskRequest {
  /**
   * Migration task ID.
   */
  task_id: string;
  /**
   * auto: reconnect without end after a network failure, which may start a full synchronisation again. manual: reconnect by hand.
   */
  resume_mode: 'auto' | 'manual';
}

/**
 * Nothing, or a text that is not documented.
 */
export type UpdateMigrationTaskResponse = unknown;

/**
 * Imports a Redis backup into a DCS instance: checks, CreateMigrationTask, waiting and, with cleanup: delete, DeleteMigrationTask.
 */
export interface BackupImportWith {
  /**
   * Beginning of the migration task's name, at most 51 characters. A hyphen and 12 hexadecimal characters are appended to make it unique.
   */
  task_name: string;
  /**
   * Description of the migration task, at most 480 characters. A mark by which Waybill knows its own task is appended.
   */
  description?: string;
  /**
   * Always backupfile_import: the service no longer creates online migrations with this operation.
   */
  migration_type?: 'backupfile_import';
  /**
   * Always full_amount_migration: a backup import copies once.
   */
  migration_method?: 'full_amount_migration';
  /**
   * The backup to import: files of an OBS bucket, or a backup record.
   */
  backup_files: {
    /**
     * self_build_obs: files of an OBS bucket. backup_record: a backup of a DCS instance in the same region and account.
     */
    file_source?: 'self_build_obs' | 'backup_record';
    /**
     * Name of the OBS bucket, in the same region as the target. Mandatory for self_build_obs.
     */
    bucket_name?: string;
    /**
     * The files to import. Mandatory for self_build_obs. A cluster's backup has one file per shard.
     *
     * Items: One backup file.
     */
    files?: {
      /**
       * Name of the file in the bucket (.aof, .rdb, .zip or .tar.gz).
       */
      file_name: string;
      /**
       * File size. Documented in bytes, shown as 754.0MB in the vendor's example; the service keeps the text as it is.
       */
      size?: string;
      /**
       * Time of the file's last change, documented as YYYY-MM-DD HH:MM:SS; the service keeps the text as it is.
       */
      update_at?: string;
    }[];
    /**
     * ID of the backup record. Mandatory for backup_record.
     */
    backup_id?: string;
  };
  /**
   * The DCS instance that the backup record was made of. It is not sent: it lets the backup be checked before the import.
   */
  source_instance?: {
    /**
     * Redis instance ID.
     */
    id: string;
  };
  /**
   * The DCS Redis instance that the backup is imported into.
   */
  target_instance: {
    /**
     * Redis instance ID.
     */
    id: string;
    /**
     * Name of the Redis instance.
     */
    name?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
    /**
     * IP address of the Redis.
     */
    ip?: string;
    /**
     * Port of the Redis, as text.
     */
    port?: string;
    /**
     * Redis addresses as host:port, separated by commas without spaces.
     */
    addrs?: string;
    /**
     * Whether multi-DB is enabled, for Proxy Cluster instances.
     */
    proxy_multi_db?: boolean;
    /**
     * Redis database, as text.
     */
    db?: string;
  };
}

/**
 * Migrates a running Redis: checks, CreateOnlineMigrationTask, SetOnlineMigrationTask, waiting, cut-over and, with cleanup: delete, DeleteMigrationTask.
 */
export interface OnlineMigrationWith {
  /**
   * Beginning of the migration task's name, at most 51 characters. A hyphen and 12 hexadecimal characters are appended to make it unique.
   */
  name: string;
  /**
   * Description of the migration task, at most 480 characters. A mark by which Waybill knows its own task is appended.
   */
  description?: string;
  /**
   * VPC in which the migration machine is created.
   */
  vpc_id: string;
  /**
   * Network ID of the subnet in which the migration machine is created.
   */
  subnet_id: string;
  /**
   * Security group of the migration machine. Its outbound rules have to permit the Redis addresses.
   */
  security_group_id: string;
  /**
   * full_amount_migration copies once; writes to the source after the start are not copied. incremental_migration copies and then replicates until it is stopped.
   */
  migration_method: 'full_amount_migration' | 'incremental_migration';
  /**
   * auto: reconnect without end after a network failure, which may start a full synchronisation again. manual: reconnect by hand.
   */
  resume_mode?: 'auto' | 'manual';
  /**
   * Upper bound of the synchronisation speed in MB/s, a whole number from 1 to 10240. Incremental migrations only.
   */
  bandwidth_limit_mb?: number | string;
  /**
   * Where the data comes from, by exactly one of id and addrs.
   */
  source_instance: {
    /**
     * ID of a DCS Redis instance. Mandatory when addrs is left out.
     */
    id?: string;
    /**
     * Redis addresses as host:port, separated by commas. Mandatory when id is left out.
     */
    addrs?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
  };
  /**
   * Where the data goes, by exactly one of id and addrs.
   */
  target_instance: {
    /**
     * ID of a DCS Redis instance. Mandatory when addrs is left out.
     */
    id?: string;
    /**
     * Redis addresses as host:port, separated by commas. Mandatory when id is left out.
     */
    addrs?: string;
    /**
     * Redis password. Mandatory when the instance has one.
     */
    password?: string;
  };
}

/**
 * A migration's own keys with backup-import.
 */
export interface BackupImportOptions {
  /**
   * What happens to the vendor's task record after success.
   */
  cleanup?: 'keep' | 'delete';
}

/**
 * A migration's own keys with online-migration.
 */
export interface OnlineMigrationOptions {
  /**
   * How an incremental migration ends.
   */
  cutover?: {
    /**
     * none: leave it replicating. manual: wait for an approval, then stop the replication. exchange-ip: wait for an approval, then exchange the addresses of source and target.
     */
    mode: 'none' | 'manual' | 'exchange-ip';
    /**
     * Replication lag, in bytes of the replication offset, that must not be exceeded before the gate opens.
     */
    max_lag?: number;
    /**
     * How long the lag has to stay within max_lag.
     */
    lag_for?: string;
    /**
     * exchange-ip only: the IP addresses to exchange. Source: Huawei Cloud DCS API reference, ExchangeInstanceIp.
     *
     * Items: An IP address.
     */
    exchanged_ip?: string[];
    /**
     * exchange-ip only: whether the domain names are exchanged too. Source: Huawei Cloud DCS API reference, ExchangeInstanceIp.
     */
    is_exchange_domain?: boolean;
  };
  /**
   * What happens to the vendor's task record after success.
   */
  cleanup?: 'keep' | 'delete';
}

/**
 * Configuration of a provider of type huaweicloud-dcs, on Huawei Cloud or Open Telekom Cloud.
 */
export interface ProviderConfig {
  /**
   * Always huaweicloud-dcs.
   */
  type: 'huaweicloud-dcs';
  /**
   * Region of the instances. The endpoints follow from it.
   */
  region?: string;
  /**
   * huaweicloud: dcs.<region>.myhuaweicloud.com. otc: dcs.<region>.otc.t-systems.com.
   */
  cloud?: 'huaweicloud' | 'otc';
  /**
   * Overrides the DCS endpoint that follows from region and cloud.
   */
  endpoint?: string;
  /**
   * Overrides the identity endpoint that follows from region and cloud. Used with signing: token and to look up project_id.
   */
  iam_endpoint?: string;
  /**
   * Project of the instances; it has to be the project of the credentials. Left out: looked up by region.
   */
  project_id?: string;
  /**
   * unscoped: SDK-HMAC-SHA256 as Huawei Cloud documents it. scoped: the older Open Telekom Cloud variant. token: an identity token, the safe choice on Open Telekom Cloud.
   */
  signing?: 'unscoped' | 'scoped' | 'token';
  /**
   * Left out: the vendor's usual environment variables and files.
   */
  credentials?: {
    /**
     * Where keys are issued, instead of a key written here. metadata: the agency of the ECS that the run is on, with signing: unscoped or scoped. They are renewed during a run.
     */
    source?: 'metadata';
    /**
     * Access key (AK).
     */
    access_key?: string;
    /**
     * Secret key (SK) of the access key.
     */
    secret_key?: string;
    /**
     * Token of a temporary access key.
     */
    security_token?: string;
    /**
     * IAM user, for signing: token.
     */
    username?: string;
    /**
     * Password of the IAM user, for signing: token.
     */
    password?: string;
    /**
     * Account (domain) of the IAM user, for signing: token.
     */
    domain_name?: string;
    /**
     * A token that was already issued, for signing: token. It cannot be renewed when it expires.
     */
    auth_token?: string;
  };
  /**
   * How long a create whose answer was lost is looked up before it counts as absent.
   */
  settle?: string;
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
