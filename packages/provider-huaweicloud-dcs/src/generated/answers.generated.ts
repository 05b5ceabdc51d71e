// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

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
