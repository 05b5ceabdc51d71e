import type { JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { parseVersion } from '../definition/version.ts';

/**
 * Whether a cluster can be asked what it makes of a definition. Before its version is known, it counts as one that can.
 *
 * Source: Elasticsearch Guide, "Simulate index template API" (added in 7.9), and OpenSearch, which has it from its first
 * version on.
 */
export function triesDefinitions(args: JsonObject): boolean {
  const known = parseVersion(textOf(objectOf(args['like'])['version']) ?? '');
  if (known === undefined || known.family === 'OpenSearch') return true;
  return known.major > 7 || (known.major === 7 && known.minor >= 9);
}
