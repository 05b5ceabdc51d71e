import { resolve } from 'node:path';
import { decodeText } from '@waybill/core/internal';
import { FileRefusedError, readRegularFile } from '@waybill/transport/files';
import { CliError } from './cli-error.ts';

/** A saved preview of very many units is the largest of them; what is longer does not fit into one text. */
const MAX_INPUT_BYTES = 500_000_000;

/**
 * The bytes of a file that the user named, for those who say themselves where they are no text: plans.
 *
 * @throws CliError
 */
export function readInputBytes(path: string, cwd: string): Buffer {
  try {
    return readRegularFile(resolve(cwd, path), MAX_INPUT_BYTES);
  } catch (error) {
    if (error instanceof FileRefusedError)
      throw new CliError('CLI_FILE_UNREADABLE', `${path} ${error.reason}.`, hintFor(error));
    const why = error instanceof Error && 'code' in error ? reasonOf(String(error.code)) : String(error);
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `${path} cannot be read: ${why}.`,
      'Check the path; it starts from the current directory.',
    );
  }
}

/** The text of a file that the user named, without a byte order mark. Throws `CliError`, also when it is not UTF-8. */
export function readInputFile(path: string, cwd: string): string {
  const { text, fault } = decodeText(readInputBytes(path, cwd));
  if (fault === undefined) return text.replace(/^\ufeff/, '');
  const what =
    fault.kind === 'utf-16'
      ? 'is in UTF-16'
      : `is not UTF-8 text: byte ${fault.byteOffset + 1} is not part of a character`;
  throw new CliError('CLI_FILE_UNREADABLE', `${path} ${what}.`, 'Save the file as UTF-8.');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
};

function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}

function hintFor({ code }: FileRefusedError): string {
  return code === 'FILE_NOT_REGULAR'
    ? 'Write what it holds to a file first, and name that file.'
    : 'Check the path; it may name a different file than intended.';
}
