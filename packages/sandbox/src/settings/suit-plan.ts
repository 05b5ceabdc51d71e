import { STANDS } from '../listed-stands.ts';
import type { SuitedPlan } from '../stand/sandbox-stand.ts';
import type { CredentialsPatch } from './credentials.ts';
import type { SettingsPatch } from './settings.ts';

/** What a sandbox is started with so that a plan runs as it is. What `settings` says comes before it. */
export function suitPlan(
  plan: SuitedPlan,
  settings: SettingsPatch = {},
): { readonly settings: SettingsPatch; readonly credentials: CredentialsPatch } {
  const suited = STANDS.map((stand) => ({ name: stand.name, ...stand.suit?.(plan) }));
  const own = suited.map(({ name, settings: patch }) => [name, { ...patch, ...settings[name] }]);
  return {
    settings: { ...settings, ...Object.fromEntries(own) },
    credentials: Object.fromEntries(suited.map(({ name, credentials }) => [name, { ...credentials }])),
  };
}
