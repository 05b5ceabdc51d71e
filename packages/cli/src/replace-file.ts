import { randomBytes } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Replaces the text of a file that exists: whoever reads it meanwhile sees the old text or the new one, and a crash leaves
 * one of the two. A link goes on pointing to the same file, which keeps its permissions.
 */
export function replaceFile(path: string, text: string, cwd: string): void {
  const target = realpathSync(resolve(cwd, path));
  const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: statSync(target).mode & 0o777 });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
