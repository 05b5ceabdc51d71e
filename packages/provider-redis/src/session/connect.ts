import type { ConnectOptions, ProviderSession } from '@waybill/core';
import { resolveCredentials } from '../auth/resolve-credentials.ts';
import { parseConfig } from '../config.ts';
import { isAddressed } from '../endpoint/endpoints.ts';
import { AddressedSession } from './addressed-session.ts';
import { RedisSession } from './redis-session.ts';

/** Opens a session with what the plan gives. */
export async function connect(options: ConnectOptions): Promise<ProviderSession> {
  if (isAddressed(options.config)) return new AddressedSession(options);
  return new RedisSession(options, {
    first: resolveCredentials(parseConfig(options.config)),
    read: async () => resolveCredentials(parseConfig(options.reread?.() ?? options.config)),
  });
}
