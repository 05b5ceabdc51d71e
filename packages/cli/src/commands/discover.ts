import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DiscoverError, type Discovery, defined } from '@waybill/core';
import { messageOf } from '@waybill/core/internal';
import { checkPlanInTurns, planFileReader } from '@waybill/node';
import { discover as discoverRows, type InventoryUpdate, updateInventory } from '@waybill/node/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectOutput } from '../expect-output.ts';
import { machineOf } from '../open-named.ts';
import type { CommonFlags, JsonFlag, VariableFlags } from '../plan-options.ts';
import { readInputBytes } from '../read-input-file.ts';
import { printDiagnostics, readPlanSource } from '../read-plan.ts';
import { loadRegistry } from '../registry.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { diagnosticsJson } from '../views/documents/diagnostics-json.ts';
import { quoteWord } from '../views/folds/command-line.ts';
import { discoveryJson, isCurrent, renderDiscovery, renderLeftOut } from '../views/text/render-discovery.ts';
import { createStyle } from '../views/text/style.ts';
import { writeWhole } from '../write-whole.ts';

export interface DiscoverFlags extends CommonFlags, VariableFlags, JsonFlag {
  readonly listing?: string;
  readonly with?: readonly string[];
  readonly match?: readonly string[];
  readonly exclude?: readonly string[];
  readonly out?: string;
  readonly check?: boolean;
  readonly prune?: boolean;
  readonly allowSecretCommands?: boolean;
}

export interface DiscoverTarget {
  readonly file: string;
  readonly connection: string;
}

/** Lists what a connection has, and brings an inventory up to it. Reads only; the file is written whole, or not at all. */
export async function discover(target: DiscoverTarget, flags: DiscoverFlags, io: CliIo): Promise<ExitCode> {
  refuseFlags(flags);
  if (flags.out !== undefined && flags.check !== true) expectOutput('--out', flags.out, io.cwd);
  const wasThere = isThere(flags, io);
  const discovery = await ask(target, flags, io);
  if (discovery === undefined) return EXIT.error;
  const { out = INVENTORY_ON_STDOUT } = flags;
  if (wasThere && !isThere(flags, io)) throw deleted(out, target);
  const before = isThere(flags, io) ? readInputBytes(out, io.cwd) : undefined;
  const update = updateInventory(before, discovery, { file: out, prunes: flags.prune === true });
  expectRows(discovery, update, flags);
  const isWritten = flags.out !== undefined && flags.check !== true && hasChanged(update, before);
  if (isWritten) writeWhole(out, io.cwd, update.text, { replacesLink: true });
  const isPlannable = isWritten && (await canPlan(target, flags, io));
  report({ discovery, update, isWritten, isPlannable, target, flags }, io);
  return flags.check === true && !isCurrent(update) ? EXIT.workToDo : EXIT.done;
}

const INVENTORY_ON_STDOUT = 'inventory.yaml';

function isThere({ out }: DiscoverFlags, { cwd }: CliIo): boolean {
  return out !== undefined && existsSync(resolve(cwd, out));
}

/** A new one would lack the columns and rows that were added by hand, and nobody would notice. */
function deleted(out: string, { connection }: DiscoverTarget): DiscoverError {
  return new DiscoverError('DISCOVER_FILE', `${out} was deleted while ${connection} was listed.`, {
    hint: 'Nothing was written. Restore the file to keep what was added by hand, or run this again for a new one.',
  });
}

