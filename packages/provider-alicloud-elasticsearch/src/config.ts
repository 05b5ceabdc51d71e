import type { Json, JsonObject } from '@waybill/core';
import { objectOf, readWireSettings, textOf, textsOf, type WireSettings } from '@waybill/provider-kit';

/** The provider's entry of a plan, read once. Its shape was checked against the provider's schema. */
export interface AlicloudConfig {
  readonly region: string;
  readonly network: 'public' | 'vpc';
  readonly endpoint: string | undefined;
  readonly signature: 'acs3' | 'hmac-sha1';
  readonly credentials: ConfiguredCredentials;
  /** Status words given in the plan, because the vendor documents one word only. */
  readonly statuses: ConfiguredStatuses | undefined;
  readonly wire: WireSettings;
}

export interface ConfiguredCredentials {
  /** Who issues keys, where the plan leaves nothing to be found. */
  readonly source: 'web-identity' | 'metadata' | undefined;
  /** Of the ECS instance, with source `metadata`. */
  readonly roleName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly accessKeySecret: string | undefined;
  readonly securityToken: string | undefined;
}

/** A list that is absent keeps its default. */
export interface ConfiguredStatuses {
  readonly success: readonly string[] | undefined;
  readonly failure: readonly string[] | undefined;
}

/** The only region for which the vendor documents data tasks. */
export const DATA_TASK_REGION = 'cn-beijing';

export function parseConfig(config: JsonObject): AlicloudConfig {
  const credentials = objectOf(config['credentials']);
  return {
    region: textOf(config['region']) ?? DATA_TASK_REGION,
    network: config['network'] === 'vpc' ? 'vpc' : 'public',
    endpoint: textOf(config['endpoint']),
    signature: config['signature'] === 'hmac-sha1' ? 'hmac-sha1' : 'acs3',
    credentials: {
      source: sourceOf(credentials['source']),
      roleName: textOf(credentials['role_name']),
      accessKeyId: textOf(credentials['access_key_id']),
      accessKeySecret: textOf(credentials['access_key_secret']),
      securityToken: textOf(credentials['security_token']),
    },
    statuses: parseStatuses(config['statuses']),
    wire: readWireSettings(config),
  };
}

function sourceOf(value: Json | undefined): ConfiguredCredentials['source'] {
  return value === 'web-identity' || value === 'metadata' ? value : undefined;
}

function parseStatuses(value: Json | undefined): ConfiguredStatuses | undefined {
  if (value === undefined) return undefined;
  const { success, failure } = objectOf(value);
  return {
    success: success === undefined ? undefined : textsOf(success),
    failure: failure === undefined ? undefined : textsOf(failure),
  };
}
