import type { Checkpoint } from '@waybill/core';
import { allowedOmissions } from '@waybill/core/internal';
import type { OpenPlan } from '@waybill/node';
import { collectDifferences, type FoundDifference } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { counted } from '../views/folds/counted.ts';
import { writeWholeInPieces } from '../write-whole.ts';

/** Writes what verifications found to differ, and copies left out, into a file, a JSON object a line, and gives a line for people. */
export async function writeDifferences(path: string, opened: OpenPlan, sources: Sources, io: CliIo): Promise<string> {
  const { checkpoint, standing } = await opened.status();
  const found = collectDifferences({ plan: opened.plan, graph: opened.graph, ...sources, checkpoint });
  const line = `${await writeFound(path, found, io)}${describeUnnamed(checkpoint)}${describeFailed(found, standing.counts.units.failed)}`;
  const isDifferent = [...checkpoint.verifications.values()].some(({ result }) => result !== 'equal');
  return found.length > 0 || !isDifferent ? line : notKept(path);
}

/** Copies count more than they name. */
function describeUnnamed({ omissions }: Pick<Checkpoint, 'omissions'>): string {
  const unnamed = [...allowedOmissions({ omissions }).values()].reduce(
    (sum, { count, named }) => sum + count - named.length,
    0,
  );
  return unnamed === 0
    ? ''
    : ` ${counted(unnamed, 'document')} more that copies have left out, as the plan allows, are not named.`;
}

/** Units fail for many reasons, and their copies may lack what nobody has compared. */
function describeFailed(found: readonly FoundDifference[], failed: number): string {
  if (failed === 0 || found.length > 0) return '';
  return ` What a unit that failed has not copied is not in it: \`waybill status\` shows why it failed.`;
}

/** Its result is recorded in the state of the plan, and what differed is not. */
function notKept(path: string): string {
  return `${path} is empty: when both sides were compared again they differed, and which documents is not recorded. \`waybill verify <plan> --differences ${path}\` compares them now, and writes them.`;
}

/** The same for differences that were collected. */
export async function writeFound(path: string, found: readonly FoundDifference[], io: CliIo): Promise<string> {
  await writeWholeInPieces(path, io.cwd, found.map(lineOf), { replacesLink: true });
  const units = new Set(found.map(({ unit }) => unit)).size;
  return found.length === 0
    ? `No difference was found, and no document refused: ${path} is empty.`
    : `Wrote ${counted(found.length, 'difference')} of ${counted(units, 'unit')} into ${path}.`;
}

type Sources = Pick<Parameters<typeof collectDifferences>[0], 'registry'>;

function lineOf({ unit, step, what, id, details = {} }: FoundDifference): string {
  return `${JSON.stringify({ unit, step, what, id, ...details })}\n`;
}
