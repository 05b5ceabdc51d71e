import type { MovedConnection, Remedy } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine, PLACEHOLDER } from './command-line.ts';
import { namesOf } from './name-units.ts';
import { goBack } from './undo-change.ts';

/** More tasks than these are taken over by one command. */
export const NAMED_TASKS = 2;

export interface FailedUnit {
  readonly unit: string;
  readonly remedy: Remedy;
  /** What the unit’s work was found to be done by: the call to take over, and what it answered. */
  readonly takeover?: Takeover;
  /** Its work may have been done: an operator compares both sides. */
  readonly mayBeDone?: boolean;
  /** Its remote task may run, although waiting for it again would show the same end. */
  readonly mayRun?: boolean;
  /** A verification found differences, which the state names. */
  readonly isDifferent?: boolean;
  /** Where the connection led when the unit's task was made, which is not known where it leads now. */
  readonly movedFrom?: readonly MovedConnection[];
}

export interface Takeover {
  readonly step: string;
  /** `name=value`; empty where the task is looked up. */
  readonly outputs: readonly string[];
  /** Ids of the tasks among which an operator has to choose; empty where there is no choice. */
  readonly choices: readonly string[];
}

/** What works comes first: a task that ended is started over, everything else is resumed. */
export function decisionsOnFailed(failed: readonly FailedUnit[], context: CommandContext): readonly NextStep[] {
  if (failed.length === 0) return [];
  const elsewhere = failed.filter(({ remedy }) => remedy === 'adopt');
  const over = failed.filter(({ remedy }) => remedy === 'redo');
  const ended = over.filter(({ mayRun = false }) => !mayRun).map(({ unit }) => unit);
  const running = over.filter(({ mayRun = false }) => mayRun).map(({ unit }) => unit);
  const doubtful = failed.filter(({ mayBeDone = false }) => mayBeDone).map(({ unit }) => unit);
  const certain = failed.filter(({ mayBeDone = false }) => !mayBeDone).map(({ unit }) => unit);
  const moved = failed.filter(({ remedy }) => remedy === 'go-back');
  const others = failed.filter(({ remedy }) => remedy === 'retry').map(({ unit }) => unit);
  const reason = ['--reason', PLACEHOLDER];
  const them = failed.length === 1 ? 'it' : 'them';
  const named = namesOf(failed.map(({ unit }) => unit));
  return [
    ...listing(failed, context),
    ...takingOver(elsewhere, context),
    ...goingBack(moved, context),
    ...startingOver(ended, [...running, ...others], context),
    ...stoppingFirst(running, [...ended, ...others], context),
    ...acceptingAfterLook(doubtful, certain, context),
    ...retrying(others, [...ended, ...running], context),
    { command: commandLine('skip', context, ...named, ...reason), why: `give ${them} up, and what depends on ${them}` },
    ...counting(certain, doubtful, context),
    ...migratingAgain(elsewhere, context),
  ];
}

/** The summary names the first few. */
function listing(failed: readonly FailedUnit[], context: CommandContext): readonly NextStep[] {
  if (!failed.some(({ isDifferent = false }) => isDifferent)) return [];
  const command = commandLine('status', context, '--differences', 'differences.jsonl');
  return [{ command, why: 'write what differs to a file, one JSON object per line' }];
}

/** Each task by its own step and id while they are few; all that the vendor has otherwise. */
function takingOver(failed: readonly FailedUnit[], context: CommandContext): readonly NextStep[] {
  if (failed.length === 0) return [];
  // Where several tasks carry a mark, `--all` leaves its unit out and says so.
  if (failed.length > NAMED_TASKS) {
    const why = 'take over the tasks that this state has no record of, once nothing else runs them';
    return [{ command: commandLine('state adopt', context, '--all'), why }];
  }
  const why = 'take over the task that this state has no record of, once nothing else runs it';
  return failed.map(({ unit, takeover }) => {
    const named =
      takeover === undefined || takeover.outputs.length === 0
        ? [unit]
        : [takeover.step, ...takeover.outputs.flatMap((output) => ['--output', output])];
    const choices = takeover?.choices ?? [];
    return {
      command: commandLine('state adopt', context, ...named),
      why: choices.length === 0 ? why : `take over the right one of ${choices.join(', ')}, once nothing else runs it`,
    };
  });
}

