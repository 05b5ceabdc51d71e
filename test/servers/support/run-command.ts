import { join } from 'node:path';
import { StartedProcess } from '../../e2e/support/processes.ts';

const MAIN = join(import.meta.dirname, '..', 'main.ts');

/** `npm run servers` with these arguments, until the end of the test at the latest. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv = process.env): StartedProcess {
  const defined = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new StartedProcess(process.execPath, [MAIN, ...args], {
    cwd: import.meta.dirname,
    env: Object.fromEntries(defined),
  });
}
