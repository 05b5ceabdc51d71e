import type { OpenPlan } from '@waybill/node';
import { collectDifferences, type FoundDifference } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { counted } from '../views/folds/counted.ts';
import { writeWholeInPieces } from '../write-whole.ts';

/** Writes what verifications found to differ, and copies left out, into a file, a JSON object a line, and gives a line for people. */
export async function writeDifferences(path: string, opened: OpenPlan, sources: Sources, io: CliIo): Promise<string> {
  const { checkpoint } = await opened.status();
  const found = collectDifferences({ plan: opened.plan, graph: opened.graph, ...sources, checkpoint });
  const line = await writeFound(path, found, io);
  const isDifferent = [...checkpoint.verifications.values()].some(({ result }) => result !== 'equal');
  return found.length > 0 || !isDifferent ? line : notKept(path);
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
