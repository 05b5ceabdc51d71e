import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { PlanFileRefusal, ReadPlanFile } from '@waybill/core';
import { MAX_INVENTORY_BYTES } from '@waybill/core/internal';
import { FileRefusedError, readRegularFile } from '@waybill/transport/files';

/**
 * Reads the inventories of the plan at a path. They are shown in previews, and a plan may come from someone who may not
 * read every file of this machine: only regular files of the plan's folder and the folders below are read, links included.
 */
export function planFileReader(planPath: string): ReadPlanFile {
  const folder = dirname(resolve(planPath));
  return (path) => {
    if (isAbsolute(path) || leaves(folder, join(folder, path))) return OUTSIDE;
    try {
      const real = realpathSync(join(folder, path));
      if (leaves(realpathSync(folder), real)) return LINK_OUTSIDE;
      return { bytes: readRegularFile(real, MAX_INVENTORY_BYTES) };
    } catch (error) {
      return describeFailure(error);
    }
  };
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

const OUTSIDE: PlanFileRefusal = {
  kind: 'unreadable',
  reason: "is outside the plan's folder",
  hint: 'Put the file next to the plan or into a folder below, and write its path from there.',
};

const LINK_OUTSIDE: PlanFileRefusal = {
  ...OUTSIDE,
  reason: "is a symbolic link that leads out of the plan's folder",
};

function describeFailure(error: unknown): PlanFileRefusal {
  if (error instanceof FileRefusedError) {
    return error.code === 'FILE_TOO_LARGE'
      ? { kind: 'too-large', reason: error.reason, hint: 'Split the file, and give each part a separate migration.' }
      : { kind: 'unreadable', reason: error.reason, hint: 'Name a regular file.' };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    kind: 'unreadable',
    reason: `cannot be read: ${REASONS[code] ?? code}`,
    hint: `Check the path; it starts from the plan's folder.${code === 'ENOENT' ? WRITTEN_BY : ''}`,
  };
}

const WRITTEN_BY = ' `waybill discover` writes such a file from what a connection has.';

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links form a loop',
  ERR_INVALID_ARG_VALUE: 'its name has a character that is not allowed in file names',
  ENOTDIR: 'a part of the path is not a folder',
};
