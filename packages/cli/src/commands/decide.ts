import { compareEdit, computeStanding, type Decision, readJournal, recordDecisions } from '@waybill/core';
import { describeOwner, systemClock } from '@waybill/node';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openPlan } from '../open-plan.ts';
import { openExistingState } from '../open-state.ts';
import { parseReason } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { acceptedUnits, changedUnits } from '../views/folds/changed-units.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { findUnits, type UnitVerb } from './find-units.ts';
import { reportDecision } from './report-decision.ts';

export interface DecideFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly reason?: string;
}

export interface UnitsToDecide {
  readonly verb: UnitVerb;
  readonly file: string;
  readonly targets: readonly string[];
}

/** Journals what an operator decided on units: all of them or none. The next run continues from it. */
export async function decideOnUnits(
  { verb, file, targets }: UnitsToDecide,
  flags: DecideFlags,
  io: CliIo,
): Promise<ExitCode> {
  const reason = parseReason(flags.reason);
  const opened = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const { plan, graph } = opened;
  await using store = await openExistingState(plan, flags, io);
  const checkpoint = (await readJournal(store)).checkpoint();
  const edit = compareEdit(graph, plan.digest, checkpoint);
  const changed = new Set([...changedUnits(edit, graph).units, ...acceptedUnits(edit, graph)]);
  const standing = computeStanding(graph, checkpoint);
  const { chosen, elsewhere } = findUnits(targets, { verb, graph, standing, changed });
  const decisions = chosen.map((unit): Decision => ({ kind: verb, unit: unit.address, reason }));
  await recordDecisions(decisions, { graph, store, clock: systemClock, owner: describeOwner(io) });
  reportDecision(
    {
      decision: verb,
      decided: chosen.map(({ address }) => address),
      elsewhere,
      reason,
      meaning: MEANINGS[verb],
      next: [
        { command: commandLine('resume', { file, flags }), why: 'continue from this decision' },
        ...(verb === 'redo'
          ? [{ command: commandLine('orphans', { file, flags }), why: 'list the remote tasks that are replaced by it' }]
          : []),
      ],
    },
    flags,
    io,
  );
  return EXIT.done;
}

const MEANINGS: Readonly<Record<UnitVerb, string>> = {
  retry: 'The next run resumes where it failed; what was done before is not repeated.',
  redo: 'The next run starts over with new names and tokens. What is at the vendor stays there.',
  skip: 'It is no failure any more; what depends on it is skipped too. What is at the vendor stays there.',
  accept: 'What depends on it continues, without its outputs.',
};
