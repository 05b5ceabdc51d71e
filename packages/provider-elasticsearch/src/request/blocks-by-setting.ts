import type { JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { parseVersion } from '../definition/version.ts';

/**
 * Whether a cluster blocks an index by a setting alone, which does not wait for writes under way. Before the version is known
 * (a preview), it counts as one that has the call.
 *
 * Source: Elasticsearch Guide, "Add index block API" (added in 7.9), and OpenSearch, which has it from its first version on.
 */
export function blocksBySetting(operation: string, { version }: JsonObject): boolean {
  if (operation !== 'AddIndexBlock') return false;
  const known = parseVersion(textOf(version) ?? '');
  if (known === undefined || known.family === 'OpenSearch') return false;
  return known.major < 7 || (known.major === 7 && known.minor < 9);
}
