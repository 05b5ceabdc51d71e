import { resolve } from 'node:path';
import { type SecretReader, SecretUnreadableError } from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import { FileRefusedError, readRegularFile } from '@waybill/transport/files';
import type { Environment } from './environment.ts';
import type { CommandValues } from './run-secret-commands.ts';

export interface SecretReaderOptions {
  readonly env: Environment;
  /** The directory that relative paths start from. */
  readonly cwd: string;
  /**
   * What commands printed. The reader itself runs none.
   *
   * @default no command has a value
   */
  readonly outputOf?: CommandValues;
}

/** A secret is a password or a key; a file of this size is something else. */
const MAX_SECRET_BYTES = 1024 * 1024;

/**
 * Reads secrets from the environment and from files; one line end at the end of a file does not belong to the secret.
 *
 * @throws SecretUnreadableError for a file that is no text in UTF-8, or no file that can be read
 */
export function createSecretReader({ env, cwd, outputOf }: SecretReaderOptions): SecretReader {
  return (source) => {
    switch (source.kind) {
      case 'env':
        return env[source.name];
      case 'file':
        return readSecretFile(resolve(cwd, source.path), source.path);
      case 'command':
        return outputOf?.(source);
    }
  };
}

/** A file that is not there is a missing secret, which is reported with all others. */
function readSecretFile(path: string, shown: string): string | undefined {
  const bytes = readBytes(path, shown);
  if (bytes === undefined) return undefined;
  const { text, fault } = decodeText(bytes);
  if (fault === undefined) return text.replace(/\r?\n$/, '');
  throw new SecretUnreadableError(
    shown,
    fault.kind === 'utf-16'
      ? 'is in UTF-16, not in UTF-8'
      : `is not UTF-8: byte ${fault.byteOffset + 1} is not part of a character`,
  );
}

function readBytes(path: string, shown: string): Buffer | undefined {
  try {
    return readRegularFile(path, MAX_SECRET_BYTES);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return undefined;
    if (error instanceof FileRefusedError) throw new SecretUnreadableError(shown, error.reason);
    throw new SecretUnreadableError(
      shown,
      code === 'EACCES' ? 'may not be read by this user' : `cannot be read: ${code}`,
    );
  }
}
