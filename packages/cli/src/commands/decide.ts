import type { Decision } from '@waybill/core';
import { compareEdit } from '@waybill/core/internal';
import { type RecordedState, systemClock } from '@waybill/node';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { parseReason } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { renewFirst } from '../renew-first.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { acceptedUnits, changedUnits } from '../views/folds/changed-units.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { stillHeld } from '../views/folds/describe-holds.ts';
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
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const recorded = await opened.recorded();
  const { decided, elsewhere } = chooseUnits({ verb, targets, ...named }, recorded);
  await opened.decide(decided.map((unit): Decision => ({ kind: verb, unit, reason })));
  const held = { graph: named.graph, ...recorded, nowMs: systemClock.now() };
  reportDecision(
    {
      decision: verb,
      decided,
      elsewhere,
      reason,
      meaning: `${MEANINGS[verb]}${verb === 'retry' ? '' : stillHeld(decided, held)}`,
      next: await renewFirst(nextAfter(verb, { file, flags }), { file, flags, saved: named.saved, opened }),
    },
    flags,
    io,
  );
  return EXIT.done;
}

interface NamedUnits extends Pick<UnitsToDecide, 'verb' | 'targets'>, Pick<NamedPlan, 'plan' | 'graph'> {}

interface ChosenUnits {
  /** Addresses. */
  readonly decided: readonly string[];
  readonly elsewhere: readonly string[];
}

/** Also units that left the plan while their tasks ran: giving them up frees their places. */
function chooseUnits(
  { verb, targets, plan, graph }: NamedUnits,
  { checkpoint, standing }: Pick<RecordedState, 'checkpoint' | 'standing'>,
): ChosenUnits {
  const edit = compareEdit(graph, plan.digest, checkpoint);
  const changed = new Set([...changedUnits(edit, graph).units, ...acceptedUnits(edit, graph)]);
  const left = verb === 'skip' ? (edit?.running ?? []).map(({ unit }) => unit) : [];
  const others = targets.filter((target) => !left.includes(target));
  const { chosen, elsewhere } = findUnits(others, { verb, graph, standing, changed });
  return {
    decided: [...left.filter((unit) => targets.includes(unit)), ...chosen.map(({ address }) => address)],
    elsewhere,
  };
}

function nextAfter(verb: UnitVerb, context: CommandContext): readonly NextStep[] {
  const resume = { command: commandLine('resume', context), why: 'continue from this decision' };
  if (verb !== 'redo') return [resume];
  return [resume, { command: commandLine('orphans', context), why: 'list the remote tasks that are replaced by it' }];
}

const MEANINGS: Readonly<Record<UnitVerb, string>> = {
  retry: 'The next run resumes where it failed; what was done before is not repeated.',
  redo: 'The next run starts over with new names and tokens. What exists at the vendor is left there.',
  skip: 'It no longer counts as a failure; what depends on it is skipped too. What exists at the vendor is left there.',
  accept: 'What depends on it continues, without its outputs.',
};
