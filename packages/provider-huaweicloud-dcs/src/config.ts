import type { JsonObject } from '@waybill/core';
import { durationMsOf, objectOf, readWireSettings, textOf, type WireSettings } from '@waybill/provider-kit';

/** The provider's entry of a plan, read once. Its shape was checked against the provider's schema. */
export interface HuaweicloudConfig {
  readonly region: string | undefined;
  readonly cloud: 'huaweicloud' | 'otc';
  readonly endpoint: string | undefined;
  readonly iamEndpoint: string | undefined;
  readonly projectId: string | undefined;
  readonly signing: 'unscoped' | 'scoped' | 'token';
  readonly credentials: ConfiguredCredentials;
  /** How long a lost create is looked up before it counts as absent. */
  readonly settleMs: number;
  readonly wire: WireSettings;
}

export interface ConfiguredCredentials {
  /** Who issues keys, where the plan leaves nothing to be found. */
  readonly source: 'metadata' | undefined;
  readonly accessKey: string | undefined;
  readonly secretKey: string | undefined;
  readonly securityToken: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly domainName: string | undefined;
  readonly authToken: string | undefined;
}

const DEFAULT_SETTLE_MS = 20_000;

export function parseConfig(config: JsonObject): HuaweicloudConfig {
  const credentials = objectOf(config['credentials']);
  return {
    region: textOf(config['region']),
    cloud: config['cloud'] === 'otc' ? 'otc' : 'huaweicloud',
    endpoint: textOf(config['endpoint']),
    iamEndpoint: textOf(config['iam_endpoint']),
    projectId: textOf(config['project_id']),
    signing: config['signing'] === 'scoped' || config['signing'] === 'token' ? config['signing'] : 'unscoped',
    credentials: {
      source: credentials['source'] === 'metadata' ? 'metadata' : undefined,
      accessKey: textOf(credentials['access_key']),
      secretKey: textOf(credentials['secret_key']),
      securityToken: textOf(credentials['security_token']),
      username: textOf(credentials['username']),
      password: textOf(credentials['password']),
      domainName: textOf(credentials['domain_name']),
      authToken: textOf(credentials['auth_token']),
    },
    settleMs: durationMsOf(config['settle']) ?? DEFAULT_SETTLE_MS,
    wire: readWireSettings(config),
  };
}
