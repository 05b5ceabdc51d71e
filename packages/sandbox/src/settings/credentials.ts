import { byStand, type ListedStand, STANDS } from '../listed-stands.ts';

/** The identities the sandbox accepts. They open nothing but a sandbox. */
export type SandboxCredentials = { readonly [Stand in ListedStand as Stand['name']]: Stand['credentials'] };

export type CredentialsPatch = { readonly [Stand in ListedStand as Stand['name']]?: Partial<Stand['credentials']> };

export function buildCredentials(patch: CredentialsPatch = {}): SandboxCredentials {
  return byStand(({ name, credentials }) => ({ ...credentials, ...patch[name] })) as SandboxCredentials;
}

/** The variables from which the vendors' clients take them. */
export function environmentOf(credentials: SandboxCredentials): Readonly<Record<string, string>> {
  return Object.fromEntries(STANDS.flatMap((stand) => Object.entries(stand.env(credentials[stand.name]))));
}
