import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '@waybill/core/internal';
import type { SandboxStand } from '@waybill/sandbox';
import { CliError } from './cli-error.ts';

export interface StandFlags {
  /** Modules of simulated vendors. */
  readonly stand?: readonly string[];
}

/**
 * The simulated vendors of the modules that `--stand` names. **Runs their code**; no other file is ever loaded.
 *
 * @throws CliError if a file cannot be loaded, exports no stand, or one that exists already
 */
export async function loadStands({ stand: files = [] }: StandFlags, cwd: string): Promise<readonly SandboxStand[]> {
  if (files.length === 0) return [];
  const loaded: SandboxStand[] = [];
  for (const file of files) {
    loaded.push(...(await standsOf(file, cwd)));
    await refuseTwice(file, loaded);
  }
  return loaded;
}

async function standsOf(file: string, cwd: string): Promise<readonly SandboxStand[]> {
  const exported = await importFile(file, cwd);
  const found = [exported['stand'], exported['stands']].flat().filter((value) => value !== undefined);
  if (found.length === 0) throw unusable(file, 'it exports neither `stand` nor `stands`');
  return found.map((value) => expectStand(file, value));
}

async function importFile(file: string, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { importModule } = await import('@waybill/node/internal');
    return await importModule(pathToFileURL(resolve(cwd, file)).href);
  } catch (error) {
    const why = messageOf(error);
    throw unusable(file, `loading it failed (${why.split('\n')[0]})`);
  }
}

const REQUIRED: Readonly<Record<string, 'string' | 'object' | 'function'>> = {
  name: 'string',
  serviceNames: 'object',
  credentials: 'object',
  settings: 'object',
  durations: 'object',
  env: 'function',
  mergeSettings: 'function',
  open: 'function',
};

function expectStand(file: string, value: unknown): SandboxStand {
  const members = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const missing = Object.entries(REQUIRED).filter(
    ([name, kind]) => typeof members[name] !== kind || members[name] === null,
  );
  if (missing.length === 0) return value as SandboxStand;
  throw unusable(file, `what it exports lacks ${missing.map(([name, kind]) => `\`${name}\` (${kind})`).join(', ')}`);
}

async function refuseTwice(file: string, stands: readonly SandboxStand[]): Promise<void> {
  const { standsWith } = await import('@waybill/sandbox');
  try {
    standsWith(stands);
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}

function unusable(file: string, why: string): CliError {
  return new CliError(
    'CLI_OPTION_INVALID',
    `--stand ${file} cannot be used as a simulated vendor: ${why}.`,
    'Name a JavaScript file (ES module) that exports `stand`, a SandboxStand of @waybill/sandbox; see docs/write-a-provider.md.',
  );
}
