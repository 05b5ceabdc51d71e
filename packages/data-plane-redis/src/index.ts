export type { DataPlaneOptions } from './data-plane-options.ts';
export type { DataSet } from './data-set.ts';
export type { InstanceSpec } from './instance-spec.ts';
export { redis } from './redis.ts';
export { findRedisProgram } from './redis-program.ts';
export { startDataPlane } from './start-data-plane.ts';
