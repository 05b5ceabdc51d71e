import { defined, Interpolation, type ValueObject } from '@waybill/core';
import { textParts } from '@waybill/provider-kit';
import { objectIn } from './read-reindex.ts';

/** How the target reaches the source: by the entry that this machine uses too. */
export function remoteOf(entry: ValueObject): ValueObject {
  const { url, username, password, api_key: apiKey, headers } = entry;
  const authorization =
    apiKey === undefined ? undefined : { Authorization: new Interpolation(['ApiKey ', ...textParts(apiKey)]) };
  const all = { ...objectIn(headers), ...authorization };
  return {
    host: url ?? null,
    ...defined({ username, password, headers: Object.keys(all).length === 0 ? undefined : all }),
    // A slow source would end the copy after 30 seconds.
    socket_timeout: '5m',
    connect_timeout: '30s',
  };
}
