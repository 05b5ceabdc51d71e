import type { StandWorld } from '@waybill/stand-kit';
import type { RedisSettings } from './settings.ts';

export type RedisWorld = StandWorld<RedisSettings>;
