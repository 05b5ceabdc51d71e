import type { Graph, Step } from '@waybill/core';
import { needsApproval } from '@waybill/core/internal';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { counted } from '../views/folds/counted.ts';

export interface ConfirmApprovalFlags {
  readonly autoApprove?: boolean;
}

/**
 * Lists what the approval of these gates lets happen, and asks; with `--json` as well, because the question goes to stderr.
 * Without a terminal nobody can be asked: throws `CliError` unless `--auto-approve` is given, as the start of a run does.
 */
export async function confirmApproval(
  gates: readonly Step[],
  graph: Graph,
  flags: ConfirmApprovalFlags,
  io: CliIo,
): Promise<boolean> {
  if (flags.autoApprove === true || gates.length === 0) return true;
  if (!io.isInteractive) throw nobodyToAsk(gates);
  io.stderr.write(`${describeGates(gates, graph).join('\n')}\n\n`);
  const what = gates.length === 1 ? 'this gate' : `these ${gates.length} gates`;
  const isGiven = await askYesNo(`Approve ${what}? [y/N] `, io);
  if (!isGiven) io.stderr.write('Not approved; nothing was changed.\n');
  return isGiven;
}

function nobodyToAsk(gates: readonly Step[]): CliError {
  const [first] = gates;
  const which = gates.length === 1 ? `${first?.address ?? ''} was` : `${counted(gates.length, 'gate')} were`;
  return new CliError(
    'CLI_CONFIRMATION_MISSING',
    `${which} not approved: there is no terminal to prompt on.`,
    'Check that what has to be done before is done, then pass --auto-approve.',
  );
}

/** Gates that ask for the same and are followed by the same are described once. */
export function describeGates(gates: readonly Step[], graph: Graph): readonly string[] {
  const groups = Map.groupBy(gates, (gate) => describeGate(gate, graph).join('\n'));
  return [...groups].flatMap(([text, members]) => {
    const [first] = members;
    const more = members.length === 1 ? '' : ` and ${counted(members.length - 1, 'other gate')}`;
    return first === undefined ? [] : [`${first.address}${more}`, ...text.split('\n')];
  });
}

function describeGate(gate: Step, graph: Graph): readonly string[] {
  const instruction = needsApproval(gate) ? [`  Before: ${gate.instruction}`] : [];
  const steps = foldTitles(stepsUntilNextGate(gate, graph).map(({ title }) => title));
  // What is done at either of two places is said once.
  const follows = steps.length === 0 ? ['the unit is done'] : [...new Set(steps)];
  return [...instruction, '  Then:', ...follows.map((title) => `    - ${title}`)];
}

/** Steps in a row whose titles differ in one number, such as rounds, are one line with the first and the last of it. */
export function foldTitles(titles: readonly string[]): readonly string[] {
  const runs: string[][] = [];
  for (const title of titles) {
    const run = runs.at(-1);
    if (run !== undefined && joinNumbers(run[0] ?? '', title) !== undefined) run.push(title);
    else runs.push([title]);
  }
  return runs.map((run) => joinNumbers(run[0] ?? '', run.at(-1) ?? '') ?? run[0] ?? '');
}

/** `round 2 of 5` and `round 4 of 5` are `round 2 to 4 of 5`; undefined where they differ in more. */
function joinNumbers(first: string, last: string): string | undefined {
  const [left, right] = [first, last].map((title) => title.split(/(\d+)/)) as [string[], string[]];
  if (left.length !== right.length) return undefined;
  const different = left.flatMap((part, at) => (part === right[at] ? [] : [at]));
  const [at = 0] = different;
  if (different.length !== 1 || at % 2 === 0) return undefined;
  return left.with(at, `${left[at]} to ${right[at]}`).join('');
}

/** What runs once the gate is open, in the order of the unit's steps. */
function stepsUntilNextGate(gate: Step, graph: Graph): readonly Step[] {
  const steps = graph.unitsByAddress.get(gate.unit)?.steps ?? [];
  const after = steps.slice(steps.findIndex(({ address }) => address === gate.address) + 1);
  const next = after.findIndex(needsApproval);
  return next < 0 ? after : after.slice(0, next);
}
