import type { Provider } from '@waybill/core';
import { type ReadTextFile, readTextFile } from '@waybill/transport/files';
import { METADATA_ENDPOINT } from './auth/read-agency-key.ts';
import { locateCredentials, secretsOf } from './auth/resolve-credentials.ts';
import { checks } from './checks/checks.ts';
import { parseConfig } from './config.ts';
import { connectionOf, dcsEndpoint, endpointsOf } from './endpoint/endpoints.ts';
import { REGIONS } from './endpoint/regions.ts';
import { providerSchema } from './generated/schemas.generated.ts';
import { kinds } from './kinds/kinds.ts';
import { starters } from './kinds/starters.ts';
import { listings } from './listings/listings.ts';
import { operations } from './operations/operations.ts';
import { polls } from './polls/polls.ts';
import { buildRequest } from './request/build-request.ts';
import { connect } from './session/connect.ts';
import { VERSION } from './version.ts';

/** What a provider needs besides its plan; for tests. */
export interface HuaweicloudOptions {
  /** Reads the credentials file. */
  readonly readTextFile?: ReadTextFile;
  /** Scheme and host of the metadata service. Default: the link-local address. */
  readonly metadataEndpoint?: string;
}

/**
 * Data migration of DCS (Redis) on Huawei Cloud and Open Telekom Cloud.
 *
 * The vendor publishes no rate limit for these operations; the defaults leave room for a project's other clients.
 */
export function createHuaweicloudDcs(options: HuaweicloudOptions = {}): Provider {
  const parts = { readTextFile, metadataEndpoint: METADATA_ENDPOINT, ...options };
  return {
    type: 'huaweicloud-dcs',
    version: VERSION,
    configSchema: providerSchema,
    regions: REGIONS,
    operations,
    kinds,
    starters,
    checks,
    polls,
    listings,
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
      const located = await locateCredentials({
        alias,
        config: parseConfig(config),
        env,
        readTextFile: parts.readTextFile,
      });
      return { place: located.place, secrets: secretsOf(located.credentials) };
    },
    connect: async (connectOptions) => await connect(connectOptions, parts),
  };
}

export const huaweicloudDcs: Provider = createHuaweicloudDcs();
