import type { SandboxStand, SuitedPlan } from '@waybill/stand-kit';
import { standsWith } from '../listed-stands.ts';
import type { CredentialsPatch } from './credentials.ts';
import type { SettingsPatch } from './settings.ts';

/**
 * What a sandbox is started with so that a plan runs as it is. What `settings` says comes before it. `further`: the stands
 * that it has beside the listed ones.
 */
export function suitPlan(
  plan: SuitedPlan,
  settings: SettingsPatch = {},
  further: readonly SandboxStand[] = [],
): { readonly settings: SettingsPatch; readonly credentials: CredentialsPatch } {
  const suited = standsWith(further).map((stand) => ({ name: stand.name, ...stand.suit?.(plan) }));
  const own = suited.map(({ name, settings: patch }) => [name, { ...patch, ...settings[name] }]);
  return {
    settings: { ...settings, ...Object.fromEntries(own) },
    credentials: Object.fromEntries(suited.map(({ name, credentials }) => [name, { ...credentials }])),
  };
}
