import { lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Permissions of group and others. */
const FOR_OTHERS = 0o077;

/**
 * Has Node keep what it compiles of the program, so that the next start takes less time. What is kept is run as it is, so it
 * is in a folder that nobody else may write to, and never in the folder for temporary files, where Node itself keeps it.
 */
export function keepCompiled(env: Environment): void {
  const folder = cacheFolder(env);
  if (folder === undefined || (env['NODE_COMPILE_CACHE'] ?? '') !== '') return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOurs(folder)) enableCompileCache(folder);
  } catch {
    // A home that cannot be written to: the program is compiled at each start.
  }
}

function cacheFolder({ XDG_CACHE_HOME: cache, HOME: home }: Environment): string | undefined {
  if (cache !== undefined && isAbsolute(cache)) return join(cache, 'waybill', 'compiled');
  return home === undefined || !isAbsolute(home) ? undefined : join(home, '.cache', 'waybill', 'compiled');
}

/** Another user's home, as under `sudo`, is not. */
function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return uid === process.getuid?.() && (mode & FOR_OTHERS) === 0;
}
