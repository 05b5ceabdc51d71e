import type { Remedy } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from './command-line.ts';
import { NAMED_TASKS } from './failed-next-steps.ts';
import { NAMED_UNITS } from './name-units.ts';
import { adoptByHand, resolveByHand } from './settle-by-hand.ts';

export interface UnknownStep {
  readonly step: string;
  readonly remedy: Remedy;
  /** What later steps need to know of its answer. */
  readonly outputs: readonly string[];
  /** The vendor has tasks with the unit's mark that the journal does not explain; the reason names them. */
  readonly hasMarkedTasks?: boolean;
}

/** Tasks to take over come first and by one command, because all of them are looked up. */
export function settlements(unknown: readonly UnknownStep[], context: CommandContext): readonly NextStep[] {
  const elsewhere = unknown.filter(({ remedy }) => remedy === 'adopt').map(({ step }) => step);
  const others = unknown.filter(({ remedy }) => remedy !== 'adopt');
  return [
    ...deletingUnwanted(unknown, context),
    ...takingOverUnknown(elsewhere, context),
    ...others.flatMap((step) => settlementsByHand(step, context)),
    ...elsewhere.map((step) => ({
      command: resolveByHand(step, context),
      why: `if the task that was found does not do the work of ${step}: a new one is created`,
    })),
  ];
}

export function isSettledByHand({ remedy, hasMarkedTasks = false }: UnknownStep): boolean {
  return remedy === 'settle' || remedy === 'adopt' || hasMarkedTasks;
}

/** With two tasks of one mark neither answer about the call is right: one of the tasks has to go. */
function deletingUnwanted(unknown: readonly UnknownStep[], context: CommandContext): readonly NextStep[] {
  const marked = unknown.filter(({ hasMarkedTasks = false }) => hasMarkedTasks).map(({ step }) => step);
  if (marked.length === 0) return [];
  const named = marked.length > NAMED_UNITS ? `${marked[0] ?? ''} and ${marked.length - 1} more` : marked.join(', ');
  const why = `list the tasks that ${named} found: stop the other copy of the state, delete the task that is not wanted in the console, and resume`;
  return [{ command: commandLine('orphans', context), why }];
}

function takingOverUnknown(steps: readonly string[], context: CommandContext): readonly NextStep[] {
  if (steps.length === 0) return [];
  const units = steps.map((step) => step.slice(0, step.lastIndexOf('.')));
  const named = units.length > NAMED_TASKS ? ['--all'] : units;
  const tasks = units.length === 1 ? 'the task' : 'the tasks';
  const why = `take over ${tasks} that this state has no record of, once nothing else runs ${units.length === 1 ? 'it' : 'them'}`;
  return [{ command: commandLine('state adopt', context, ...named), why }];
}

function settlementsByHand(
  { step, outputs, hasMarkedTasks = false }: UnknownStep,
  context: CommandContext,
): readonly NextStep[] {
  return [
    {
      command: adoptByHand({ step, outputs }, context),
      why: `if the vendor's console shows that ${step} happened`,
    },
    {
      command: resolveByHand(step, context),
      why: hasMarkedTasks
        ? `only if none of the tasks found belongs to ${step}: it is sent again, in addition to them`
        : `if ${step} certainly did not happen: it is sent again`,
    },
  ];
}
