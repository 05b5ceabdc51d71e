import type { Provider } from '@waybill/core';
import { type ReadTextFile, readTextFile } from '@waybill/transport/files';
import { describeCredentials } from './auth/credentials.ts';
import { locateCredentials } from './auth/resolve-credentials.ts';
import { checks } from './checks/checks.ts';
import { parseConfig } from './config.ts';
import { connectionOf, endpointsOf } from './endpoint/endpoints.ts';
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
export interface AlicloudOptions {
  /** Reads the files of the credential chain. */
  readonly readTextFile?: ReadTextFile;
  /** Scheme and host of STS. Default: the vendor's, for the region that the environment names. */
  readonly stsEndpoint?: string;
  /** Scheme and host of the metadata service. Default: the vendor's link-local address. */
  readonly metadataEndpoint?: string;
}

/** Alibaba Cloud Elasticsearch: one-click index migration (data tasks, API version 2017-06-13). */
export function createAlicloudElasticsearch(options: AlicloudOptions = {}): Provider {
  const parts = { readTextFile, ...options };
  return {
    type: 'alicloud-elasticsearch',
    version: VERSION,
    configSchema: providerSchema,
    regions: REGIONS,
    operations,
    kinds,
    starters,
    checks,
    polls,
    listings,
    // The vendor allows 100 calls a second, but over all its customers together: a quiet account can be throttled too.
    defaultLimits: { requests: { count: 20, intervalMs: 1_000 }, inFlight: 8 },
    defaultPolling: { initialIntervalMs: 5_000, maxIntervalMs: 30_000 },
    buildRequest,
    probe: ({ InstanceId }) =>
      InstanceId === undefined ? undefined : { operation: 'ListDataTasks', arguments: { InstanceId } },
    endpointsOf,
    connectionOf,
    async findCredentials({ alias, config, env }) {
      const configured = parseConfig(config).credentials;
      const { source, place } = await locateCredentials({ alias, configured, env, readTextFile: parts.readTextFile });
      return { place, ...(source.kind === 'key' ? describeCredentials(source.credentials) : { secrets: [] }) };
    },
    connect: async (connectOptions) => await connect(connectOptions, parts),
  };
}

export const alicloudElasticsearch: Provider = createAlicloudElasticsearch();
