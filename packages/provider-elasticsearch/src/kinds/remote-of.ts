import { defined, Interpolation, Reference, type Value, type ValueObject } from '@waybill/core';

/** How the target reaches the source: by the entry that this machine uses too. */
export function remoteOf(entry: ValueObject): ValueObject {
  const { url, username, password, api_key: apiKey, headers } = entry;
  const authorization =
    apiKey === undefined ? undefined : { Authorization: new Interpolation(['ApiKey ', ...partsOf(apiKey)]) };
  const given =
    typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? (headers as ValueObject) : {};
  const all = { ...given, ...authorization };
  return {
    host: url ?? null,
    ...defined({ username, password, headers: Object.keys(all).length === 0 ? undefined : all }),
    // A slow source would end the copy after 30 seconds.
    socket_timeout: '5m',
    connect_timeout: '30s',
  };
}

function partsOf(value: Value): readonly (string | Reference)[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Interpolation) return value.parts;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
