import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const root: string = join(import.meta.dirname, '..', '..');
export const cliPath: string = join(root, 'packages', 'cli', 'src', 'main.ts');

/** Its exit code; null when a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** What a sandbox prints first, once it can be called. */
export async function readReady<Ready>(sandbox: ChildProcess): Promise<Ready> {
  if (sandbox.stdout === null) throw new Error('the sandbox has no output');
  for await (const line of createInterface({ input: sandbox.stdout })) return JSON.parse(line) as Ready;
  throw new Error('the sandbox ended before it was ready');
}

/** In place of those that it had. */
export async function plantFaults(url: string, rules: readonly object[]): Promise<void> {
  const response = await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  });
  if (!response.ok) throw new Error(await response.text());
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
