import type { ConnectOptions, JsonObject, Provider, ProviderSession } from '@waybill/core';
import { type ReadTextFile, readTextFile } from '@waybill/transport/files';
import { type CredentialServices, METADATA_ENDPOINT, stsEndpointOf } from './auth/credential-services.ts';
import { describeCredentials } from './auth/credentials.ts';
import { obtainCredentials, obtainFirst, principalOf } from './auth/obtain-credentials.ts';
import { type LocatedCredentials, locateCredentials } from './auth/resolve-credentials.ts';
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
      const { source, place } = await locateCredentials({ alias, configured, env, readTextFile: parts.readTextFile });
      return { place, ...(source.kind === 'key' ? describeCredentials(source.credentials) : { secrets: [] }) };
    },
    connect: async (connectOptions) => await connect(connectOptions, parts),
  };
}

export const alicloudElasticsearch: Provider = createAlicloudElasticsearch();

async function connect(
  options: ConnectOptions,
  parts: AlicloudOptions & { readonly readTextFile: ReadTextFile },
): Promise<ProviderSession> {
  const { alias, config, env } = options;
  const services = servicesOf(options, parts);
  const locate = async (entry: JsonObject): Promise<LocatedCredentials> => {
    const configured = parseConfig(entry).credentials;
    return await locateCredentials({ alias, configured, env, readTextFile: parts.readTextFile });
  };
  const { source } = await locate(config);
  return new AlicloudSession(options, {
    principal: principalOf(source),
    first: await obtainFirst(source, services),
    read: async () => await obtainCredentials((await locate(options.reread?.() ?? config)).source, services),
  });
}

function servicesOf(
  { alias, config, env, transport, clock }: ConnectOptions,
  parts: AlicloudOptions & { readonly readTextFile: ReadTextFile },
): CredentialServices {
  return {
    alias,
    transport,
    nowMs: () => clock.now(),
    readTextFile: parts.readTextFile,
    stsEndpoint: parts.stsEndpoint ?? stsEndpointOf(env),
    metadataEndpoint: parts.metadataEndpoint ?? METADATA_ENDPOINT,
    caFile: parseConfig(config).wire.caFile,
  };
}
