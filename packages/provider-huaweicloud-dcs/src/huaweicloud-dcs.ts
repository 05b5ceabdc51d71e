import type { Provider } from '@waybill/core';
import { type ReadTextFile, readTextFile } from '@waybill/transport/files';
import { METADATA_ENDPOINT } from './auth/read-agency-key.ts';
import { locateCredentials, secretsOf } from './auth/resolve-credentials.ts';
import { checks } from './checks/checks.ts';
import { parseConfig } from './config.ts';
import { connectionOf, dcsEndpoint, endpointsOf } from './endpoints.ts';
import { providerSchema } from './generated/schemas.generated.ts';
import { backupImport } from './kinds/backup-import.ts';
import { onlineMigration } from './kinds/online-migration.ts';
import { operations } from './operations/operations.ts';
import { migrationTasksPoll } from './poll/migration-tasks-poll.ts';
import { REGIONS } from './regions.ts';
import { buildRequest } from './request/build-request.ts';
import { connect } from './session/connect.ts';

/** What a provider needs besides its plan; for tests. */
export interface HuaweicloudOptions {
  /** Reads the credentials file. */
  readonly readFile?: ReadTextFile;
  /** Scheme and host of the metadata service. Default: the link-local address. */
  readonly metadataEndpoint?: string;
}

/**
 * Data migration of DCS (Redis) on Huawei Cloud and Open Telekom Cloud.
 *
 * The vendor publishes no rate limit for these operations; the defaults leave room for a project's other clients.
 */
export function createHuaweicloudDcs(options: HuaweicloudOptions = {}): Provider {
  const { readFile = readTextFile, metadataEndpoint = METADATA_ENDPOINT } = options;
  return {
    type: 'huaweicloud-dcs',
    version: '0.1.0',
    configSchema: providerSchema,
    regions: REGIONS,
    operations,
    kinds: { 'online-migration': onlineMigration, 'backup-import': backupImport },
    checks,
    polls: { 'migration-tasks': migrationTasksPoll },
    defaultLimits: { requests: { count: 5, intervalMs: 1000 }, inFlight: 4, activePerTarget: 1 },
    defaultPolling: { initialIntervalMs: 10_000, maxIntervalMs: 30_000 },
    buildRequest(config, operation, args) {
      const parsed = parseConfig(config);
      return buildRequest({ endpoint: dcsEndpoint(parsed), projectId: parsed.projectId, operation, arguments: args });
    },
    probe: () => ({ operation: 'ListMigrationTask', arguments: { offset: 0, limit: 1 } }),
    endpointsOf,
    connectionOf,
    async findCredentials({ alias, config, env }) {
      const located = await locateCredentials({ alias, config: parseConfig(config), env, readFile });
      return { place: located.place, secrets: secretsOf(located.credentials) };
    },
    connect: async (connectOptions) => await connect(connectOptions, { readFile, metadataEndpoint }),
  };
}

export const huaweicloudDcs: Provider = createHuaweicloudDcs();
