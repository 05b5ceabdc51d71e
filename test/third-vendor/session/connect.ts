import { CredentialsError, type ProviderDefinition } from '@waybill/core';
import { ArchiveSession } from './archive-session.ts';

/** The key of the plan's entry, or else of the environment, opens the office. */
export const connect: ProviderDefinition['connect'] = async ({ alias, config, env, transport }) => {
  const key = config['key'] ?? env['ARCHIVE_KEY'];
  if (typeof key !== 'string') throw new CredentialsError(`Provider ${alias}: no key.`, 'Set ARCHIVE_KEY.');
  return new ArchiveSession(config, key, transport);
};
