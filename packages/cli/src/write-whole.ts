import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Of new files: they may say more than everybody should know. */
const PRIVATE_MODE = 0o600;

/**
 * Writes a file whole or not at all: whoever reads it meanwhile sees the old text or the new one, and a crash leaves one of
 * the two. A file that exists keeps its permissions. A link keeps pointing to the file that is written, unless
 * `replacesLink`: output goes where it was named, and not where a link that someone placed there points.
 */
export function writeWhole(
  path: string,
  cwd: string,
  pieces: Iterable<string>,
  { replacesLink = false }: { readonly replacesLink?: boolean } = {},
): void {
  const named = resolve(cwd, path);
  const target = existsSync(named) && !replacesLink ? realpathSync(named) : named;
  const mode = existsSync(target) && !isLink(target) ? statSync(target).mode & 0o777 : PRIVATE_MODE;
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

/** Throws what writing the file would throw, as far as a draft beside it can tell. Leaves nothing behind. */
export function expectWritable(path: string, cwd: string): void {
  const target = resolve(cwd, path);
  if (existsSync(target) && statSync(target).isDirectory()) throw new Error('it is a directory');
  const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(draft, 'x', { flag: 'wx', mode: PRIVATE_MODE });
  rmSync(draft);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
