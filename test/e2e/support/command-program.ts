import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE_MAIN } from '../../../scripts/bundle.ts';
import { ROOT } from './sandboxed.ts';

/** The command line as its sources, each in a file of its own. */
export const COMMAND_SOURCE: string = join(ROOT, 'packages', 'cli', 'src', 'main.ts');

const FOLDER = join(ROOT, 'node_modules', '.cache', 'command');
const DAY_MS = 86_400_000;

let program: string | undefined;

/**
 * What a test starts as the command: its bundle, which begins in half of the processor time that the sources need, and
 * hundreds of tests start it. It is made by the first test that asks after a change of any source. The sources themselves
 * where vitest measures coverage.
 */
export function commandProgram(): string {
  program ??= process.env['NODE_COMPILE_CACHE'] === undefined ? COMMAND_SOURCE : join(findBundle(), BUNDLE_MAIN);
  return program;
}

function findBundle(): string {
  const folder = join(FOLDER, keyOfSources());
  if (exists(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(FOLDER, { recursive: true });
  removeOlder();
  const made = mkdtempSync(join(FOLDER, 'made-'));
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'bundle.ts'), made]);
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another worker was sooner, with the same files.
    if (!exists(folder)) throw error;
    rmSync(made, { recursive: true });
  }
  return folder;
}

/** Of when each file was changed that a bundle is made of. */
function keyOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync(
    ['packages/*/src/**/*.ts', 'packages/*/package.json', 'pnpm-lock.yaml', 'scripts/bundle.ts', 'scripts/bundle/*.ts'],
    {
      cwd: ROOT,
      exclude: (name) => name.endsWith('.test.ts'),
    },
  );
  for (const file of files.toSorted()) {
    const { mtimeMs, size } = statSync(join(ROOT, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Of earlier sources. What was used within a day may be in use now. */
function removeOlder(): void {
  for (const name of readdirSync(FOLDER)) {
    const folder = join(FOLDER, name);
    if (Date.now() - statSync(folder).mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
