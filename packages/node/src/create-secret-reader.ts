import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecretReader } from '@waybill/core';
import type { Environment } from './environment.ts';

export interface SecretReaderOptions {
  readonly env: Environment;
  /** The directory that relative paths start from. */
  readonly cwd: string;
}

/** Reads secrets from the environment and from files; one line end at the end of a file does not belong to the secret. */
export function createSecretReader({ env, cwd }: SecretReaderOptions): SecretReader {
  return (source) => (source.kind === 'env' ? env[source.name] : readSecretFile(resolve(cwd, source.path)));
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
