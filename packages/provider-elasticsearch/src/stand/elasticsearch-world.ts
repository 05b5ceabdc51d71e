import type { StandWorld } from '@waybill/stand-kit';
import type { ElasticsearchDurations } from './durations.ts';
import type { ElasticsearchSettings } from './settings.ts';

/** The sandbox's world as this stand sees it. */
export type ElasticsearchWorld = StandWorld<ElasticsearchSettings, keyof ElasticsearchDurations>;
