import type { AppliedUnit, DerivedSteps, StepBlueprint } from '@waybill/core';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource } from './sides.ts';

export const SOURCE_THERE = 'check-source-there';
/** How to roll back what has deleted the copy. */
export const GONE = 'None: the copy is gone; redo copies again.';

/** What a rollback has kept, asked for later. */
export function deletedAfterwards(unit: ReindexUnit, applied: AppliedUnit): DerivedSteps {
  return {
    kind: 'steps',
    blueprint: {
      steps: [sourceStep(unit, applied, true), countStep(unit), ...deleteSteps(unit, applied)],
      outputs: {},
    },
    impact: { downtime: 'None: clients use the source.', wayBack: GONE },
  };
}

/** First of all: without its source a unit has nothing to be led back to. */
export function sourceStep(unit: ReindexUnit, { outputsOf }: AppliedUnit, deletesTarget: boolean): StepBlueprint {
  return {
    kind: 'check',
    name: SOURCE_THERE,
    title: 'the source exists',
    operation: 'GetIndex',
    arguments: { index: unit.source.index },
    ...atSource(unit),
    check: 'source-there',
    expect: { uuid: outputsOf('check-source')?.['uuid'] ?? null, deletesTarget },
  };
}

export function deleteSteps({ index }: ReindexUnit, { tokens }: AppliedUnit): readonly StepBlueprint[] {
  return [
    {
      kind: 'check',
      name: 'check-ours',
      title: 'the copy is the one that this unit created, and no alias leads to it',
      operation: 'GetIndex',
      arguments: { index },
      check: 'index-ours',
      expect: { tokens },
    },
    {
      kind: 'call',
      name: 'delete',
      title: 'delete the copy',
      operation: 'DeleteIndex',
      arguments: { index, if_there: true },
    },
  ];
}

export function countStep(unit: ReindexUnit): StepBlueprint {
  const { index, source } = unit;
  return {
    kind: 'check',
    name: 'count',
    title: 'how many documents each side has',
    operation: 'CountDocuments',
    arguments: { index },
    beside: { operation: 'CountDocuments', arguments: { index: source.index }, ...atSource(unit) },
    check: 'counts-shown',
  };
}
