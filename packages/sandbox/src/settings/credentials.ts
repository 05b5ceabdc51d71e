import { byStand, type ListedStand } from '../listed-stands.ts';

/** The identities the sandbox accepts. They open nothing but a sandbox. */
export type SandboxCredentials = { readonly [Stand in ListedStand as Stand['name']]: Stand['credentials'] };

export type CredentialsPatch = { readonly [Stand in ListedStand as Stand['name']]?: Partial<Stand['credentials']> };

export function buildCredentials(patch: CredentialsPatch = {}): SandboxCredentials {
  return byStand(({ name, credentials }) => ({ ...credentials, ...patch[name] })) as SandboxCredentials;
}
