import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from './finding.ts';

export interface FolderFacts {
  /** The folder, or the nearest one above it that exists. */
  readonly path: string;
  readonly isWritable: boolean;
  readonly freeBytes: number;
  /** The kernel's number of the file system's type; undefined where it has no such numbers. */
  readonly fileSystem: number | undefined;
}

export function readFolder(folder: string): FolderFacts {
  let path = folder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  const { bavail, bsize, type } = statfsSync(path);
  return {
    path,
    isWritable: canWrite(path),
    freeBytes: bavail * bsize,
    fileSystem: process.platform === 'linux' ? type : undefined,
  };
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a state can be kept in a folder, and is safe there. */
export function checkStateFolder(facts: FolderFacts, shown: string): Finding[] {
  return [checkWritable(facts, shown), checkSpace(facts.freeBytes), ...checkFileSystem(facts.fileSystem)];
}

function checkWritable({ isWritable }: FolderFacts, shown: string): Finding {
  const found = { area: 'state', subject: 'Folder' } as const;
  if (isWritable) return { ...found, level: 'ok', detail: `${shown} can be written` };
  return {
    ...found,
    level: 'error',
    detail: `${shown} cannot be written`,
    fix: 'Give this user write permission there, or choose another place with --state.',
  };
}

/** A state of 100,000 units is about 200 MB; a run that cannot write its journal stops. */
const LOW_BYTES = 500_000_000;
const TOO_LOW_BYTES = 10_000_000;

function checkSpace(freeBytes: number): Finding {
  const found = { area: 'state', subject: 'Disk', detail: `${shownSize(freeBytes)} free` } as const;
  if (freeBytes >= LOW_BYTES) return { ...found, level: 'ok' };
  const fix = 'Free space: a run stops when its journal cannot be written, and can be resumed after that.';
  return { ...found, level: freeBytes < TOO_LOW_BYTES ? 'error' : 'warning', fix };
}

function shownSize(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}

type FileSystemRisk = 'network' | 'user' | 'memory';

/** Source: Linux manual page statfs(2), and the kernel's `magic.h`. */
const RISKY_FILE_SYSTEMS: ReadonlyMap<number, readonly [name: string, risk: FileSystemRisk]> = new Map([
  [0x6969, ['NFS', 'network']],
  [0x517b, ['SMB', 'network']],
  [0xff534d42, ['CIFS', 'network']],
  [0xfe534d42, ['SMB2', 'network']],
  [0x5346414f, ['AFS', 'network']],
  [0x00c36400, ['Ceph', 'network']],
  [0x0bd00bd0, ['Lustre', 'network']],
  [0x01021997, ['9P', 'network']],
  [0x65735546, ['FUSE', 'user']],
  [0x01021994, ['tmpfs', 'memory']],
  [0x858458f6, ['ramfs', 'memory']],
]);

const RISKS: Readonly<Record<FileSystemRisk, { readonly detail: string; readonly fix: string }>> = {
  network: {
    detail: 'locks and syncs may not work on a network file system, so two runs could write at once',
    fix: 'Keep the state on a local disk, or make sure that only one machine ever uses it.',
  },
  user: {
    detail: 'whether its locks and syncs work depends on what is behind it',
    fix: 'Keep the state on a local disk unless you know that they work.',
  },
  memory: {
    detail: 'the state is lost when the machine or container ends, and with it what a resume starts from',
    fix: 'Keep the state on a disk, or save it after each run.',
  },
};

function checkFileSystem(type: number | undefined): Finding[] {
  const [name, risk] = (type === undefined ? undefined : RISKY_FILE_SYSTEMS.get(type)) ?? [];
  if (name === undefined || risk === undefined) return [];
  const { detail, fix } = RISKS[risk];
  return [{ area: 'state', level: 'warning', subject: 'File system', detail: `${name}: ${detail}`, fix }];
}
