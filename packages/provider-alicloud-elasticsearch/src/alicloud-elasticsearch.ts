import type { ConnectOptions, JsonObject, Provider, ProviderSession } from '@waybill/core';
import { type ReadTextFile, readTextFile as readTextFileOfDisk } from '@waybill/transport/files';
import { describeCredentials } from './auth/credentials.ts';
import { locateCredentials, resolveCredentials } from './auth/resolve-credentials.ts';
import { checks } from './checks/checks.ts';
import { parseConfig } from './config.ts';
import { connectionOf, endpointsOf } from './endpoint.ts';
import { providerSchema } from './generated/schemas.generated.ts';
import { indexMigration } from './kinds/index-migration.ts';
import { operations } from './operations/operations.ts';
import { DATA_TASKS_POLL, dataTasksPoll } from './poll/data-tasks-poll.ts';
import { REGIONS } from './regions.ts';
import { buildRequest } from './request/build-request.ts';
import { AlicloudSession } from './session/alicloud-session.ts';
import { VERSION } from './version.ts';

/**
 * Alibaba Cloud Elasticsearch: one-click index migration (data tasks, API version 2017-06-13). `readTextFile` reads the
 * files of the credential chain.
 */
export function createAlicloudElasticsearch(options: { readonly readTextFile?: ReadTextFile } = {}): Provider {
  const { readTextFile = readTextFileOfDisk } = options;
  return {
    type: 'alicloud-elasticsearch',
    version: VERSION,
    configSchema: providerSchema,
    regions: REGIONS,
    operations,
    kinds: { [indexMigration.name]: indexMigration },
    checks,
    polls: { [DATA_TASKS_POLL]: dataTasksPoll },
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
      const { credentials, place } = await locateCredentials({ alias, configured, env, readTextFile });
      return { place, ...describeCredentials(credentials) };
    },
    connect: async (connectOptions) => await connect(connectOptions, readTextFile),
  };
}

export const alicloudElasticsearch: Provider = createAlicloudElasticsearch();

async function connect(options: ConnectOptions, readTextFile: ReadTextFile): Promise<ProviderSession> {
  const { alias, env } = options;
  const read = async (config: JsonObject) =>
    await resolveCredentials({ alias, configured: parseConfig(config).credentials, env, readTextFile });
  const first = await read(options.config);
  return new AlicloudSession(options, { first, read: async () => await read(options.reread?.() ?? options.config) });
}
