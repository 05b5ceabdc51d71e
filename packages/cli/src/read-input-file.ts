import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from './cli-error.ts';

/** The text of a file that the user named. Throws `CliError`. */
export function readInputFile(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? reasonOf(String(error.code)) : String(error);
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `${path} cannot be read: ${why}.`,
      'Check the path; it starts from the current directory.',
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};

function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}
