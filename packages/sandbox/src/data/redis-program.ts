import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Thrown when real data is wanted and something that it needs is not there; the message says what to do. */
export class DataPlaneError extends Error {
  override readonly name = 'DataPlaneError';
  readonly code = 'SANDBOX_DATA_UNUSABLE';
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

const HOW_TO_INSTALL =
  'Install it with: apt-get install --no-install-recommends redis-server. Or give the path of another one.';

/**
 * The `redis-server` to start: the given one, or the first on PATH.
 *
 * @throws DataPlaneError if there is none that can be executed
 */
export function findRedisProgram(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  if (given !== undefined) {
    const path = resolve(given);
    if (isExecutable(path)) return path;
    throw new DataPlaneError(`${given} is no program that can be executed.`, HOW_TO_INSTALL);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const found = folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
  if (found !== undefined) return found;
  throw new DataPlaneError('Real data needs redis-server, and there is none on PATH.', HOW_TO_INSTALL);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
