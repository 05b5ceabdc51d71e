import { type CommandContext, commandLine } from './command-line.ts';
import type { NextStep, WaitingGate } from './json-objects.ts';

/** More units than these are named by a pattern. */
const NAMED_UNITS = 5;

export interface Situation {
  readonly context: CommandContext;
  /** A run is going on. */
  readonly isRunning: boolean;
  /** There is work that a run could go on with now. */
  readonly hasWorkLeft: boolean;
  readonly gates: readonly WaitingGate[];
  readonly failedUnits: number;
  readonly unknownUnits: number;
  readonly isSuspended: boolean;
}

/** Which commands make sense now, the most useful one first. */
export function nextSteps(situation: Situation): readonly NextStep[] {
  const { context, isRunning, gates, failedUnits, unknownUnits, isSuspended } = situation;
  const resume = commandLine('resume', context);
  const steps: NextStep[] = approvals(gates, context);
  if (isRunning) return [...steps, { command: commandLine('status', context), why: 'a run is going on' }];
  if (isSuspended) steps.push({ command: resume, why: 'go on once the credentials are right' });
  else if (gates.length > 0) steps.push({ command: resume, why: 'go on after the approval' });
  else if (unknownUnits > 0) steps.push({ command: resume, why: 'look again whether the unknown calls happened' });
  else if (situation.hasWorkLeft) steps.push({ command: resume, why: 'go on where it stopped' });
  if (failedUnits > 0) {
    const command = commandLine('resume', context, '--retry-failed');
    steps.push({ command, why: 'work on the failed units again, once the cause is gone' });
  }
  return steps;
}

/** One command for all gates of a migration: what to make sure of is the same. */
export function approvals(gates: readonly { readonly unit: string }[], context: CommandContext): NextStep[] {
  const groups = Map.groupBy(gates, ({ unit }) => migrationOf(unit));
  return [...groups].map(([migration, members]) => {
    const units = members.map(({ unit }) => unit);
    const named = units.length > NAMED_UNITS ? [`${migration}[*]`] : units;
    const why =
      units.length === 1 ? `${units[0] ?? ''} waits for an approval` : `${units.length} units wait for an approval`;
    return { command: commandLine('approve', context, ...named), why };
  });
}

function migrationOf(unit: string): string {
  return unit.replace(/\[.*$/s, '');
}
