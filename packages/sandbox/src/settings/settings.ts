import { type GeneralSettings, mergeRateLimit, type RateLimit, type RateLimitPatch } from '@waybill/stand-kit';
import { byStand, type ListedStand, type NamedStand, STANDS, type StandName } from '../listed-stands.ts';

/** What the sandbox does where the vendors' documents leave a choice, or differ from region to region. */
export type SandboxSettings = GeneralSettings & {
  readonly rateLimit: RateLimits;
} & { readonly [Stand in ListedStand as Stand['name']]: Stand['settings'] };

export type RateLimits = Readonly<Record<StandName, RateLimit | null>>;

/** A partial change: only the leaves that are named change. */
export type SettingsPatch = Partial<GeneralSettings> & {
  readonly rateLimit?: { readonly [Name in StandName]?: RateLimitPatch };
} & { readonly [Stand in ListedStand as Stand['name']]?: Parameters<Stand['mergeSettings']>[1] };

export const DEFAULT_SETTINGS: SandboxSettings = defaultSettings(STANDS);

export function defaultSettings(stands: readonly NamedStand[]): SandboxSettings {
  return {
    autoCreateInstances: true,
    maxSkewMs: 15 * 60 * 1_000,
    rateLimit: byStand(() => null, stands),
    ...byStand(({ settings }) => settings, stands),
  } as SandboxSettings;
}

export function mergeSettings(
  base: SandboxSettings,
  patch: SettingsPatch = {},
  stands: readonly NamedStand[] = STANDS,
): SandboxSettings {
  return {
    autoCreateInstances: patch.autoCreateInstances ?? base.autoCreateInstances,
    maxSkewMs: patch.maxSkewMs === undefined ? base.maxSkewMs : patch.maxSkewMs,
    rateLimit: byStand(
      ({ name, throttleStyle }) => mergeRateLimit(base.rateLimit[name], patch.rateLimit?.[name], throttleStyle),
      stands,
    ),
    ...byStand((stand) => stand.mergeSettings(base[stand.name], patch[stand.name] ?? {}), stands),
  } as SandboxSettings;
}
