import type { JsonObject } from '../value/value.ts';
import type { Provider } from './provider.ts';
import type { ConnectionIdentity } from './session.ts';

/**
 * Where an entry leads, and every other address that its credentials go to: a service that hands out tokens says no more of
 * where a target lies than it did, and still nobody's password goes to another one unasked. Throws as `connectionOf` does.
 */
export function identityOf(
  provider: Pick<Provider, 'connectionOf' | 'endpointsOf'>,
  config: JsonObject,
): ConnectionIdentity {
  const addresses = (provider.endpointsOf?.(config) ?? []).map(({ key, origin }) => [key, origin] as const);
  return { ...provider.connectionOf?.(config), ...Object.fromEntries(addresses) };
}
