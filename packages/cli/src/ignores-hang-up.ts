import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const HANG_UP_BIT = 1n;

/**
 * Whether whoever started this process wanted it to live on when the terminal closes. Node restores the default of every
 * signal when it starts, so that our own disposition says nothing; what is left is the command that the shell names in
 * `_`, and whether the parent ignores the signal itself.
 */
export function ignoresHangUp(env: Readonly<Record<string, string | undefined>>, parentPid: number): boolean {
  return basename(env['_'] ?? '') === 'nohup' || isIgnoredBy(statusOf(parentPid));
}

/** `SigIgn` of `/proc/<pid>/status`: a mask in hexadecimal digits, signal 1 first. */
export function isIgnoredBy(status: string): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return mask !== undefined && (BigInt(`0x${mask}`) & HANG_UP_BIT) === HANG_UP_BIT;
}

/** Empty where there is no such file, as on macOS. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
