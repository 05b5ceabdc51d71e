import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { DataPlaneError } from '@waybill/stand-kit';

type Environment = Readonly<Record<string, string | undefined>>;

const HOW_TO_INSTALL =
  'Install it with: apt-get install --no-install-recommends redis-server. Or give the path of another one.';

/** Of `--version`. */
const ANSWERS_WITHIN_MS = 5_000;
/** The first with streams, which the data set has. */
const LEAST_MAJOR = 5;
/** The first that can be given the port at which the nodes of a cluster talk to each other. */
const LEAST_MAJOR_OF_CLUSTERS = 7;

/**
 * The `redis-server` to start: the given one, or the first on PATH.
 *
 * @throws DataPlaneError if there is none that can be executed, or it is another program, or too old
 */
export function findRedisProgram(given: string | undefined, env: Environment = process.env): string {
  const path = given === undefined ? findOnPath(env) : requireProgram(given);
  const { name, major } = versionOf(path);
  if (major >= LEAST_MAJOR) return path;
  throw new DataPlaneError(`${path} is ${name}, and a sandbox needs ${LEAST_MAJOR}.0 or later.`, HOW_TO_INSTALL);
}

/** @throws DataPlaneError if the program cannot be a cluster */
export function requireClusters(program: string): void {
  const { name, major } = versionOf(program);
  if (major >= LEAST_MAJOR_OF_CLUSTERS) return;
  throw new DataPlaneError(
    `${program} is ${name}, and an instance of the mode cluster needs ${LEAST_MAJOR_OF_CLUSTERS}.0 or later.`,
    HOW_TO_INSTALL,
  );
}

function findOnPath(env: Environment): string {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const found = folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
  if (found !== undefined) return found;
  throw new DataPlaneError('Real data needs redis-server, but there is none on PATH.', HOW_TO_INSTALL);
}

function requireProgram(given: string): string {
  const path = resolve(given);
  if (isExecutable(path)) return path;
  throw new DataPlaneError(`${given} is not an executable program.`, HOW_TO_INSTALL);
}

/** As the program says it. @throws DataPlaneError if it says nothing of the kind */
function versionOf(program: string): { readonly name: string; readonly major: number } {
  const { stdout } = spawnSync(program, ['--version'], {
    encoding: 'utf8',
    timeout: ANSWERS_WITHIN_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, product, version = ''] = /^(Redis|Valkey) server v=(\d+[\d.]*)/.exec(stdout ?? '') ?? [];
  if (product !== undefined) return { name: `${product} ${version}`, major: Number.parseInt(version, 10) };
  throw new DataPlaneError(`${program} is not a redis-server: it does not report its version.`, HOW_TO_INSTALL);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
