import type { Json, JsonObject } from '@waybill/core';
import { objectOf, ratePerMs, readWireSettings, textOf, urlsIn, type WireSettings } from '@waybill/provider-kit';

/** The provider's entry of a plan, read once. Its shape was checked against the provider's schema. */
export interface ElasticsearchConfig {
  /** As written: scheme, host, perhaps a port, and perhaps the path of a proxy. */
  readonly url: string;
  /** Of other nodes of the same cluster, asked where the first one cannot be reached. */
  readonly otherUrls: readonly string[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Encoded, as the cluster gives it out. */
  readonly apiKey: string | undefined;
  /** For a proxy in front of the cluster. */
  readonly headers: Readonly<Record<string, string>>;
  readonly wire: WireSettings;
  readonly pace: PaceSettings;
}

/** How fast documents may pass through the connection. Undefined: as fast as the cluster can. */
export interface PaceSettings {
  readonly documentsPerMs: number | undefined;
  readonly bytesPerMs: number | undefined;
}

export function parseConfig(config: JsonObject): ElasticsearchConfig {
  const [url = '', ...otherUrls] = urlsIn(config['url']);
  return {
    url,
    otherUrls,
    username: textOf(config['username']),
    password: textOf(config['password']),
    apiKey: textOf(config['api_key']),
    headers: textsByName(config['headers']),
    wire: readWireSettings(config),
    pace: paceOf(objectOf(config['pace'])),
  };
}

function paceOf({ documents, bytes }: JsonObject): PaceSettings {
  return { documentsPerMs: ratePerMs(documents), bytesPerMs: ratePerMs(bytes) };
}

function textsByName(value: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
