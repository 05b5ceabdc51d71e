import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './cli-error.ts';

/** Of new files: they may say more than everybody should know. */
const PRIVATE_MODE = 0o600;

export interface WriteWholeOptions {
  /** Output goes where it was named, and not where a link that someone placed there points. */
  readonly replacesLink?: boolean;
}

/**
 * Writes a file whole or not at all: whoever reads it meanwhile sees the old text or the new one, and a crash leaves one of
 * the two. A file that exists keeps its permissions. A link keeps pointing to the file that is written, unless
 * `replacesLink`.
 */
export function writeWhole(path: string, cwd: string, text: string, options: WriteWholeOptions = {}): void {
  const { target, draft, mode } = placeOf(path, cwd, options);
  try {
    writeFileSync(draft, text, { flag: 'wx', mode });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The same for a text in pieces. One is made when the one before has been written, and other work is done in between. */
export async function writeWholeInPieces(
  path: string,
  cwd: string,
  pieces: Iterable<string>,
  options: WriteWholeOptions = {},
): Promise<void> {
  const { target, draft, mode } = placeOf(path, cwd, options);
  try {
    await writePieces(draft, mode, pieces);
    await rename(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

async function writePieces(path: string, mode: number, pieces: Iterable<string>): Promise<void> {
  await using file = await open(path, 'wx', mode);
  for (const piece of pieces) await file.appendFile(piece);
}

interface Place {
  readonly target: string;
  /** Beside it, to be renamed when it is whole. */
  readonly draft: string;
  readonly mode: number;
}

function placeOf(path: string, cwd: string, { replacesLink = false }: WriteWholeOptions): Place {
  const named = resolve(cwd, path);
  expectRegular(named);
  const target = existsSync(named) && !replacesLink ? realpathSync(named) : named;
  const mode = existsSync(target) && !isLink(target) ? statSync(target).mode & 0o777 : PRIVATE_MODE;
  return { target, draft: `${target}.${randomBytes(4).toString('hex')}.tmp`, mode };
}

/** Throws what writing the file would throw, as far as a draft beside it can tell. Leaves nothing behind. */
export function expectWritable(path: string, cwd: string): void {
  const target = resolve(cwd, path);
  if (existsSync(target) && statSync(target).isDirectory()) throw new Error('it is a directory');
  expectRegular(target);
  const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, 'x', { flag: 'wx', mode: PRIVATE_MODE });
  } finally {
    // A full disk refuses the text, and not the file.
    rmSync(draft, { force: true });
  }
}

/**
 * A device or a pipe would become a file by that name: for whoever may write in `/dev`, also `/dev/null` and `/dev/stdout`.
 *
 * @throws CliError for one
 */
function expectRegular(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  const isRegular = found === undefined || found.isFile() || found.isDirectory();
  if (!isRegular || (isLink(path) && readlinkSync(path).startsWith('/proc/')))
    throw new CliError(
      'CLI_FILE_NOT_REGULAR',
      `${path} is not a regular file, and would be replaced by one.`,
      'Name another file.',
    );
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
