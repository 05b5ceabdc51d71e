import { defined, isJsonObject, type JsonObject, textOrNumberOf } from '@waybill/stand-kit';
import type { AliasOptions } from './stored-index.ts';

/** `routing` is short for both kinds of routing. */
export function readAliasOptions(given: JsonObject): AliasOptions {
  const routing = textOrNumberOf(given, 'routing');
  const indexRouting = textOrNumberOf(given, 'index_routing') ?? routing;
  const searchRouting = textOrNumberOf(given, 'search_routing') ?? routing;
  const { filter, is_write_index: isWriteIndex } = given;
  return defined({
    filter: isJsonObject(filter) ? filter : undefined,
    index_routing: indexRouting ?? undefined,
    search_routing: searchRouting ?? undefined,
    is_write_index: typeof isWriteIndex === 'boolean' ? isWriteIndex : undefined,
  });
}
