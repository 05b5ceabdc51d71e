import type { MovedConnection, UnlistedUnit } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine, openingCommand, PLACEHOLDER, resumeCommand } from './command-line.ts';
import { counted } from './counted.ts';
import { decisionsOnFailed, type FailedUnit } from './failed-next-steps.ts';
import { byMigration, NAMED_UNITS } from './name-units.ts';
import { afterRollback, deletingKept, type RolledBack } from './rollback-next-steps.ts';
import { changingVariables, keepChange, keepSteps, undoChange } from './undo-change.ts';
import { isSettledByHand, settlements, type UnknownStep } from './unknown-next-steps.ts';

export interface Situation {
  readonly context: CommandContext;
  /** A run is in progress. */
  readonly isRunning: boolean;
  /** There is work that a run could continue with now. */
  readonly hasWorkLeft: boolean;
  /**
   * What is left waits for a window of the plan.
   *
   * @default false
   */
  readonly waitsForWindow?: boolean;
  /**
   * Units that have not begun although the last run did all that it was to do: they were not among its units.
   *
   * @default 0
   */
  readonly leftOut?: number;
  readonly gates: readonly OpenGate[];
  /**
   * Gates besides them that an operator has approved, which no run has taken yet.
   *
   * @default 0
   */
  readonly approvedCount?: number;
  readonly failedUnits: readonly FailedUnit[];
  readonly unknownSteps: readonly UnknownStep[];
  /** Units that people gave up and that others wait for. */
  readonly givenUpUnits: readonly string[];
  /**
   * Units that were led back to their sources.
   *
   * @default none was
   */
  readonly rolledBack?: RolledBack;
  readonly changed: ChangedUnits;
  /**
   * Where providers lead elsewhere than in the last run.
   *
   * @default []
   */
  readonly moved?: readonly MovedConnection[];
  /** Units of which someone said that they stay as they were done, although the plan says otherwise now. */
  readonly acceptedUnits: readonly string[];
  readonly isSuspended: boolean;
  /**
   * Units that left the plan, and for the places of whose tasks others wait.
   *
   * @default []
   */
  readonly heldByOrphans?: readonly string[];
  /** Units that were started over and whose earlier tasks may exist. */
  readonly leftBehind: readonly string[];
  /**
   * Those of them whose vendor cannot be asked, with the ids that are known.
   *
   * @default []
   */
  readonly unlisted?: readonly Pick<UnlistedUnit, 'unit' | 'taskIds'>[];
}

/** Units with done steps that mean something else in the plan now. */
export interface ChangedUnits {
  /** Nobody has accepted yet that they stay as they were done. */
  readonly units: readonly string[];
  /** The plan is as it was last applied, by a version that asked at each run. */
  readonly isSamePlan: boolean;
}

/** Which commands make sense now, the most useful one first. */
export function nextSteps(situation: Situation): readonly NextStep[] {
  const { context, isRunning, gates } = situation;
  if (context.derived !== undefined) return afterDerivedRun(situation);
  const moved = hasWork(situation) ? (situation.moved ?? []) : [];
  const isEdited = situation.changed.units.length > 0 || moved.length > 0;
  // Of an edited plan no approval is taken.
  const steps: NextStep[] = isEdited ? [] : approvals(gates, context);
  if (isRunning) {
    return [
      ...steps,
      { command: commandLine('status', context), why: 'a run is in progress' },
      { command: commandLine('cancel', context), why: 'stop it cleanly; it can be resumed' },
    ];
  }
  const goOn = whyResume(situation);
  if (isEdited) steps.push(...waysAfterEdit(situation.changed, context, moved));
  else if (goOn !== undefined) steps.push(resuming(situation, goOn));
  const settling = settlements(situation.unknownSteps, context);
  // What a look-up could not tell, it will not tell the next time either, and two tasks stay two.
  const isUndecided = situation.unknownSteps.length > 0 && situation.unknownSteps.every(isSettledByHand);
  return [
    ...(isUndecided ? [...settling, ...steps] : [...steps, ...settling]),
    ...redoing(situation.acceptedUnits, context),
    ...decisionsOnFailed(situation.failedUnits, context),
    ...givingUpOrphans(situation.heldByOrphans ?? [], context),
    ...reconsiderations(situation.givenUpUnits, context),
    ...afterRollback(situation.rolledBack ?? { begun: [], ended: [], kept: [] }, context),
    ...sweeping(situation.leftBehind, context),
    ...lookingFor(situation.unlisted ?? [], context),
  ];
}

