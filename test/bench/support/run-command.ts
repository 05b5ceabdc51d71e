import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE_FOLDER, BUNDLE_MAIN } from '../../../scripts/bundle.ts';
import { timed } from './compare.ts';
import { METER } from './meter.ts';
import type { ProcessUsage, Turn } from './write-usage.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MAIN = join(BUNDLE_FOLDER, BUNDLE_MAIN);

export interface CommandOptions {
  readonly cwd: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a run of the command took, from its start to its end. */
export interface Usage {
  readonly wallMs: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
  readonly longestTurns: readonly Turn[];
  readonly longestByWallMs: number;
}

/** Bundles what `runCommand` runs. */
export function buildCommand(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'bundle.ts')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the command cannot be bundled: ${stderr}`);
}

/** Arguments of Node for the command as it was bundled. */
export function builtCommand(words: readonly string[], options: readonly string[] = []): readonly string[] {
  return [...options, MAIN, ...words];
}

/**
 * Runs the command, as it was bundled, in a process of its own.
 *
 * @throws Error when it ends with anything but 0
 */
export function runCommand({ words, ...options }: CommandOptions): Promise<Usage> {
  return runMetered(words.join(' '), builtCommand(words), options);
}

/** Runs a program of Node by its arguments; what it used is written into its folder. Rejects when it ends with anything but 0. */
export async function runMetered(
  name: string,
  words: readonly string[],
  { cwd, env }: Omit<CommandOptions, 'words'>,
): Promise<Usage> {
  const usagePath = join(cwd, 'usage.json');
  const child = spawn(process.execPath, ['--import', METER, ...words], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env, WAYBILL_BENCH_USAGE: usagePath },
  });
  let code: unknown;
  const wallMs = await timed(async () => {
    [code] = await once(child, 'exit');
  });
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}`);
  const used = JSON.parse(readFileSync(usagePath, 'utf8')) as ProcessUsage;
  return {
    wallMs,
    processorSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6,
    megabytes: used.maxRSS / 1_024,
    longestTurns: used.longestTurns,
    longestByWallMs: used.longestByWallMs,
  };
}
