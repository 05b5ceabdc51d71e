import type { Provider } from '../provider/provider.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { displayValue, type Value } from '../value/value.ts';
import type { ProviderEntry } from './plan.ts';
import { plannedConnection } from './planned-connection.ts';

/**
 * The account that an entry of a plan uses, as far as the plan itself shows it: two entries of one type that lead to the
 * same place with the same credentials are on one account. Which others are is known after connecting. Secrets are
 * compared by their names. Pure.
 */
export function plannedAccount(entry: ProviderEntry, provider: Provider): string {
  const connection = plannedConnection(entry, provider);
  const groups = Object.entries(entry.config).filter(([, value]) => isGroup(value));
  const parts = Object.keys(connection).length === 0 ? entry.config : Object.fromEntries(groups);
  return `${entry.type}\n${canonicalJson(connection)}\n${canonicalJson(displayValue(parts))}`;
}

/** Credentials are a group of settings; what stands for itself says where the entry leads. */
function isGroup(value: Value): boolean {
  return typeof value === 'object' && value !== null;
}