/** The commands that settle single units act on the state of the plan, so what failed in a derived run is done again by its command. */
function afterDerivedRun({ context, hasWorkLeft, failedUnits, isSuspended }: Situation): readonly NextStep[] {
  const differ = failedUnits.filter(({ isDifferent = false }) => isDifferent);
  const listing =
    differ.length === 0
      ? []
      : [
          {
            command: resumeCommand(context, '--differences', 'differences.jsonl'),
            why: 'compare again, and write what differs to a file, one JSON object per line',
          },
        ];
  if (hasWorkLeft || isSuspended)
    return [{ command: resumeCommand(context), why: 'resume where it stopped' }, ...listing];
  if (failedUnits.length > differ.length)
    return [{ command: resumeCommand(context), why: 'try it again, once the cause is fixed' }, ...listing];
  return [...listing, ...deletingKept(context)];
}

/** A plan that is finished calls nothing, wherever its providers lead now. */
function hasWork({
  hasWorkLeft,
  gates,
  approvedCount = 0,
  failedUnits,
  unknownSteps,
  isSuspended,
}: Situation): boolean {
  return hasWorkLeft || isSuspended || gates.length + approvedCount + failedUnits.length + unknownSteps.length > 0;
}

function whyResume(situation: Situation): string | undefined {
  const { context, gates, approvedCount = 0, unknownSteps, hasWorkLeft, waitsForWindow, isSuspended } = situation;
  if (isSuspended) return 'resume once the credentials or the connection are right';
  if (approvedCount > 0) return `pass the ${approvedCount === 1 ? 'gate that is' : 'gates that are'} approved`;
  if (gates.some((gate) => !isCutoverOf(gate, context))) return 'resume after the approval';
  // A task of another state is found again each time: only an operator can say whose it is.
  if (unknownSteps.length > 0 && unknownSteps.every(({ remedy }) => remedy === 'adopt'))
    return 'resume once it is decided whose tasks these are';
  if (unknownSteps.length > 0) return 'look up again whether the unknown calls happened';
  if (hasWorkLeft && waitsForWindow === true)
    return 'resume once the window is open or the wave has soaked, or now with --wait';
  return hasWorkLeft ? 'resume where it stopped' : undefined;
}

/** Of a saved preview that is done nothing can be resumed: the rest gets a preview of its own. */
function resuming({ context, leftOut = 0 }: Situation, why: string): NextStep {
  if (leftOut === 0) return { command: commandLine('resume', context), why };
  const units = counted(leftOut, 'unit');
  return context.whole === undefined
    ? { command: commandLine('resume', context), why: `do the ${units} that the last run left out` }
    : { command: commandLine('plan', context.whole), why: `preview the ${units} that ${context.file} leaves out` };
}

/** A gate at which a unit waits. */
export interface OpenGate {
  readonly unit: string;
  /** Its address. */
  readonly step: string;
}

/** One command for all gates of a migration: what to make sure of is the same. A cut-over has a command of its own. */
export function approvals(gates: readonly OpenGate[], context: CommandContext): NextStep[] {
  const cutovers = gates.filter((gate) => isCutoverOf(gate, context));
  const others = gates.filter((gate) => !cutovers.includes(gate));
  return [...openings(cutovers, context, true), ...openings(others, context, false)];
}

function isCutoverOf({ step }: OpenGate, { isCutover }: CommandContext): boolean {
  return isCutover?.(step) ?? false;
}

function openings(gates: readonly OpenGate[], context: CommandContext, isCutover: boolean): readonly NextStep[] {
  return byMigration(gates.map(({ unit }) => unit)).flatMap(({ units, named }) => {
    const who = units.length === 1 ? `${units[0] ?? ''} waits` : `${units.length} units wait`;
    const why = isCutover
      ? `${who} at the cut-over; this shows what it means, asks, and continues`
      : `${who} for an approval`;
    const opening = { command: openingCommand(named, { ...context, isCutover }), why };
    return isCutover ? [...comparingAgain(units, context), opening] : [opening];
  });
}

