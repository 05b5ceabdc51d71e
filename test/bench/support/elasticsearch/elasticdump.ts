import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../servers/cache.ts';
import { runMetered, type Usage } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Its version and all that it depends on. */
const RECIPE = join(import.meta.dirname, '..', '..', 'elasticdump');
const FILES = ['package.json', 'package-lock.json'] as const;

export interface DumpOptions {
  /** Addresses of indices. */
  readonly from: string;
  readonly to: string;
  readonly options: readonly string[];
}

/**
 * Copies the documents of an index by elasticdump, as a process of its own, from its start to its end.
 *
 * @throws Error when it ends with anything but 0
 */
export async function runElasticdump({ from, to, options }: DumpOptions): Promise<Usage> {
  using folder = temporaryFolder();
  const program = join(installElasticdump(), 'node_modules', 'elasticdump', 'bin', 'elasticdump');
  const words = [program, `--input=${from}`, `--output=${to}`, '--type=data', '--quiet', ...options];
  return await runMetered('elasticdump', words, { cwd: folder.file('.'), env: {} });
}

/**
 * A folder beside the servers that tests fetch, made once for each lock file. It appears by renaming, so it is whole when it
 * exists. Its packages run no scripts of their own.
 */
export function installElasticdump(): string {
  const digest = createHash('sha256');
  for (const file of FILES) digest.update(readFileSync(join(RECIPE, file)));
  const cache = cacheFolder(process.env);
  const folder = join(cache, `elasticdump-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, '.elasticdump-'));
  for (const file of FILES) copyFileSync(join(RECIPE, file), join(made, file));
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', words, { cwd: made, encoding: 'utf8' });
  if (status !== 0) throw new Error(`elasticdump cannot be installed: ${stderr}`);
  renameSync(made, folder);
  return folder;
}
