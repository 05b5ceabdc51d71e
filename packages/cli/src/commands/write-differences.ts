import { type Checkpoint, defined } from '@waybill/core';
import { allowedOmissions, messageOf } from '@waybill/core/internal';
import type { OpenPlan } from '@waybill/node';
import { countDifferences, type DifferenceCount, type FoundDifference } from '@waybill/node/internal';
import { cleanError } from '../clean-error.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { expectOutput, unwritableOutput } from '../expect-output.ts';
import { counted } from '../views/folds/counted.ts';
import { writeWholeInPieces } from '../write-whole.ts';

interface DifferencesFlags {
  /** A file. */
  readonly differences?: string;
  readonly showValues?: boolean;
}

/** @throws CliError where nothing can be written */
export function expectDifferences({ differences, ...flags }: DifferencesFlags, io: CliIo): void {
  if (differences !== undefined) expectOutput(OPTION, differences, io.cwd);
  expectFileForValues({ ...flags, ...defined({ differences }) });
}

const OPTION = '--differences';

/** @throws CliError where values have no file to go into */
export function expectFileForValues({ differences, showValues }: DifferencesFlags): void {
  if (differences !== undefined || showValues !== true) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    '--show-values says what a file of differences holds, and no file is named.',
    'Name one with --differences FILE.',
  );
}

/** Writes what verifications found to differ, and copies left out, into a file, a JSON object a line, and gives a line for people. */
export async function writeDifferences(
  path: string,
  opened: OpenPlan,
  { showValues, allowSecretCommands, ...sources }: Sources,
  io: CliIo,
): Promise<string> {
  const { checkpoint, standing } = await opened.status();
  const count = countDifferences({ plan: opened.plan, graph: opened.graph, ...sources, checkpoint });
  const found = await opened.differences();
  const written = await writeFound(path, { found, count, opened, ...defined({ showValues, allowSecretCommands }) }, io);
  const line = `${written}${describeUnnamed(checkpoint, found)}${describeFailed(found, standing.counts.units.failed)}`;
  const isDifferent = [...checkpoint.verifications.values()].some(({ result }) => result !== 'equal');
  return found.length > 0 || !isDifferent ? line : notKept(path);
}

/** Where not all of them are kept, copies count more than they name. */
function describeUnnamed(
  { omissions }: Pick<Checkpoint, 'omissions'>,
  found: readonly Pick<FoundDifference, 'unit'>[],
): string {
  const named = Map.groupBy(found, ({ unit }) => unit);
  const unnamed = [...allowedOmissions({ omissions })].reduce(
    (sum, [unit, { count }]) => sum + Math.max(0, count - (named.get(unit)?.length ?? 0)),
    0,
  );
  return unnamed === 0
    ? ''
    : ` ${counted(unnamed, 'document')} more that copies left out, as the plan allows, are not named.`;
}

/** Units fail for many reasons, and their copies may lack what nobody has compared. */
function describeFailed(found: readonly FoundDifference[], failed: number): string {
  if (failed === 0 || found.length > 0) return '';
  return ` It does not contain what a failed unit has not copied: \`waybill status\` shows why it failed.`;
}

/** Its result is recorded in the state of the plan, and what differed is not. */
function notKept(path: string): string {
  return `${path} is empty: when both sides were compared again they differed, but it is not recorded in which documents. \`waybill verify <plan> --differences ${path}\` compares them now, and writes them.`;
}

interface Differences extends Pick<DifferencesFlags, 'showValues'> {
  readonly found: readonly FoundDifference[];
  readonly count: DifferenceCount;
  /** Which reads values. */
  readonly opened: Pick<OpenPlan, 'valuesOf'>;
  readonly allowSecretCommands?: boolean;
}

/** The same for differences that were collected. Where values are wanted and cannot be read, all else is in the file. */
export async function writeFound(
  path: string,
  { found, count, opened, showValues, allowSecretCommands }: Differences,
  io: CliIo,
): Promise<string> {
  const write = async (values: Values): Promise<void> => {
    const lines = found.map((difference, at) => lineOf(difference, values[at]));
    await writeWholeInPieces(path, io.cwd, lines, { replacesLink: true });
  };
  await write([]).catch((error: unknown) => {
    throw unwritableOutput(OPTION, { path, cwd: io.cwd }, error);
  });
  if (found.length === 0) return `No difference was found, and no document refused: ${path} is empty.`;
  const line = describeWritten(path, found, count);
  if (showValues !== true) return line;
  const values = await opened
    .valuesOf(found, { allowsSecretCommands: allowSecretCommands ?? false })
    .catch((error: unknown) => new Unread(error));
  if (values instanceof Unread) return `${line}${await describeUnread(values, io)}`;
  return `${line}${await write(values).then(() => describeValues(values), describeUnwritten)}`;
}

/** A comparison names a bounded number of what it counts. */
function describeWritten(
  path: string,
  found: readonly FoundDifference[],
  { found: all, named }: DifferenceCount,
): string {
  const units = counted(new Set(found.map(({ unit }) => unit)).size, 'unit');
  if (all <= named) return `Wrote ${counted(found.length, 'difference')} of ${units} into ${path}.`;
  const total = counted(found.length + all - named, 'difference');
  return `Wrote ${found.length} of ${total} of ${units} into ${path}: the others were counted, and are not named.`;
}

/** The file holds what it held before: all but the values. */
function describeUnwritten(error: unknown): string {
  return ` It has no values, because they could not be written: ${messageOf(error)}.`;
}

/** Why values could not be read. */
class Unread {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** What was compared and recorded holds all the same: it is no error of the command. */
async function describeUnread({ reason }: Unread, io: CliIo): Promise<string> {
  const error = await cleanError(reason, io);
  return ` It has no values, because a side could not be read: ${messageOf(error)}`;
}

/** Whoever asked for values should know what the file holds by now. */
function describeValues(values: Values): string {
  const shown = values.filter((each) => each !== undefined).length;
  if (shown === 0) return ' It has no values: no kind of these units shows any, or the names of what differs were cut.';
  return ` Warning: it holds values of ${shown} of them, which is data of users. Keep it private, and delete it when you have read it.`;
}

type Values = Awaited<ReturnType<OpenPlan['valuesOf']>>;

type Sources = Pick<Parameters<typeof countDifferences>[0], 'registry'> &
  Pick<Differences, 'showValues' | 'allowSecretCommands'>;

function lineOf({ unit, step, what, id, details = {} }: FoundDifference, values: Values[number]): string {
  return `${JSON.stringify({ unit, step, what, id, ...details, ...values })}\n`;
}