function refuseFlags({ out, check, prune }: DiscoverFlags): void {
  if (out !== undefined) return;
  const lonely = check === true ? '--check' : prune === true ? '--prune' : undefined;
  if (lonely === undefined) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${lonely} needs --out, which names the inventory.`,
    'Add --out FILE, or leave the option out.',
  );
}

/** A pattern, a region or a project with a slip would leave an inventory without rows, and a plan that moves nothing. */
function expectRows({ rows, title, connection }: Discovery, { gone }: InventoryUpdate, flags: DiscoverFlags): void {
  const { match = [], exclude = [] } = flags;
  if (rows.length === 0 && gone.length > 0 && flags.prune === true)
    throw new DiscoverError(
      'DISCOVER_NO_ROWS',
      `${connection} lists no ${title}, and --prune would remove all ${gone.length} rows.`,
      {
        hint: 'Check where the connection leads: region, project, endpoint. If that is correct, remove the file.',
      },
    );
  if (rows.length + gone.length > 0 || match.length + exclude.length === 0) return;
  const patterns = choiceOf({ match, exclude }).map(quoteWord).join(' ');
  throw new DiscoverError('DISCOVER_NO_ROWS', `No ${title} of ${connection} match ${patterns}.`, {
    hint: 'Check the patterns, in which `*` matches any text; without them everything is listed.',
  });
}

function hasChanged({ text }: InventoryUpdate, before: Uint8Array | undefined): boolean {
  return before === undefined || !Buffer.from(text).equals(before);
}

async function ask(
  { file, connection }: DiscoverTarget,
  flags: DiscoverFlags,
  io: CliIo,
): Promise<Discovery | undefined> {
  const { planFile, text, variables, environment } = readPlanSource(file, flags, io);
  using stop = stopOnInterrupt(io, () => {});
  const { discovery, diagnostics, sources } = await discoverRows(text, {
    ...machineOf(io),
    file: planFile,
    variables,
    registry: await loadRegistry(flags, io.cwd),
    connection,
    arguments: readWith(flags.with ?? []),
    signal: stop.signal,
    allowsSecretCommands: flags.allowSecretCommands === true,
    readFile: planFileReader(resolve(io.cwd, planFile)),
    ...defined({ environment, listing: flags.listing, match: flags.match, exclude: flags.exclude }),
  }).catch((error: unknown) => {
    throw stop.signal.aborted ? interrupted(connection, stop.signal) : error;
  });
  printDiagnostics(diagnostics, sources, flags, io);
  if (discovery === undefined && flags.json === true)
    io.stdout.write(`${JSON.stringify(diagnosticsJson(diagnostics, []))}\n`);
  return discovery;
}

function interrupted(connection: string, { reason }: AbortSignal): DiscoverError {
  const why = messageOf(reason);
  return new DiscoverError('DISCOVER_FAILED', `${connection} was not listed completely: ${why}.`, {
    hint: 'Nothing was written; run it again.',
  });
}

/** Not while it names another inventory that is yet to be written. */
async function canPlan({ file }: DiscoverTarget, flags: DiscoverFlags, io: CliIo): Promise<boolean> {
  const { planFile, text, variables, environment } = readPlanSource(file, flags, io);
  const { compiled } = await checkPlanInTurns(text, {
    file: planFile,
    registry: await loadRegistry(flags, io.cwd),
    variables,
    readFile: planFileReader(resolve(io.cwd, planFile)),
    ...defined({ environment }),
  });
  return compiled !== undefined;
}

function readWith(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = words.map((word) => {
    const at = word.indexOf('=');
    if (at > 0) return [word.slice(0, at), word.slice(at + 1)] as const;
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--with ${word} is not name=value.`,
      'Write `--with endpoint=http://10.0.0.1:9200`.',
    );
  });
  return Object.fromEntries(pairs);
}

interface Reported {
  readonly discovery: Discovery;
  readonly update: InventoryUpdate;
  readonly isWritten: boolean;
  readonly isPlannable: boolean;
  readonly target: DiscoverTarget;
  readonly flags: DiscoverFlags;
}

/** What says which rows are meant, for a command that means the same ones. */
function choiceOf({ with: places = [], match = [], exclude = [] }: DiscoverFlags): readonly string[] {
  const options = { '--with': places, '--match': match, '--exclude': exclude };
  return Object.entries(options).flatMap(([name, values]) => values.flatMap((value) => [name, value]));
}

function report(reported: Reported, io: CliIo): void {
  const { discovery, update, isWritten, isPlannable, target, flags } = reported;
  const facts = {
    discovery,
    update,
    isWritten,
    isPlannable,
    isChecking: flags.check === true,
    isPruned: flags.prune === true,
    inventory: flags.out,
    choice: choiceOf(flags),
    context: { file: target.file, flags },
  };
  if (flags.json === true) io.stdout.write(`${JSON.stringify(discoveryJson(facts))}\n`);
  else if (flags.out === undefined) {
    io.stdout.write(update.text);
    for (const line of renderLeftOut(discovery, createStyle(io.stderr, io.env, flags))) io.stderr.write(`${line}\n`);
  } else io.stdout.write(`${renderDiscovery(facts, createStyle(io.stdout, io.env, flags)).join('\n')}\n`);
}
