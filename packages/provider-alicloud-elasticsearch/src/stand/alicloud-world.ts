import type { StandWorld } from '@waybill/stand-kit';
import type { AlicloudDurations } from './durations.ts';
import type { AlicloudSettings } from './settings.ts';

/** The sandbox's world as this stand sees it. */
export type AlicloudWorld = StandWorld<AlicloudSettings, keyof AlicloudDurations>;
