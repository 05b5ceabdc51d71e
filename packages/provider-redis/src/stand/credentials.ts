export interface RedisCredentials {
  readonly username: string;
  readonly password: string;
}

/** They open nothing but a sandbox. */
export const DEMO_REDIS_CREDENTIALS: RedisCredentials = { username: 'default', password: 'sandbox-redis-password' };
