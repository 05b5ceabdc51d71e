import type { StepBlueprint, Value } from '@waybill/core';
import { optionsSeenBy } from './alias-steps.ts';
import { furtherRounds, lastDifference } from './catch-up-steps.ts';
import { clientsSteps, freeAliasChecks } from './clients-steps.ts';
import {
  freezeSteps,
  frozenAnew,
  keptFrozenSteps,
  liftSteps,
  RELIED_MS,
  STILL_FROZEN,
  stillFrozenSteps,
  unwrittenStep,
} from './freeze-steps.ts';
import { noteCopyStep } from './note-copy-step.ts';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { ofSource } from './sides.ts';

/** Before anything is made: the alias points only to the source, or those of the copy are free. None without `cutover`. */
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

/** Moves the alias from the source to the copy in one call, with what it is right before. */
function switchSteps(unit: ReindexUnit, alias: Value): readonly StepBlueprint[] {
  const { source, index, catchUp } = unit;
  // The last difference takes its time, in which another client can change the filter.
  const last = catchUp === undefined ? [] : [aliasCheck(unit, alias, 'check-alias-last')];
  const before = last[0]?.name ?? 'check-alias-again';
  const relied = [...(catchUp !== undefined && unit.cutover?.freezes === true ? [STILL_FROZEN] : []), before];
  const options = optionsSeenBy(before);
  return [
    noteCopyStep(unit),
    ...last,
    {
      kind: 'call',
      name: 'switch',
      title: 'move the alias to the copy',
      beginsCutover: true,
      repeats: [before],
      relies: { on: relied[0] ?? before, forMs: RELIED_MS, anew: relied },
      operation: 'UpdateAliases',
      arguments: {
        // Where another client has moved it meanwhile, it would show what that client has chosen beside the copy.
        actions: [{ remove: { index: source.index, alias, must_exist: true } }, { add: { index, alias, ...options } }],
        version: ofSource('target_version'),
      },
    },
    {
      kind: 'check',
      name: 'check-switched',
      title: 'the alias points to the copy, as it did to the source',
      operation: 'GetAlias',
      arguments: { name: alias },
      check: 'alias-moved',
      expect: { index, options },
    },
    ...keptFrozenSteps(unit),
    // Whoever lifted the freeze right before the alias moved may have written where nobody reads any more.
    ...(catchUp === undefined ? [] : [unwrittenStep(unit)]),
  ];
}

/** Asked again once the cut-over is approved, which can take days: what the alias is then is what moves. */
function aliasCheck({ source }: ReindexUnit, alias: Value, name: string): StepBlueprint {
  return {
    kind: 'check',
    name,
    title: 'the alias points only to the source',
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
    title: 'an operator approves the cut-over',
    instruction: instructionOf(freezes, catchUp !== undefined),
  };
}

function instructionOf(freezes: boolean, follows: boolean): string {
  if (freezes)
    return 'Make sure that clients can do without writes for a while: from here on, writes to the source are refused until clients use the copy or the unit fails. What was written until then is copied, and both sides are compared.';
  if (follows)
    return 'Stop everything that writes to the source, and keep it stopped. What was written until then is copied, and both sides are compared.';
  return 'Make sure that nothing writes to the source any more, or that such writes may be lost, and that the copy was checked. Then the alias moves.';
}
