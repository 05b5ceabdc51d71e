import {
  type AppliedUnit,
  type DerivedSteps,
  defined,
  type Impact,
  type NotDerived,
  type RollbackRequest,
  type StepBlueprint,
  type Value,
} from '@waybill/core';
import { optionsSeenBy } from './alias-steps.ts';
import {
  COPY_BACK,
  type CutoverPositions,
  copyBackChecks,
  copyBackSteps,
  countWritesStep,
  FREEZE_COPY,
  OPEN_SOURCE,
  positionsAtCutover,
} from './copy-back-steps.ts';
import { countStep, deletedAfterwards, deleteSteps, GONE, SOURCE_THERE, sourceStep } from './delete-copy-steps.ts';
import { movedBy, UNFROZEN } from './freeze-steps.ts';
import { NOTE_COPY } from './note-copy-step.ts';
import { type ReindexUnit, readReindex } from './read-reindex.ts';
import { atSource } from './sides.ts';

/** Effects of a cut-over. While the outcome of one is open, it is not known what has to be undone. */
const EFFECTS = ['freeze', 'keep-freeze', 'switch', 'add-aliases', 'lift-freeze'] as const;

/** The effects of a rollback that copies nothing back; of one that does, the first ones have other names. */
const WITHOUT_COPY = ['lift-freeze', 'switch-back', 'take-aliases', 'delete'] as const;
const WITH_COPY = [OPEN_SOURCE, COPY_BACK] as const;

/**
 * Leads clients back to the source: looks whether it is there, checks the aliases, lifts the freeze, copies back on request what was written to the copy,
 * moves the aliases, and deletes the copy on request.
 */
export function rollbackReindex(applied: AppliedUnit, request: RollbackRequest): DerivedSteps | NotDerived {
  const unit = readReindex(applied);
  if (applied.outputsOf('refresh') === undefined)
    return none('Its copy has not ended, and its source is as it was: give up the unit with skip.');
  if (request.isRolledBack === true) return deletedAfterwards(unit, applied);
  const open = EFFECTS.find((step) => applied.isOpen(step));
  if (open !== undefined) return none(`It is not known whether its step ${open} happened: resume the plan first.`);
  const isCopiedBack = request.copiesBack || WITH_COPY.some(request.hasBegun);
  const positions = isCopiedBack ? positionsAtCutover(unit, applied) : undefined;
  if (typeof positions === 'string') return none(`Nothing can be copied back. ${positions} Leave --copy-back out.`);
  if (positions !== undefined && isBegunWithout(request))
    return none('Its rollback was begun without --copy-back, and clients may write to the source: leave it out.');
  const found = stepsBack(unit, applied, { ...request, positions });
  const { checks, lift, effects } = found;
  // Where clients were led to the copy without anything that could be undone, it is only said what they wrote.
  if (checks.length + lift.length + effects.length === 0 && !applied.hasBegun(NOTE_COPY))
    return none('Clients use its source, and it is as it was: there is nothing to roll back.');
  const before = [
    sourceStep(unit, applied, request.deletesTarget),
    ...countSteps(unit, applied, isCopiedBack),
    ...checks,
  ];
  const isApart = positions === undefined;
  return {
    kind: 'steps',
    blueprint: { steps: isApart ? liftedAnyway(before, found) : [...before, ...lift, ...effects], outputs: {} },
    impact: impactOf(isCopiedBack, request.deletesTarget),
  };
}

function none(why: string): NotDerived {
  return { kind: 'none', why };
}

function isBegunWithout({ hasBegun }: RollbackRequest): boolean {
  return !WITH_COPY.some(hasBegun) && WITHOUT_COPY.some(hasBegun);
}

interface Way extends RollbackRequest {
  /** Undefined: nothing is copied back. */
  readonly positions: CutoverPositions | undefined;
}

/** Nothing moves where an alias is not what it is expected to be, or the source does not take what is copied back. */
function stepsBack(unit: ReindexUnit, applied: AppliedUnit, { positions, deletesTarget }: Way): StepsBack {
  const aliases = aliasSteps(unit, applied);
  const lift = liftSteps(unit, applied, positions === undefined ? 'lift-freeze' : OPEN_SOURCE);
  const isFrozen = lift.length > 0;
  return {
    checks: [
      ...aliases.filter(isCheckBefore),
      ...(positions === undefined ? [] : copyBackChecks(unit, positions, { ...applied, isFrozen })),
    ],
    lift,
    effects: [
      ...(positions === undefined ? [] : copyBackSteps(unit, positions, applied)),
      ...aliases.filter((step) => !isCheckBefore(step)),
      ...(deletesTarget ? deleteSteps(unit, applied) : []),
    ],
  };
}

/** In the order in which they are done. */
interface StepsBack {
  readonly checks: readonly StepBlueprint[];
  readonly lift: readonly StepBlueprint[];
  readonly effects: readonly StepBlueprint[];
}

/**
 * Nothing but the source is needed to let clients write to it: whatever became of the copy, its aliases or its cluster, the
 * freeze is lifted.
 */
function liftedAnyway(before: readonly StepBlueprint[], { lift, effects }: StepsBack): readonly StepBlueprint[] {
  const [first, ...others] = effects;
  const needs = [...before.slice(-1), ...lift].map(({ name }) => name);
  return [
    ...before,
    ...lift.map((step) => ({ ...step, always: true, needs: [SOURCE_THERE] })),
    ...(first === undefined ? [] : [{ ...first, needs }, ...others]),
  ];
}

