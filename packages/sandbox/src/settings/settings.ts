/** What the sandbox does where the vendors' documents leave a choice, or differ from region to region. */
export interface SandboxSettings {
  /** Any well-formed instance id exists; when false only the seeded instances do. */
  readonly autoCreateInstances: boolean;
  /** How far a signature's time may be from the sandbox's clock; null switches the check off. */
  readonly maxSkewMs: number | null;
  readonly rateLimit: RateLimits;
  readonly alicloud: AlicloudSettings;
  readonly huaweicloud: HuaweicloudSettings;
}

export interface RateLimits {
  readonly alicloud: RateLimit | null;
  readonly huaweicloud: RateLimit | null;
}

/** At most `limit` calls in any sliding window of `windowMs`; refused calls do not use up the limit. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
  /** HTTP status of the refusal. Alibaba documents 400; 429 is common practice. DCS answers 429. */
  readonly style: 400 | 429;
  /** Whether the refusal says how long to wait (`x-acs-retry-after` in ms, `Retry-After` in seconds). */
  readonly sendRetryAfter: boolean;
}

export interface AlicloudSettings {
  /** The documented CreateDataTasks response repeats both passwords. */
  readonly echoPasswords: boolean;
  /** Only SUCCESS is documented; the others are assumed. */
  readonly statusWords: AlicloudStatusWords;
  /** Whether ListDataTasks follows the vendor's sample or its response table, which swaps the two sides. */
  readonly listShape: 'sample' | 'table';
  /** How long an idempotency token is remembered; null means as long as the sandbox lives. */
  readonly clientTokenLifetimeMs: number | null;
  /** Whether a failed task leaves its sink index behind. */
  readonly failedTaskKeepsSinkIndex: boolean;
  readonly defaultEsVersion: string;
  readonly instances: readonly AlicloudInstanceSeed[];
  readonly clusters: readonly AlicloudClusterSeed[];
}

export interface AlicloudStatusWords {
  readonly pending: string;
  readonly running: string;
  readonly success: string;
  readonly failed: string;
}

export interface AlicloudInstanceSeed {
  readonly instanceId: string;
  readonly status?: string;
  readonly esVersion?: string;
  readonly vpcId?: string;
  /** The zone tells the region: `cn-beijing-f`. */
  readonly zoneId?: string;
  readonly health?: string;
  /** Names of indices that exist already. */
  readonly indices?: readonly string[];
}

/** A cluster as GetClusterDataInformation sees it, found by `endpoint`, `vpcInstanceId`, `vpcIp` or `instanceId`. */
export interface AlicloudClusterSeed {
  readonly address: string;
  readonly connectable?: boolean;
  /** Index name to its settings and mapping, both JSON text. */
  readonly indices?: Readonly<Record<string, { readonly settings?: string; readonly mapping?: string }>>;
}

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

export const DEFAULT_SETTINGS: SandboxSettings = {
  autoCreateInstances: true,
  maxSkewMs: 15 * 60 * 1_000,
  rateLimit: { alicloud: null, huaweicloud: null },
  alicloud: {
    echoPasswords: true,
    statusWords: { pending: 'PENDING', running: 'RUNNING', success: 'SUCCESS', failed: 'FAILED' },
    listShape: 'sample',
    clientTokenLifetimeMs: null,
    failedTaskKeepsSinkIndex: false,
    defaultEsVersion: '6.7.0_with_X-Pack',
    instances: [],
    clusters: [],
  },
  huaweicloud: {
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
  },
};

/** A partial change: only the leaves that are named change. */
export interface SettingsPatch {
  readonly autoCreateInstances?: boolean;
  readonly maxSkewMs?: number | null;
  readonly rateLimit?: { readonly alicloud?: RateLimitPatch; readonly huaweicloud?: RateLimitPatch };
  readonly alicloud?: Partial<Omit<AlicloudSettings, 'statusWords'>> & {
    readonly statusWords?: Partial<AlicloudStatusWords>;
  };
  readonly huaweicloud?: Partial<HuaweicloudSettings>;
}

export type RateLimitPatch = null | {
  readonly limit: number;
  readonly windowMs: number;
  readonly style?: 400 | 429;
  readonly sendRetryAfter?: boolean;
};

export function mergeSettings(base: SandboxSettings, patch: SettingsPatch = {}): SandboxSettings {
  return {
    autoCreateInstances: patch.autoCreateInstances ?? base.autoCreateInstances,
    maxSkewMs: patch.maxSkewMs === undefined ? base.maxSkewMs : patch.maxSkewMs,
    rateLimit: {
      alicloud: mergeRateLimit(base.rateLimit.alicloud, patch.rateLimit?.alicloud, 400),
      huaweicloud: mergeRateLimit(base.rateLimit.huaweicloud, patch.rateLimit?.huaweicloud, 429),
    },
    alicloud: {
      ...base.alicloud,
      ...patch.alicloud,
      statusWords: { ...base.alicloud.statusWords, ...patch.alicloud?.statusWords },
    },
    huaweicloud: { ...base.huaweicloud, ...patch.huaweicloud },
  };
}

function mergeRateLimit(
  base: RateLimit | null,
  patch: RateLimitPatch | undefined,
  defaultStyle: 400 | 429,
): RateLimit | null {
  if (patch === undefined) return base;
  return patch === null ? null : { style: defaultStyle, sendRetryAfter: true, ...patch };
}
