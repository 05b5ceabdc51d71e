import { readRegularFile } from './read-regular-file.ts';

/** The text of a file; undefined when there is no such file. Other failures are thrown. */
export type ReadTextFile = (path: string) => Promise<string | undefined>;

/** A file of credentials is small; one of more is something else. */
const MAX_SIZE_BYTES = 1024 * 1024;

/**
 * Reads regular files only, up to 1 MiB.
 *
 * @throws FileRefusedError for others
 */
export const readTextFile: ReadTextFile = async (path) => {
  try {
    return readRegularFile(path, MAX_SIZE_BYTES).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
