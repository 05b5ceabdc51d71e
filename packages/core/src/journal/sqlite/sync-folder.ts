import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A name is durable when its folder is. Windows cannot sync folders and does not need to. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
