import { byStand, type ListedStand, type NamedStand, STANDS } from '../listed-stands.ts';

/** The identities the sandbox accepts. They open nothing but a sandbox. */
export type SandboxCredentials = { readonly [Stand in ListedStand as Stand['name']]: Stand['credentials'] };

export type CredentialsPatch = { readonly [Stand in ListedStand as Stand['name']]?: Partial<Stand['credentials']> };

export function buildCredentials(
  patch: CredentialsPatch = {},
  stands: readonly NamedStand[] = STANDS,
): SandboxCredentials {
  return byStand(({ name, credentials }) => ({ ...credentials, ...patch[name] }), stands) as SandboxCredentials;
}

/** The variables from which the vendors' clients take them. */
export function environmentOf(
  credentials: SandboxCredentials,
  stands: readonly NamedStand[] = STANDS,
): Readonly<Record<string, string>> {
  return Object.fromEntries(stands.flatMap((stand) => Object.entries(stand.env(credentials[stand.name]))));
}
