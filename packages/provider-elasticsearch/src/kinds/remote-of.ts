import { defined, Interpolation, type ValueObject } from '@waybill/core';
import { objectIn, textParts, urlsOf } from '@waybill/provider-kit';

/** How the target reaches the source: by the entry that this machine uses too. */
export function remoteOf(entry: ValueObject): ValueObject {
  const { username, password, api_key: apiKey, headers } = entry;
  const authorization =
    apiKey === undefined ? undefined : { Authorization: new Interpolation(['ApiKey ', ...textParts(apiKey)]) };
  const all = { ...objectIn(headers), ...authorization };
  return {
    // It takes one address alone.
    host: urlsOf(entry)[0] ?? null,
    ...defined({ username, password, headers: Object.keys(all).length === 0 ? undefined : all }),
    // A slow source would end the copy after 30 seconds.
    socket_timeout: '5m',
    connect_timeout: '30s',
  };
}
