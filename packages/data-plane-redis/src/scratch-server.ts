import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RedisProcess } from './redis-process.ts';

/** As many as any server that is migrated has. */
const DATABASES = 256;
const RDB_NAME = 'load.rdb';

/**
 * A server that holds the keys of a file for as long as they are copied. What is damaged stops here: the file is checked
 * first, and what kills a server that loads it kills this one.
 *
 * @throws Error with what is wrong with the file
 */
export async function loadScratchServer(rdbPath: string, options: ScratchOptions): Promise<RedisProcess> {
  const { program, folder } = options;
  await checkRdb(rdbPath, program);
  await mkdir(folder, { recursive: true });
  await rename(rdbPath, join(folder, RDB_NAME));
  const args = ['--dbfilename', RDB_NAME, '--databases', String(DATABASES)];
  return await RedisProcess.start({ program, folder, args });
}

export interface ScratchOptions {
  readonly program: string;
  /** Of its own. The file is moved there, and goes with it. */
  readonly folder: string;
}

/** The program is `redis-check-rdb` too: it goes by the name that it is called by. */
async function checkRdb(path: string, program: string): Promise<void> {
  const check = spawn(program, [basename(path)], {
    argv0: join(dirname(program), 'redis-check-rdb'),
    cwd: dirname(path),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  check.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-4_000);
  });
  const [code] = await once(check, 'close');
  if (code === 0) return;
  const lines = output.split('\n');
  const reason = lines[lines.findIndex((line) => line.includes('RDB ERROR DETECTED')) + 1]?.replace(
    /^\[offset \d+\] /,
    '',
  );
  throw new Error(`The file cannot be loaded: ${reason ?? output.trim()}`);
}
