export { redis } from './redis.ts';
export { createRedisTransport } from './redis-transport.ts';
