import { type DataPlaneInput, defined, type PreparedDataPlane, type SandboxDataPlane } from '@waybill/stand-kit';
import type { DataPlaneOptions } from './data-plane-options.ts';
import { INSTANCES_SCHEMA } from './instance-spec.ts';
import { findRedisProgram } from './redis-program.ts';
import { startDataPlane } from './start-data-plane.ts';

/** What each option gives. */
interface GivenOptions {
  readonly 'redis-server'?: string;
  readonly instances?: NonNullable<DataPlaneOptions['instances']>;
  readonly buckets?: string;
}

/** Redis or Valkey servers on this machine, as the sandbox is asked for them. */
export const redis: SandboxDataPlane = {
  name: 'redis',
  summary: 'start Redis servers, and move keys between them',
  options: [
    { name: 'redis-server', value: 'file', help: 'the redis-server to start, instead of the one on PATH' },
    {
      name: 'instances',
      value: 'json',
      schema: INSTANCES_SCHEMA,
      help: 'the instances to start or to use: a JSON file or text',
    },
    { name: 'buckets', value: 'folder', help: 'folder with a subfolder of backup files for each bucket' },
  ],
  prepare,
};

function prepare({ options, seed, env }: DataPlaneInput): PreparedDataPlane {
  const { 'redis-server': server, instances, buckets } = options as GivenOptions;
  const program = findRedisProgram(server, env);
  return { start: () => startDataPlane({ seed, program, ...defined({ instances, buckets }) }) };
}
