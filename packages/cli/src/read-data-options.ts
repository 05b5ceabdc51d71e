import { resolve } from 'node:path';
import { messageOf } from '@waybill/core/internal';
import type { DataPlaneOption, PreparedDataPlane, RunningDataPlane } from '@waybill/sandbox';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { type DataChoice, flagOf, SIMULATED } from './data-choice.ts';
import { DATA_CHOICES } from './generated/data-choices.generated.ts';
import { parseCount } from './parse-options.ts';
import { readJsonOption } from './read-json-option.ts';

/** Beside these are the options of the choices, under the names that `flagOf` gives. */
export interface DataFlags {
  readonly data: string;
  readonly clock: string;
  readonly seed: string;
}

/** The servers behind `--data`; undefined: nothing real is moved. */
export async function startData(flags: DataFlags, io: CliIo): Promise<RunningDataPlane | undefined> {
  const prepared = await readDataOptions(flags, io);
  return await prepared?.start().catch((error: unknown) => {
    throw invalid(`--data ${flags.data}`, error);
  });
}

/** Everything that can be said of the options without starting a server. */
export async function readDataOptions(flags: DataFlags, io: CliIo): Promise<PreparedDataPlane | undefined> {
  const choice = DATA_CHOICES.find(({ name }) => name === flags.data);
  if (choice === undefined && flags.data !== SIMULATED)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--data ${flags.data} is not a kind of data.`,
      `Choose ${[SIMULATED, ...DATA_CHOICES.map(({ name }) => name)].join(' or ')}.`,
    );
  for (const other of DATA_CHOICES) if (other !== choice) refuseUnused(other, flags);
  if (choice === undefined) return undefined;
  if (flags.clock !== 'real')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--data ${flags.data} needs the real clock, not --clock ${flags.clock}.`,
      'Leave one of the two out: servers keep their own time.',
    );
  return await prepare(choice, flags, io);
}

async function prepare({ name }: DataChoice, flags: DataFlags, io: CliIo): Promise<PreparedDataPlane> {
  const { DATA_PLANES, checkDataOption } = await import('@waybill/sandbox');
  const plane = DATA_PLANES.find((each) => each.name === name);
  if (plane === undefined) throw new Error(`The sandbox has no data of the kind ${name}.`);
  const read = (option: DataPlaneOption, text: string): unknown => {
    if (option.value !== 'json') return resolve(io.cwd, text);
    const given = readJsonOption(`--${option.name}`, text, io);
    return checked(`--${option.name}`, () => checkDataOption(option, given));
  };
  const options = givenIn(plane.options, flags).map(([option, text]) => [option.name, read(option, text)]);
  const input = { options: Object.fromEntries(options), seed: parseCount(flags.seed, '--seed', 0), env: io.env };
  return checked(`--data ${name}`, () => plane.prepare(input));
}

/** The same options for another process. */
export function dataWords(flags: DataFlags): readonly string[] {
  const choice = DATA_CHOICES.find(({ name }) => name === flags.data);
  const given = givenIn(choice?.options ?? [], flags).flatMap(([{ name }, text]) => [`--${name}`, text]);
  return choice === undefined ? [] : ['--data', choice.name, ...given];
}

function refuseUnused({ name, options }: DataChoice, flags: DataFlags): void {
  const [unused] = givenIn(options, flags)[0] ?? [];
  if (unused === undefined) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--${unused.name} has no effect without --data ${name}.`,
    `Add --data ${name}.`,
  );
}

/** The options that were given, each with its text. */
function givenIn<Option extends { readonly name: string }>(
  options: readonly Option[],
  flags: DataFlags,
): readonly (readonly [Option, string])[] {
  const texts: ReadonlyMap<string, unknown> = new Map(Object.entries(flags));
  return options.flatMap((option) => {
    const text = texts.get(flagOf(option));
    return typeof text === 'string' ? [[option, text] as const] : [];
  });
}

function checked<Value>(option: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw invalid(option, error);
  }
}

function invalid(option: string, error: unknown): CliError {
  const message = messageOf(error);
  return new CliError('CLI_OPTION_INVALID', `${option}: ${message}`, hintOf(error));
}

/** Some errors say what to do. */
function hintOf(error: unknown): string | undefined {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
}
