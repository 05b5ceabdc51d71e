import { defined, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/**
 * The server that a call of an addressed connection names, as a plan's entry would have it. `addresses`: `host:port`, several
 * with commas between them. `host`, `port`: the same of one. `tls`, `mode`: as a vendor writes them, with words that mean nothing
 * here left out. Undefined: it names none.
 */
export function namedServer(server: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(server)) return undefined;
  const { addresses, host, port, tls, mode, password } = server;
  const scheme = tls === true || tls === 'true' ? 'rediss' : 'redis';
  const known = textOf(addresses) ?? addressAt(textOf(host), port);
  if (known === undefined) return undefined;
  const url = known.split(',').map((address) => `${scheme}://${address.trim()}`);
  return { url, ...defined({ mode: textOf(mode), password: textOf(password) }) };
}

function addressAt(host: string | undefined, port: Json | undefined): string | undefined {
  if (host === undefined || host === '') return undefined;
  const own = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const at = typeof port === 'number' ? String(port) : textOf(port);
  return at === undefined ? own : `${own}:${at}`;
}
