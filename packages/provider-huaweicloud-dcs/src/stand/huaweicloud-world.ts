import type { KeyPlane, StandWorld } from '@waybill/stand-kit';
import type { HuaweicloudDurations } from './durations.ts';
import type { HuaweicloudSettings } from './settings.ts';

/** The sandbox's world as this stand sees it. */
export type HuaweicloudWorld = StandWorld<HuaweicloudSettings, keyof HuaweicloudDurations, KeyPlane>;
