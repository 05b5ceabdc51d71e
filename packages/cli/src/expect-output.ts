import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf } from '@waybill/core/internal';
import { CliError } from './cli-error.ts';
import { expectWritable } from './write-whole.ts';

/**
 * Found before the work whose result is written, and not after it.
 *
 * @throws CliError when the file that an option names cannot be written
 */
export function expectOutput(option: string, path: string, cwd: string): void {
  try {
    expectWritable(path, cwd);
  } catch (error) {
    throw unwritableOutput(option, { path, cwd }, error);
  }
}

/** The same of a file that turns out so when it is written: a full disk shows then. */
export function unwritableOutput(
  option: string,
  { path, cwd }: { readonly path: string; readonly cwd: string },
  error: unknown,
): CliError {
  if (error instanceof CliError) return error;
  const { why, hint } = reasonOf(error, dirname(path), cwd);
  return new CliError('CLI_OPTION_INVALID', `${option} ${path} cannot be written: ${why}.`, hint);
}

/** The draft beside the file, which the system names, says nothing to whoever named the file. */
function reasonOf(error: unknown, folder: string, cwd: string): { readonly why: string; readonly hint: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENOENT' && !existsSync(resolve(cwd, folder)))
    return { why: `the folder ${folder} does not exist`, hint: 'Create the folder, or name another file.' };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return { why: `the folder ${folder} cannot be written (${code})`, hint: 'Name a file in another folder.' };
  if (code !== undefined) return { why: `the system refuses it (${code})`, hint: 'Name another file.' };
  return { why: messageOf(error), hint: 'Name another file.' };
}