/** Clients are not to be led to what is wrong. */
function comparingAgain(units: readonly string[], context: CommandContext): readonly NextStep[] {
  const differing = units.filter((unit) => context.differing?.has(unit) ?? false);
  if (differing.length === 0) return [];
  const target = differing.flatMap((unit) => ['--target', unit]);
  const what = differing.length === 1 ? `${differing[0] ?? ''} was` : `${differing.length} units were`;
  return [
    {
      command: commandLine('verify', context, '--differences', 'differences.jsonl', ...target),
      why: `${what} not equal at the last comparison; this compares again, and names what differs`,
    },
  ];
}

/**
 * What can be done about steps that were done and mean something else now. A connection that moved can be moved back, even
 * where the plan itself is the one that was applied last.
 */
export function waysAfterEdit(
  { units, isSamePlan }: ChangedUnits,
  context: CommandContext,
  moved: readonly MovedConnection[] = [],
): readonly NextStep[] {
  const keep = keepChange(context, { hasMoved: moved.length > 0 });
  const redo = redoing(units, context);
  if (isSamePlan && moved.length === 0) return [keep, ...redo];
  const undo = undoChange(context, { moved, hasChanged: units.length > 0 });
  if (units.length === 0 || changingVariables(context, moved).length === 0) return [undo, keep, ...redo];
  // To undo needs a value that only an operator has.
  return [keepSteps(context, moved), undo, ...(moved.length === 0 ? [] : [keep]), ...redo];
}

function redoing(units: readonly string[], context: CommandContext): readonly NextStep[] {
  if (units.length === 0) return [];
  const named = byMigration(units).flatMap((group) => group.named);
  const command = commandLine('redo', context, ...named, '--reason', PLACEHOLDER);
  return [{ command, why: 'start these units over with the plan as it is now; what they left at the vendor is kept' }];
}

function reconsiderations(units: readonly string[], context: CommandContext): readonly NextStep[] {
  return byMigration(units).map(({ units: members }) => ({
    command: commandLine('accept', context, ...members, '--reason', PLACEHOLDER),
    why: 'count what was given up as done after all, so that what depends on it continues',
  }));
}

/** No run sees their tasks end. */
export function givingUpOrphans(units: readonly string[], context: CommandContext): readonly NextStep[] {
  if (units.length === 0) return [];
  const [itsTask, it] = units.length === 1 ? ['its task has', 'it has left'] : ['their tasks have', 'they have left'];
  const command = commandLine('skip', context, ...units, '--reason', PLACEHOLDER);
  return [
    { command, why: `free the ${units.length === 1 ? 'place' : 'places'} once ${itsTask} ended: ${it} the plan` },
  ];
}

function sweeping(units: readonly string[], context: CommandContext): readonly NextStep[] {
  if (units.length === 0) return [];
  const [first = ''] = units;
  const named = units.length > NAMED_UNITS ? `${first} and ${units.length - 1} more` : units.join(', ');
  const [were, tasks] = units.length === 1 ? ['was', 'its earlier task'] : ['were', 'their earlier tasks'];
  const why = `${named} ${were} started over: ${tasks} may exist at the vendor and be billed, which only a look-up shows; list the tasks that no state owns`;
  return [{ command: commandLine('orphans', context), why }];
}

/** A look-up tells nothing of them, and only an operator does. */
function lookingFor(units: NonNullable<Situation['unlisted']>, context: CommandContext): readonly NextStep[] {
  const [first] = units;
  if (first === undefined) return [];
  const [were, tasks] = units.length === 1 ? ['was', 'its earlier task'] : ['were', 'their earlier tasks'];
  const named =
    units.length > NAMED_UNITS
      ? `${first.unit} and ${units.length - 1} more`
      : units.map(({ unit, taskIds }) => [unit, ...taskIds.map((id) => `(${id})`)].join(' ')).join(', ');
  const why = `${named} ${were} started over: Waybill cannot know whether ${tasks} exist, because tasks of this vendor carry no mark; list what to look for in its console`;
  return [{ command: commandLine('orphans', context), why }];
}
