import { readFile } from 'node:fs/promises';

/** The text of a file; undefined when there is no such file. */
export type ReadTextFile = (path: string) => Promise<string | undefined>;

export const readTextFile: ReadTextFile = async (path) => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
