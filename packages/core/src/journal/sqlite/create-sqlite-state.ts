import { existsSync, linkSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../../clock.ts';
import { JournalChain } from '../journal-chain.ts';
import { FIRST_JOURNAL_VERSION } from '../record.ts';
import { createPrivately } from './sqlite-lock.ts';
import { SQLITE_SCHEMA } from './sqlite-schema.ts';
import { syncFolder } from './sync-folder.ts';

export interface NewState {
  readonly path: string;
  readonly plan: string;
  readonly random: Random;
  /** @default random */
  readonly stateId?: string | undefined;
}

/**
 * Creates a state whole: tables, id and key are in the main file and on the disk before the file has its name. A process
 * that dies meanwhile leaves a file of another name that nothing reads, and never one that looks like a state. Whoever
 * creates the same state at the same time wins or loses: the file that has the name is everybody's.
 */
export function createSqliteState(state: NewState): void {
  const { path } = state;
  createFolder(dirname(path));
  const draft = `${path}.new-${toHex(state.random.bytes(8))}`;
  try {
    writeDraft(draft, state);
    publish(draft, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Folder by folder: Node's own recursive `mkdirSync` never returns below a folder that takes no entries, such as /proc. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Without a write-ahead log: when the transaction has committed, everything is in the one file and synced. */
function writeDraft(draft: string, { plan, random, stateId }: NewState): void {
  createPrivately(draft);
  const database = new DatabaseSync(draft);
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE');
    database.exec(SQLITE_SCHEMA);
    const header = { stateId: stateId ?? toHex(random.bytes(16)), plan };
    const digestKey = random.bytes(32);
    const mac = new JournalChain(digestKey).header(header);
    const insert = database.prepare(
      'INSERT INTO state (id, state_id, plan, digest_key, epoch, mac, chain) VALUES (1, ?, ?, ?, 0, ?, ?)',
    );
    insert.run(header.stateId, plan, digestKey, mac, mac);
    database.exec(`PRAGMA user_version = ${FIRST_JOURNAL_VERSION}; COMMIT`);
  } finally {
    database.close();
  }
}

/** Gives the draft its name unless another file has it. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (existsSync(path)) return;
    // File systems without hard links: two processes in this very moment could both get here, and the lock that they take
    // next lies beside the name and not in the file.
    if (!isUnsupported(error)) throw error;
    renameSync(draft, path);
    return;
  }
  unlinkSync(draft);
}

function isUnsupported(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS' || code === 'EMLINK';
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
