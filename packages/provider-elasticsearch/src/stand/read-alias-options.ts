import { isJsonObject, type JsonObject, textOrNumberOf } from '@waybill/stand-kit';
import type { AliasOptions } from './stored-index.ts';

/** `routing` is short for both kinds of routing. */
export function readAliasOptions(given: JsonObject): AliasOptions {
  const routing = textOrNumberOf(given, 'routing');
  const indexRouting = textOrNumberOf(given, 'index_routing') ?? routing;
  const searchRouting = textOrNumberOf(given, 'search_routing') ?? routing;
  return {
    ...(isJsonObject(given['filter']) ? { filter: given['filter'] } : {}),
    ...(indexRouting === null ? {} : { index_routing: indexRouting }),
    ...(searchRouting === null ? {} : { search_routing: searchRouting }),
    ...(typeof given['is_write_index'] === 'boolean' ? { is_write_index: given['is_write_index'] } : {}),
  };
}
