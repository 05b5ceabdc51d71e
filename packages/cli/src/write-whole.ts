import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Of new files: they may say more than everybody should know. */
const PRIVATE_MODE = 0o600;

/**
 * Writes a file whole or not at all: whoever reads it meanwhile sees the old text or the new one, and a crash leaves one of
 * the two. A link goes on pointing to the same file, and a file that exists keeps its permissions.
 */
export function writeWhole(path: string, cwd: string, pieces: Iterable<string>): void {
  const named = resolve(cwd, path);
  const target = existsSync(named) ? realpathSync(named) : named;
  const mode = existsSync(target) ? statSync(target).mode & 0o777 : PRIVATE_MODE;
  const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, '', { flag: 'wx', mode });
    for (const piece of pieces) writeFileSync(draft, piece, { flag: 'a' });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
