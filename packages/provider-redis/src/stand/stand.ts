import { NO_ACTIVITY, type OpenStand, type SandboxStand } from '@waybill/stand-kit';
import { DEMO_REDIS_CREDENTIALS, type RedisCredentials } from './credentials.ts';
import { RedisGateway } from './gateway.ts';
import { redisOperations } from './operations.ts';
import { RedisState } from './redis-state.ts';
import type { RedisWorld } from './redis-world.ts';
import { type RedisReport, reportRedisState } from './report-state.ts';
import { DEFAULT_REDIS_SETTINGS, mergeRedisSettings, type RedisSettings } from './settings.ts';
import { REDIS_SETTINGS_SCHEMA } from './settings-schema.ts';
import { suitPlan } from './suit-plan.ts';

interface RedisTypes {
  readonly name: 'redis';
  readonly service: 'redis';
  readonly credentials: RedisCredentials;
  readonly settings: RedisSettings;
  readonly settingsPatch: Partial<RedisSettings>;
  readonly durations: Readonly<Record<never, number>>;
  readonly report: RedisReport;
}

/** Redis servers that are only read, each below `/servers/` or at the address that a plan calls it by. */
export const redis: SandboxStand<RedisTypes> = {
  name: 'redis',
  serviceNames: ['redis'],
  credentials: DEMO_REDIS_CREDENTIALS,
  settings: DEFAULT_REDIS_SETTINGS,
  settingsSchema: REDIS_SETTINGS_SCHEMA,
  durations: {},
  throttleStyle: 429,
  mergeSettings: mergeRedisSettings,
  describeCredentials: ({ username, password }) => ({ username, password }),
  // A plan says its own names of variables: no client of these servers reads any by itself.
  env: () => ({}),
  suit: suitPlan,
  listTasks: () => [],
  open: openRedis,
};

function openRedis(world: RedisWorld, credentials: RedisCredentials): OpenStand<RedisTypes> {
  const state = new RedisState(world);
  const gateway = new RedisGateway(world, state, credentials);
  return {
    services: [
      {
        name: 'redis',
        pathPrefix: '/servers/',
        addressedBelow: '/servers/',
        schemes: ['redis:', 'rediss:'],
        gateway,
        operations: redisOperations(world, state),
        // What comes is a batch of commands, and no operation by itself.
        schemas: {},
        activity: () => NO_ACTIVITY,
      },
    ],
    report: () => reportRedisState(state),
    reset: () => {
      state.reset();
      gateway.reset();
    },
  };
}
