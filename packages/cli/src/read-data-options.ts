import { resolve } from 'node:path';
import { defined } from '@waybill/core';
import type { DataPlaneOptions, RunningDataPlane } from '@waybill/sandbox';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { parseCount } from './parse-options.ts';
import { readJsonOption } from './read-json-option.ts';

export interface DataFlags {
  readonly data: string;
  readonly redisServer?: string;
  readonly instances?: string;
  readonly buckets?: string;
  readonly clock: string;
  readonly seed: string;
}

/** The servers behind `--data real`; undefined: nothing real is moved. */
export async function startData(flags: DataFlags, io: CliIo): Promise<RunningDataPlane | undefined> {
  const options = await readDataOptions(flags, io);
  if (options === undefined) return undefined;
  const { startDataPlane } = await import('@waybill/sandbox');
  return startDataPlane(options).catch((error: unknown) => {
    throw new CliError('CLI_OPTION_INVALID', `--data real: ${messageOf(error)}`, hintOf(error));
  });
}

/** Everything that can be said of the options without starting a server. */
export async function readDataOptions(flags: DataFlags, io: CliIo): Promise<DataPlaneOptions | undefined> {
  if (flags.data === 'simulated') return refuseUnused(flags);
  if (flags.data !== 'real')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--data ${flags.data} is not a kind of data.`,
      'Choose simulated or real.',
    );
  if (flags.clock !== 'real')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--data real needs the real clock, not --clock ${flags.clock}.`,
      'Leave one of the two out: servers keep their own time.',
    );
  const { findRedisProgram, parseInstances } = await import('@waybill/sandbox');
  const given = readJsonOption('--instances', flags.instances, io);
  return {
    seed: parseCount(flags.seed, '--seed', 0),
    program: checked('--data real', () => findRedisProgram(inFolder(flags.redisServer, io), io.env)),
    ...defined({
      instances: given === undefined ? undefined : checked('--instances', () => parseInstances(given)),
      buckets: inFolder(flags.buckets, io),
    }),
  };
}

/** The same options for another process. */
export function dataWords(flags: DataFlags): readonly string[] {
  return flags.data === 'simulated' ? [] : ['--data', flags.data, ...givenOptions(flags).flat()];
}

function refuseUnused(flags: DataFlags): undefined {
  const [unused] = givenOptions(flags)[0] ?? [];
  if (unused === undefined) return undefined;
  throw new CliError('CLI_OPTION_INVALID', `${unused} has no effect without --data real.`, 'Add --data real.');
}

/** Those that only real data needs, with what was given. */
function givenOptions({ redisServer, instances, buckets }: DataFlags): readonly (readonly [string, string])[] {
  const options = { '--redis-server': redisServer, '--instances': instances, '--buckets': buckets };
  return Object.entries(defined(options));
}

function inFolder(path: string | undefined, io: CliIo): string | undefined {
  return path === undefined ? undefined : resolve(io.cwd, path);
}

function checked<Value>(option: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new CliError('CLI_OPTION_INVALID', `${option}: ${messageOf(error)}`, hintOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Some errors say what to do. */
function hintOf(error: unknown): string | undefined {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
}
