import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { hasOnlyDatabaseZero, readInstanceFacts } from './instance-facts.ts';

/**
 * Whether the target has the databases that the source may use. Which of them hold data the API does not tell, so a
 * target with database 0 only is pointed out unless the source has no more either. Without an answer about the source
 * (it is given by address) nothing is known of it.
 *
 * Source: Open Telekom Cloud DCS user manual, "Migrating Data Online".
 */
export function judgeDatabasesFit(
  target: Json,
  _args: JsonObject,
  _expected: JsonObject,
  source: Json | undefined,
): CheckFinding {
  const to = readInstanceFacts(target);
  if (!hasOnlyDatabaseZero(to)) {
    const count = to.databaseCount === undefined ? 'more than one database' : `${to.databaseCount} databases`;
    return { kind: 'passed', detail: `The target has ${count}.` };
  }
  if (source !== undefined && hasOnlyDatabaseZero(readInstanceFacts(source))) {
    return { kind: 'passed', detail: 'Source and target have database 0 only.' };
  }
  const what = to.mode === 'cluster' ? 'The target is a Redis Cluster' : 'The target has one database';
  return {
    kind: 'warning',
    detail: `${what}: only database 0 of the source is migrated.`,
    hint: 'Check with INFO keyspace whether the source has keys in databases other than 0.',
  };
}
