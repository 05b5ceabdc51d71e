import type { ConnectOptions, JsonObject, ProviderSession } from '@waybill/core';
import type { ReadTextFile } from '@waybill/transport/files';
import { type CredentialServices, METADATA_ENDPOINT, stsEndpointOf } from '../auth/credential-services.ts';
import { obtainCredentials, obtainFirst, principalOf } from '../auth/obtain-credentials.ts';
import { type LocatedCredentials, locateCredentials } from '../auth/resolve-credentials.ts';
import { parseConfig } from '../config.ts';
import { AlicloudSession } from './alicloud-session.ts';

export interface ConnectParts {
  readonly readTextFile: ReadTextFile;
  /** Scheme and host of STS; undefined: the vendor's, for the region that the environment names. */
  readonly stsEndpoint?: string;
  /** Scheme and host of the metadata service; undefined: the vendor's link-local address. */
  readonly metadataEndpoint?: string;
}

/** Opens a session: finds the access key, or asks its issuer for the first one. */
export async function connect(options: ConnectOptions, parts: ConnectParts): Promise<ProviderSession> {
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

function servicesOf({ alias, config, env, transport, clock }: ConnectOptions, parts: ConnectParts): CredentialServices {
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
