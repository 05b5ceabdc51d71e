import { askLocalIssuer } from '@waybill/provider-kit';
import { assumeRoleWithOidc } from './assume-role-with-oidc.ts';
import type { CredentialServices } from './credential-services.ts';
import type { Credentials } from './credentials.ts';
import type { FoundSource } from './key-source.ts';
import { readInstanceRole } from './read-instance-role.ts';

/**
 * The key that a source holds or issues. Throws `CredentialsError` when it issues none, and `ProviderError` when it does
 * not answer.
 */
export async function obtainCredentials(source: FoundSource, services: CredentialServices): Promise<Credentials> {
  switch (source.kind) {
    case 'key':
      return source.credentials;
    case 'web-identity':
      return await assumeRoleWithOidc(source, services);
    case 'instance-role':
      return await readInstanceRole(source, services);
  }
}

/** As `obtainCredentials`, for the first time: where no metadata service answers, there is no instance that has one. */
export async function obtainFirst(source: FoundSource, services: CredentialServices): Promise<Credentials> {
  const obtain = async (): Promise<Credentials> => await obtainCredentials(source, services);
  if (source.kind !== 'instance-role') return await obtain();
  const hint = 'Run on an ECS instance with a RAM role, or provide credentials in another way.';
  return await askLocalIssuer(obtain, { alias: services.alias, hint });
}

/** Who the keys of a source belong to, while they change: the calls of one role share one rate limit. */
export function principalOf(source: FoundSource): string {
  switch (source.kind) {
    case 'key':
      return source.credentials.accessKeyId;
    case 'web-identity':
      return source.roleArn;
    case 'instance-role':
      return `instance role ${source.roleName ?? 'of this machine'}`;
  }
}
