import type { JsonObject } from '@waybill/core';
import { readWireSettings, textOf, urlsIn, type WireSettings } from '@waybill/provider-kit';

export const MODES = ['auto', 'standalone', 'cluster', 'sentinel', 'proxy'] as const;
export type Mode = (typeof MODES)[number];

/** The provider's entry of a plan, read once. Its shape was checked against the provider's schema. */
export interface RedisConfig {
  /** As written, the first one first. */
  readonly urls: readonly string[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly mode: Mode;
  readonly masterName: string | undefined;
  readonly sentinelPassword: string | undefined;
  readonly wire: WireSettings;
}

export function parseConfig(config: JsonObject): RedisConfig {
  const masterName = textOf(config['master_name']);
  const mode = MODES.find((known) => known === config['mode']) ?? 'auto';
  return {
    urls: urlsIn(config['url']),
    username: textOf(config['username']),
    password: textOf(config['password']),
    mode: mode === 'auto' && masterName !== undefined ? 'sentinel' : mode,
    masterName,
    sentinelPassword: textOf(config['sentinel_password']),
    wire: readWireSettings(config),
  };
}
