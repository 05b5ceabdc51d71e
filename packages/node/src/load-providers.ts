import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRegistry, type ProviderDefinition, type ProviderRegistry, WaybillError } from '@waybill/core';
import { messageOf } from '@waybill/core/internal';
import { builtInProviders } from './generated/built-in-providers.generated.ts';
import { importBounded } from './import-bounded.ts';

/** A file that was named as a provider's module cannot be used as one. */
export class ProviderModuleError extends WaybillError {
  constructor(file: string, why: string, hint: string, cause?: unknown) {
    super('PROVIDER_MODULE_INVALID', `${file} cannot be used as a provider: ${why}.`, { hint, cause });
  }
}

const HOW =
  'A provider module is a TypeScript or JavaScript file (ES module) that exports `provider`, or several as `providers`; docs/write-a-provider.md builds one.';

const ENDED = 'A provider module only exports: take `process.exit` out of it, and out of what it imports.';

/**
 * The providers that Waybill comes with, and those of the modules at `files`. **Runs the code of these files**: only name
 * files that you would run yourself. Nothing else is ever loaded, whatever lies beside a plan.
 *
 * @throws ProviderModuleError if a file cannot be loaded, exports no provider, or one whose type exists.
 * @throws ProviderDefectError if a provider declares something else than its contract says.
 */
export async function loadRegistryWith(
  files: readonly string[],
  { cwd = process.cwd(), timeLimitMs }: Partial<Loading> = {},
): Promise<ProviderRegistry> {
  const providers: ProviderDefinition[] = [...builtInProviders];
  const fileOfType = new Map<string, string>();
  for (const file of files) {
    for (const provider of await loadModule(file, { cwd, timeLimitMs })) {
      refuseTwice(file, provider, providers);
      providers.push(provider);
      fileOfType.set(provider.type, file);
    }
  }
  return createRegistry(providers, fileOfType);
}

interface Loading {
  readonly cwd: string;
  /**
   * For each file.
   *
   * @default 30 s
   */
  readonly timeLimitMs?: number | undefined;
}

async function loadModule(file: string, loading: Loading): Promise<readonly ProviderDefinition[]> {
  const loaded = await importFile(file, loading);
  const found = [loaded['provider'], loaded['providers']].flat().filter((value) => value !== undefined);
  if (found.length === 0) throw new ProviderModuleError(file, 'it exports neither `provider` nor `providers`', HOW);
  return found.map((value) => expectProvider(file, value));
}

async function importFile(file: string, { cwd, timeLimitMs }: Loading): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importBounded(pathToFileURL(resolve(cwd, file)).href, { timeLimitMs, onExit: () => sayEnded(file) });
  } catch (error) {
    const why = messageOf(error);
    throw new ProviderModuleError(file, `loading it failed (${why.split('\n')[0]})`, hintFor(error, why), error);
  }
}

/** Nothing can be thrown any more: the process ends. */
function sayEnded(file: string): void {
  const { code, message, hint } = new ProviderModuleError(file, 'the process ended while it was loaded', ENDED);
  process.stderr.write(`error ${code}: ${message}\nhint: ${hint}\n`);
}

/** What is missing decides: a package is installed beside the module, a file is a wrong path. */
function hintFor(error: unknown, why: string): string {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ERR_MODULE_NOT_FOUND') return HOW;
  const missing = /^Cannot find package '([^']+)'/.exec(why)?.[1];
  if (missing === undefined) return `Check the path; it starts from the current directory. ${HOW}`;
  return `Install ${missing} in the module's folder, or in one above it; docs/write-a-provider.md says how.`;
}

/** What every provider must have: its mistakes are found here and not in the middle of a plan. */
const REQUIRED: Readonly<Record<string, 'string' | 'object' | 'function'>> = {
  type: 'string',
  version: 'string',
  configSchema: 'object',
  operations: 'object',
  buildRequest: 'function',
  connect: 'function',
};

function expectProvider(file: string, value: unknown): ProviderDefinition {
  const members = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(REQUIRED).filter(
    ([name, kind]) => typeof members[name] !== kind || members[name] === null,
  );
  if (wrong.length === 0) return value as ProviderDefinition;
  const names = wrong.map(([name, kind]) => `\`${name}\` (${kind})`).join(', ');
  throw new ProviderModuleError(file, `what it exports as a provider lacks ${names}`, HOW);
}

function refuseTwice(file: string, { type }: ProviderDefinition, known: readonly ProviderDefinition[]): void {
  if (!known.some((provider) => provider.type === type)) return;
  const hint = 'Give the provider a different `type`, or leave one of the files out.';
  throw new ProviderModuleError(file, `a provider of type ${type} already exists`, hint);
}
