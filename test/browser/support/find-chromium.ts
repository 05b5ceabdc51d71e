import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where the browser is: `CHROMIUM_PATH`, or `chromium` on the PATH. Undefined when there is none; continuous integration
 * has to have one.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = env['CHROMIUM_PATH'];
  const folders = (env['PATH'] ?? '').split(delimiter);
  const candidates = given === undefined ? folders.map((folder) => join(folder, 'chromium')) : [given];
  const found = candidates.find(isExecutable);
  if (found === undefined && env['CI'] !== undefined)
    throw new Error(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
    );
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
