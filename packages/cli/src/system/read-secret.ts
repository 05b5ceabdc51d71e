import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecretReader } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';

/** Reads secrets from the environment and from files; one line end at the end of a file does not belong to the secret. */
export function createSecretReader(io: Pick<CliIo, 'env' | 'cwd'>): SecretReader {
  return (source) => (source.kind === 'env' ? io.env[source.name] : readSecretFile(resolve(io.cwd, source.path)));
}

/** A file that is not there is a missing secret, which is reported with all others; any other fault is thrown. */
function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
