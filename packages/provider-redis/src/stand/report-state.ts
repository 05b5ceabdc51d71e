import { defined } from '@waybill/stand-kit';
import type { RedisState } from './redis-state.ts';

/** Every server as it is now, without secrets and values. */
export interface RedisReport {
  readonly servers: readonly RedisServerReport[];
}

export interface RedisServerReport {
  readonly name: string;
  readonly version: string;
  /** Milliseconds since 1970; undefined: writers do not wait. */
  readonly pausedUntilMs?: number;
  readonly databases: readonly RedisDatabaseReport[];
}

export interface RedisDatabaseReport {
  readonly database: number;
  readonly keys: number;
  readonly expires: number;
}

export function reportRedisState(state: RedisState): RedisReport {
  return {
    servers: state.servers.map(({ name, version, databases, pausedUntilMs }) => ({
      name,
      version,
      ...defined({ pausedUntilMs }),
      databases: databases.map(([database, { counts }]) => ({ database, ...counts })),
    })),
  };
}
