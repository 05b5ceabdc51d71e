import { defined, type JsonObject, type SuitedPlan } from '@waybill/stand-kit';
import type { RedisServerSeed, RedisSettings } from './settings.ts';

/** The plan's servers are there, hold the same keys, and answer whatever the plan's secrets are. */
export function suitPlan({ connections = {} }: SuitedPlan): { readonly settings: Partial<RedisSettings> } {
  const names = new Set(Object.values(connections).flatMap(namesIn));
  const servers = [...names].map((name): RedisServerSeed => ({ name, password: null }));
  return {
    settings: {
      ...defined({ servers: servers.length === 0 ? undefined : servers }),
      ...(Object.values(connections).some(isAddressed) ? { takesAnyLogin: true } : {}),
    },
  };
}

/** Where its servers are, a run finds out. */
function isAddressed({ type, url }: JsonObject): boolean {
  return type === 'redis' && url === undefined;
}

function namesIn(entry: JsonObject): readonly string[] {
  if (entry['type'] !== 'redis') return [];
  const { url } = entry;
  const urls: readonly unknown[] = Array.isArray(url) ? url : [url];
  return urls.flatMap((each) => (typeof each === 'string' ? (serverAt(each) ?? []) : []));
}

/** By the path of a running sandbox, or by host and port. */
function serverAt(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, pathname } = new URL(url);
  const [, inPath] = /^\/servers\/([^/]+)/.exec(pathname) ?? [];
  return inPath === undefined ? `${hostname}:${port === '' ? '6379' : port}` : decodeURIComponent(inPath);
}
