import { Reference, type StepBlueprint, type Value } from '@waybill/core';
import { ALIAS_OPTIONS } from '../checks/alias-checks.ts';
import { furtherRounds, lastDifference } from './catch-up-steps.ts';
import { clientsSteps, freeAliasChecks } from './clients-steps.ts';
import { freezeSteps, frozenAnew, keptFrozenSteps, liftSteps, stillFrozenSteps } from './freeze-steps.ts';
import { noteCopyStep } from './note-copy-step.ts';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** Before anything is made: the alias shows the source alone, or those of the copy are free. None without `cutover`. */
export function aliasChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  const { cutover } = unit;
  if (cutover?.mode === 'alias') return [aliasCheck(unit, cutover.alias ?? null, 'check-alias')];
  return freeAliasChecks(unit);
}

/** What leads clients to the copy, when an operator allows it. None without `cutover`. */
export function cutoverSteps(unit: ReindexUnit, proof: readonly StepBlueprint[]): readonly StepBlueprint[] {
  const { cutover } = unit;
  if (cutover === undefined) return proof;
  const gate = cutover.hasGate ? [gateStep(cutover, unit)] : [];
  const isAlias = cutover.mode === 'alias';
  const alias = isAlias ? [aliasCheck(unit, cutover.alias ?? null, 'check-alias-again')] : [];
  const steps = isAlias ? switchSteps(unit, cutover.alias ?? null) : clientsSteps(unit, cutover);
  if (unit.catchUp === undefined) return [...proof, ...gate, ...alias, ...steps];
  // Also of a unit that is tried again: where the alias was moved by hand, clients write to the copy by now.
  const copied = [...alias, ...lastDifference(unit), ...proof];
  const last = [...freezeSteps(unit), ...copied, ...stillFrozenSteps(unit), ...steps];
  return [
    ...gate,
    ...furtherRounds(unit),
    ...(cutover.freezes ? frozenAnew(last, LED_OVER[cutover.mode]) : last),
    ...liftSteps(unit, last.at(-1)?.name ?? ''),
  ];
}

/** From here on clients may have written to the copy: what the source has would overwrite it. */
const LED_OVER = { alias: 'check-switched', clients: 'confirm-clients' } as const;

/** Moves the alias from the source to the copy in one call. */
function switchSteps(unit: ReindexUnit, alias: Value): readonly StepBlueprint[] {
  const { source, index } = unit;
  const options = Object.fromEntries(
    ALIAS_OPTIONS.map((option) => [option, new Reference(['steps', 'check-alias-again', 'outputs', option])]),
  );
  return [
    noteCopyStep(unit),
    {
      kind: 'call',
      name: 'switch',
      title: 'move the alias to the copy',
      repeats: ['check-alias-again'],
      operation: 'UpdateAliases',
      arguments: {
        actions: [{ remove: { index: source.index, alias } }, { add: { index, alias, ...options } }],
      },
    },
    {
      kind: 'check',
      name: 'check-switched',
      title: 'the alias shows the copy',
      operation: 'GetAlias',
      arguments: { name: alias },
      check: 'alias-moved',
      expect: { index },
    },
    ...keptFrozenSteps(unit),
  ];
}

/** Asked again once the cut-over is approved, which can take days: what the alias is then is what moves. */
function aliasCheck({ source }: ReindexUnit, alias: Value, name: string): StepBlueprint {
  return {
    kind: 'check',
    name,
    title: 'the alias shows the source alone',
    operation: 'GetAlias',
    arguments: { name: alias },
    check: 'alias-ready',
    expect: { index: source.index },
  };
}

function gateStep({ freezes }: Cutover, { catchUp }: ReindexUnit): StepBlueprint {
  return {
    kind: 'gate',
    name: 'approve-cutover',
    title: 'an operator allows the cut-over',
    instruction: instructionOf(freezes, catchUp !== undefined),
  };
}

function instructionOf(freezes: boolean, follows: boolean): string {
  if (freezes)
    return 'Make sure that clients can do without writing for a while: writes to the source are refused from here on, until clients use the copy or the unit fails. What was written until then is copied, and both sides are compared.';
  if (follows)
    return 'Stop everything that writes to the source, and keep it stopped. What was written until then is copied, and both sides are compared.';
  return 'Make sure that nobody writes to the source any more, or that what is written may be missing, and that the copy was looked at. Then the alias moves.';
}
