/** What the service does where the vendor's documents leave a choice, or differ from region to region. */
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

export type AlicloudSettingsPatch = Partial<Omit<AlicloudSettings, 'statusWords'>> & {
  readonly statusWords?: Partial<AlicloudStatusWords>;
};

export const DEFAULT_ALICLOUD_SETTINGS: AlicloudSettings = {
  echoPasswords: true,
  statusWords: { pending: 'PENDING', running: 'RUNNING', success: 'SUCCESS', failed: 'FAILED' },
  listShape: 'sample',
  clientTokenLifetimeMs: null,
  failedTaskKeepsSinkIndex: false,
  defaultEsVersion: '6.7.0_with_X-Pack',
  instances: [],
  clusters: [],
};

export function mergeAlicloudSettings(base: AlicloudSettings, patch: AlicloudSettingsPatch): AlicloudSettings {
  return { ...base, ...patch, statusWords: { ...base.statusWords, ...patch.statusWords } };
}
