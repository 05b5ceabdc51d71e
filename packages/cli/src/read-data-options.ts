import { resolve } from 'node:path';
import { messageOf } from '@waybill/core/internal';
import type { DataPlaneOption, PreparedDataPlane, RunningDataPlane } from '@waybill/sandbox';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { type DataChoice, flagOf, REAL, SIMULATED } from './data-choice.ts';
import { DATA_CHOICES } from './generated/data-choices.generated.ts';
import { parseCount } from './parse-options.ts';
import { readJsonOption } from './read-json-option.ts';

/** Beside these are the options of the choices, under the names that `flagOf` gives. */
export interface DataFlags {
  readonly data: string;
  readonly clock: string;
  readonly seed: string;
}

/** The servers behind `--data`. Ending them ends all of them. */
export interface StartedData extends AsyncDisposable {
  readonly planes: readonly RunningDataPlane[];
}

export async function startData(flags: DataFlags, io: CliIo): Promise<StartedData> {
  const prepared = await readDataOptions(flags, io);
  await using started = new AsyncDisposableStack();
  const planes: RunningDataPlane[] = [];
  for (const { name, plane } of prepared)
    planes.push(started.use(await orInvalid(`--data ${name}`, () => plane.start())));
  const owned = started.move();
  return { planes, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export interface PreparedData {
  readonly name: string;
  readonly plane: PreparedDataPlane;
}

/** Everything that can be said of the options without starting a server; nothing where all is simulated. */
export async function readDataOptions(flags: DataFlags, io: CliIo): Promise<readonly PreparedData[]> {
  const chosen = chosenIn(flags);
  for (const other of DATA_CHOICES) if (!chosen.includes(other)) refuseUnused(other, flags);
  if (chosen.length > 0 && flags.clock !== 'real')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--data ${flags.data} needs the real clock, not --clock ${flags.clock}.`,
      'Leave one of the two out: servers keep their own time.',
    );
  const prepared: PreparedData[] = [];
  for (const choice of chosen) prepared.push({ name: choice.name, plane: await prepare(choice, flags, io) });
  return prepared;
}

function chosenIn({ data }: DataFlags): readonly DataChoice[] {
  if (data === SIMULATED) return [];
  if (data === REAL) return DATA_CHOICES;
  const names = new Set(data.split(','));
  const unknown = [...names].find((name) => !DATA_CHOICES.some((choice) => choice.name === name));
  if (unknown === undefined) return DATA_CHOICES.filter(({ name }) => names.has(name));
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--data ${unknown} is not a kind of data.`,
    `Choose ${[SIMULATED, REAL, ...DATA_CHOICES.map(({ name }) => name)].join(' or ')}.`,
  );
}

async function prepare({ name }: DataChoice, flags: DataFlags, io: CliIo): Promise<PreparedDataPlane> {
  const { DATA_PLANES, checkDataOption } = await import('@waybill/sandbox');
  const plane = DATA_PLANES.find((each) => each.name === name);
  if (plane === undefined) throw new Error(`The sandbox has no data of the kind ${name}.`);
  const read = (option: DataPlaneOption, text: string): Promise<unknown> => {
    if (option.value !== 'json') return Promise.resolve(resolve(io.cwd, text));
    const given = readJsonOption(`--${option.name}`, text, io);
    return orInvalid(`--${option.name}`, () => checkDataOption(option, given));
  };
  const options: Record<string, unknown> = {};
  for (const [option, text] of givenIn(plane.options, flags)) options[option.name] = await read(option, text);
  const input = { options, seed: parseCount(flags.seed, '--seed', 0), env: io.env };
  return await orInvalid(`--data ${name}`, () => plane.prepare(input));
}

/** The same options for another process. */
export function dataWords(flags: DataFlags): readonly string[] {
  const chosen = chosenIn(flags);
  const given = chosen.flatMap(({ options }) =>
    givenIn(options, flags).flatMap(([{ name }, text]) => [`--${name}`, text]),
  );
  return chosen.length === 0 ? [] : ['--data', flags.data, ...given];
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

async function orInvalid<Value>(option: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
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