/** A unit whose task is known at the old place only. What else failed is retried with it. */
function goingBack(failed: readonly FailedUnit[], context: CommandContext): readonly NextStep[] {
  if (failed.length === 0) return [];
  const key = ({ provider, what }: MovedConnection): string => `${provider}\n${what}`;
  const moved = new Map(failed.flatMap(({ movedFrom = [] }) => movedFrom.map((one) => [key(one), one] as const)));
  const named = namesOf(failed.map(({ unit }) => unit));
  const [them, stays] = failed.length === 1 ? ['it', 'its task stays'] : ['them', 'their tasks stay'];
  return [
    goBack(context, [...moved.values()]),
    {
      command: commandLine('redo', context, ...named, '--reason', PLACEHOLDER),
      why: `or migrate ${them} once more at the new place: ${stays} at the old one, and may be running`,
    },
  ];
}

/** Started over, a copy would write over what has been written to a target that is in use since. */
function acceptingAfterLook(
  doubtful: readonly string[],
  others: readonly string[],
  context: CommandContext,
): readonly NextStep[] {
  if (doubtful.length === 0) return [];
  const command = commandLine('accept', context, ...namesOf(doubtful, others), '--reason', PLACEHOLDER);
  const it = doubtful.length === 1 ? 'it' : 'them';
  return [{ command, why: `instead, if the cut-over stopped the task and both sides are equal: count ${it} as done` }];
}

function counting(units: readonly string[], others: readonly string[], context: CommandContext): readonly NextStep[] {
  if (units.length === 0) return [];
  const them = units.length === 1 ? 'it' : 'them';
  const command = commandLine('accept', context, ...namesOf(units, others), '--reason', PLACEHOLDER);
  return [{ command, why: `count ${them} as done; what depends on ${them} continues` }];
}

function migratingAgain(elsewhere: readonly FailedUnit[], context: CommandContext): readonly NextStep[] {
  if (elsewhere.length === 0) return [];
  const named = namesOf(elsewhere.map(({ unit }) => unit));
  const what =
    elsewhere.length === 1 ? 'migrate it once more, with a new task' : 'migrate them once more, with new tasks';
  const command = commandLine('redo', context, ...named, '--reason', PLACEHOLDER);
  return [{ command, why: `${what}: what another state did is done again` }];
}

function startingOver(
  ended: readonly string[],
  others: readonly string[],
  context: CommandContext,
): readonly NextStep[] {
  if (ended.length === 0) return [];
  const command = commandLine('redo', context, ...namesOf(ended, others), '--reason', PLACEHOLDER);
  const what =
    ended.length === 1 ? 'its remote task has ended: start it over' : 'their remote tasks have ended: start them over';
  return [{ command, why: `${what} with the next resume, once the cause is fixed` }];
}

function stoppingFirst(
  running: readonly string[],
  others: readonly string[],
  context: CommandContext,
): readonly NextStep[] {
  if (running.length === 0) return [];
  const command = commandLine('redo', context, ...namesOf(running, others), '--reason', PLACEHOLDER);
  return [{ command, why: whyStopped(running.length) }];
}

/** A unit that is started over waits for its own old task as long as that runs. */
export function whyStopped(units: number): string {
  return units === 1
    ? 'its remote task still runs: stop it at the vendor, then start it over with the next resume'
    : 'their remote tasks still run: stop them at the vendor, then start them over with the next resume';
}

function retrying(others: readonly string[], ended: readonly string[], context: CommandContext): readonly NextStep[] {
  if (others.length === 0) return [];
  const all = {
    command: commandLine('resume', context, '--retry-failed'),
    why: 'retry all failed units, once the cause is fixed',
  };
  const them = others.length === 1 ? 'it' : 'them';
  const some = {
    command: commandLine('retry', context, ...namesOf(others, ended)),
    why: `let the next resume retry ${them}, once the cause is fixed`,
  };
  // A retry of a task that has ended finds the same end.
  return ended.length === 0 ? [all, some] : [some];
}
