import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeServer, type ServerName } from './catalogue.ts';

/** What servers are made from: `poms/`, `java/` and `modules/`. */
export const RECIPES: string = import.meta.dirname;

/** Part of every digest: raise it when `fetch-server.ts` makes something else from the same files. */
const RECIPE = 1;

/** `WAYBILL_SERVERS`, or a folder of the user's cache: outside the tree, so that every checkout has it. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const given = env['WAYBILL_SERVERS'];
  if (given !== undefined && given !== '') return resolve(given);
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'waybill', 'servers');
}

/**
 * Where a fetched server is. The name has a digest of everything that it is made from: after a change it is fetched anew,
 * and running servers keep theirs. The folder appears by renaming, so it is whole when it exists.
 */
export function installedFolder(name: ServerName, env: NodeJS.ProcessEnv, recipes: string = RECIPES): string {
  return join(cacheFolder(env), `${name}-${describeServer(name).version}-${digestOf(name, recipes)}`);
}

export function isFetched(name: ServerName, env: NodeJS.ProcessEnv): boolean {
  return existsSync(installedFolder(name, env));
}

function digestOf(name: ServerName, recipes: string): string {
  const { form, java, version } = describeServer(name);
  const hash = createHash('sha256').update(JSON.stringify({ RECIPE, form, java, version }));
  const files = globSync(['java/*', 'modules/*/*', pomOf(name)], { cwd: recipes }).toSorted();
  for (const file of files) hash.update(file).update(readFileSync(join(recipes, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Below the recipes. */
export function pomOf(name: ServerName): string {
  return join('poms', `${name}.xml`);
}
