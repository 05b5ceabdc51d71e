export type { RedisCredentials } from './credentials.ts';
export type { RedisDatabaseReport, RedisReport, RedisServerReport } from './report-state.ts';
export type { RedisKeySeed, RedisServerSeed, RedisSettings } from './settings.ts';
export { redis } from './stand.ts';
