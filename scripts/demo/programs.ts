import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '..', '..');
export const cliPath: string = join(root, 'packages', 'cli', 'src', 'main.ts');

/** Its exit code; null when a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

let steps = 0;

/** Says what comes next, numbered. */
export function step(text: string): void {
  steps += 1;
  say(`${steps}. ${text}`);
}

export function say(text: string): void {
  console.log(`\n${text}`);
}

export function fail(reason: string): false {
  console.error(`\nThe demo failed: ${reason}.`);
  return false;
}