function impactOf(isCopiedBack: boolean, deletesTarget: boolean): Impact {
  const redo = isCopiedBack ? 'Lift the freeze of the copy, then start' : 'Start';
  const wayBack = deletesTarget ? GONE : `${redo} the unit over with redo.`;
  if (isCopiedBack)
    return {
      downtime: 'Writes to the copy are refused permanently from the moment the last difference is copied back.',
      downtimeSteps: { from: FREEZE_COPY, until: 'check-quiet' },
      risk: 'What clients write to the source before they are switched back to it is overwritten, or fails the comparison.',
      wayBack,
    };
  return {
    downtime: 'None beyond the moment in which aliases move: the source accepts writes before that.',
    risk: 'What was written to the copy since the cut-over is missing in the source.',
    wayBack,
  };
}

function isCheckBefore({ name }: StepBlueprint): boolean {
  return name.startsWith('check-alias');
}

/** A unit that failed before clients used the copy has lifted its freeze by itself; one that it was not to lift is another's. */
function liftSteps(unit: ReindexUnit, { outputsOf, hasBegun }: AppliedUnit, name: string): readonly StepBlueprint[] {
  const isDone = (step: string): boolean => outputsOf(step) !== undefined;
  const isOurs = isDone(UNFROZEN) && hasBegun('freeze');
  if (!isOurs || (isDone('lift-freeze') && !isDone(movedBy(unit)))) return [];
  return [
    {
      kind: 'call',
      name,
      title: 'lift the freeze of the source',
      operation: 'PutSettings',
      arguments: { index: unit.source.index, settings: { index: { blocks: { write: null } } } },
      ...atSource(unit),
    },
  ];
}

function aliasSteps(unit: ReindexUnit, applied: AppliedUnit): readonly StepBlueprint[] {
  const { cutover, index, source } = unit;
  const { outputsOf, hasBegun } = applied;
  if (cutover?.mode === 'alias' && outputsOf('switch') !== undefined)
    return switchBack(unit, cutover.alias ?? null, outputsOf('check-source')?.['target_version'] ?? null);
  // It was refused, and somebody may have moved the alias by hand then.
  if (cutover?.mode === 'alias' && hasBegun('switch'))
    return [aliasCheck(cutover.alias ?? null, { index: source.index, title: 'the alias points only to the source' })];
  if (cutover?.mode === 'clients' && outputsOf('add-aliases') !== undefined) return takeAliases(cutover.aliases, index);
  return [];
}

/** The mirrored actions in one call, with what the alias is now. */
function switchBack({ index, source }: ReindexUnit, alias: Value, version: Value): readonly StepBlueprint[] {
  const options = optionsSeenBy('check-alias');
  return [
    aliasCheck(alias, { index, title: 'the alias points only to the copy', source: source.index }),
    {
      kind: 'call',
      name: 'switch-back',
      title: 'move the alias back to the source',
      operation: 'UpdateAliases',
      arguments: {
        actions: [{ remove: { index, alias, must_exist: true } }, { add: { index: source.index, alias, ...options } }],
        version,
        // Where it is back already, nothing is to be done, and the check behind sees whether it is.
        if_there: true,
      },
    },
    {
      kind: 'check',
      name: 'check-switched',
      title: 'the alias points to the source, as it did to the copy',
      // An operator who has mended it by hand is not asked for what it had.
      repeats: ['check-alias', 'switch-back'],
      operation: 'GetAlias',
      arguments: { name: alias },
      check: 'alias-moved',
      expect: { index: source.index, options, isRollback: true },
    },
  ];
}

function takeAliases(aliases: readonly Value[], index: Value): readonly StepBlueprint[] {
  return [
    ...aliases.map(
      (alias, at): StepBlueprint => ({
        kind: 'check',
        name: at === 0 ? 'check-alias' : `check-alias-${at + 1}`,
        title: 'whether the alias points to the copy',
        operation: 'GetAlias',
        arguments: { name: alias },
        check: 'alias-on-copy',
        expect: { index },
      }),
    ),
    {
      kind: 'call',
      name: 'take-aliases',
      title: 'remove the aliases that the copy was given',
      operation: 'UpdateAliases',
      arguments: { actions: aliases.map((alias) => ({ remove: { index, alias } })), if_there: true },
    },
  ];
}

/** `source`: where the alias may be as well, because it was moved there by hand. */
function aliasCheck(
  alias: Value,
  { index, title, source }: { readonly index: Value; readonly title: string; readonly source?: Value },
): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-alias',
    title,
    operation: 'GetAlias',
    arguments: { name: alias },
    check: 'alias-ready',
    expect: { index, isRollback: true, ...defined({ source }) },
  };
}

/** Where clients were led to the copy, what they have written shows by its positions, and not by its number of documents. */
function countSteps(unit: ReindexUnit, applied: AppliedUnit, isCopiedBack: boolean): readonly StepBlueprint[] {
  return [countStep(unit), ...(applied.hasBegun(NOTE_COPY) ? [countWritesStep(unit, applied, isCopiedBack)] : [])];
}
