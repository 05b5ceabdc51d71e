import type { Checkpoint } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine, PLACEHOLDER, resumeCommand } from './command-line.ts';
import { byMigration } from './name-units.ts';

/** By how far it is. */
export interface RolledBack {
  readonly begun: readonly string[];
  readonly ended: readonly string[];
  /** Of those that have ended: what they made at their targets is still there. */
  readonly kept: readonly string[];
}

/** By the decisions of a state. */
export function rolledBackIn(decisions: Checkpoint['decisions']): RolledBack {
  const of = (wanted: 'begun' | 'ended'): readonly string[] =>
    [...decisions].flatMap(([unit, { rollback }]) => (rollback === wanted ? [unit] : []));
  const ended = of('ended');
  return { begun: of('begun'), ended, kept: ended.filter((unit) => decisions.get(unit)?.keepsTarget === true) };
}

/** What can be done with units that are, or are being, rolled back. */
export function afterRollback({ begun, ended, kept }: RolledBack, context: CommandContext): readonly NextStep[] {
  const targets = targetsOf(begun);
  return [
    ...(begun.length === 0
      ? []
      : [{ command: commandLine('rollback', context, ...targets), why: 'continue the rollback where it stopped' }]),
    ...byMigration(ended).map(({ named, units }) => ({
      command: commandLine('redo', context, ...named, '--reason', PLACEHOLDER),
      why: `start ${units.length === 1 ? 'it' : 'them'} over with the next resume: ${units.length === 1 ? 'it was' : 'they were'} rolled back`,
    })),
    ...(kept.length === 0
      ? []
      : [{ command: commandLine('rollback', context, ...targetsOf(kept), '--delete-target'), why: whyDelete(kept) }]),
  ];
}

function targetsOf(units: readonly string[]): readonly string[] {
  return byMigration(units).flatMap(({ named }) => named.flatMap((unit) => ['--target', unit]));
}

function whyDelete(units: readonly string[]): string {
  const [who, it] = units.length === 1 ? [`${units[0] ?? ''} has`, 'it'] : [`${units.length} units have`, 'them'];
  return `what ${who} made on the target was kept: this deletes ${it}, once ${it} is no longer needed`;
}

/** After a run of a rollback that left nothing open. */
export function deletingKept(context: CommandContext): readonly NextStep[] {
  if (context.derived?.isDeletable !== true) return [];
  const why = 'what was created on the target was kept: this deletes it, once it is no longer needed';
  return [{ command: resumeCommand(context, '--delete-target'), why }];
}
