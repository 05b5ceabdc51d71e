/** What the service does where the vendor's documents leave a choice, or differ from region to region. */
export interface HuaweicloudSettings {
  /** The value documented in an enumeration and seen live is INCRMIGEATING; prose elsewhere says INCRMIGRATING. */
  readonly incrementalSpelling: 'INCRMIGEATING' | 'INCRMIGRATING';
  /** The word for a running full synchronisation. */
  readonly fullSyncWord: 'FULLMIGRATING' | 'MIGRATING';
  /** The job id of CreateOnlineMigrationTask is returned but not documented. */
  readonly omitJobId: boolean;
  /** What ShowMigrationTask says about a deleted task. */
  readonly showDeleted: 'not-found' | 'deleted' | 'stale-success';
  /** The documented ShowMigrationTask sample repeats passwords; the sandbox puts a fixed marker there, never a real one. */
  readonly echoPasswords: boolean;
  /** ShowInstance's `no_password_access` for instances that are not seeded. */
  readonly noPasswordAccess: 'true' | 'false';
  /** A finished machine, or one left without a configuration, becomes RELEASED after this time; null means never. */
  readonly releaseIdleAfterMs: number | null;
  /** Lock an access key for 5 minutes after more than this many consecutive failures; null means never. */
  readonly lockAccessKeyAfterFailures: number | null;
  /** Numbers as in the vendor's sample, or text as in its table. */
  readonly statsStyle: 'numbers' | 'text';
  readonly instances: readonly DcsInstanceSeed[];
  readonly backups: readonly DcsBackupSeed[];
}

export interface DcsInstanceSeed {
  readonly instance_id: string;
  readonly name?: string;
  readonly status?: string;
  readonly engine_version?: string;
  readonly cache_mode?: string;
  readonly ip?: string;
  readonly port?: number;
  readonly enable_ssl?: boolean;
  readonly no_password_access?: 'true' | 'false';
  readonly used_memory?: number;
  readonly max_memory?: number;
  readonly db_number?: number;
  readonly enable_publicip?: boolean;
  readonly sub_status?: string;
  /** What the instance is busy with. */
  readonly task?: string;
  /** When set, a migration that gives another password fails. Never shown. */
  readonly password?: string;
}

export interface DcsBackupSeed {
  readonly instance_id: string;
  readonly backup_id: string;
  readonly status?: string;
}

export const DEFAULT_HUAWEICLOUD_SETTINGS: HuaweicloudSettings = {
  incrementalSpelling: 'INCRMIGEATING',
  fullSyncWord: 'FULLMIGRATING',
  omitJobId: false,
  showDeleted: 'not-found',
  echoPasswords: false,
  noPasswordAccess: 'false',
  releaseIdleAfterMs: null,
  lockAccessKeyAfterFailures: null,
  statsStyle: 'text',
  instances: [],
  backups: [],
};
