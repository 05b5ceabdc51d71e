import { defined, Reference, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { CATCH_UP } from '../jobs/catch-up.ts';
import { CATCH_UP_BY_FIELD } from '../jobs/catch-up-by-field.ts';
import { DELETE_MISSING } from '../jobs/delete-missing.ts';
import { NOTE_FIELD } from '../jobs/note-field.ts';
import { UNIT_TOKENS } from '../operations/mark-unit.ts';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { bothSides } from './bulk-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource, ofSource } from './sides.ts';

const outputOf = (step: string, name: string): Reference => new Reference(['steps', step, 'outputs', name]);

/** The version of the source's cluster, once the check of what the rounds go by has passed. */
export function sourceVersion({ catchUp }: Pick<ReindexUnit, 'catchUp'>): Reference {
  return outputOf(catchUp?.field === undefined ? 'check-numbers' : 'check-field', 'source_version');
}

/** Documents of versions before 6.0 have no sequence numbers: what is written to them could not be found. */
export function numberChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.catchUp === undefined) return [];
  if (unit.catchUp.field !== undefined) return fieldChecks(unit, unit.catchUp.field);
  return [
    {
      kind: 'check',
      name: 'check-numbers',
      title: 'writes to the source can be found by sequence numbers',
      operation: 'CountDocuments',
      arguments: {
        index: unit.source.index,
        query: { bool: { must_not: [{ range: { _seq_no: { gte: 0 } } }] } },
      },
      beside: SHOW_VERSION,
      ...atSource(unit),
      check: 'numbered',
    },
  ];
}

function fieldChecks(unit: ReindexUnit, field: string): readonly StepBlueprint[] {
  return [
    {
      kind: 'check',
      name: 'check-field-type',
      title: `${field} is a date or a number`,
      operation: 'GetIndex',
      arguments: { index: unit.source.index },
      ...atSource(unit),
      check: 'field-ordered',
      expect: { field },
    },
    {
      kind: 'check',
      name: 'check-field',
      title: `every document of the source has ${field}`,
      operation: 'CountDocuments',
      arguments: { index: unit.source.index, query: { bool: { must_not: [{ exists: { field } }] } } },
      beside: SHOW_VERSION,
      ...atSource(unit),
      check: 'field-everywhere',
      expect: { field },
    },
  ];
}

/** Before the source is refreshed: whatever was written before the noted positions, the copy finds. */
export function notePositionSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.catchUp === undefined) return [];
  if (unit.catchUp.field !== undefined) return [noteFieldStep(unit, unit.catchUp.field)];
  return [
    {
      kind: 'check',
      name: 'note-position',
      title: 'the write position of each shard of the source',
      operation: 'ShowIndexStats',
      arguments: { index: unit.source.index, level: 'shards' },
      ...atSource(unit),
      check: 'shard-positions',
    },
  ];
}

function noteFieldStep(unit: ReindexUnit, field: string): StepBlueprint {
  return {
    kind: 'job',
    name: 'note-position',
    title: `the write position of the source, by ${field}`,
    job: NOTE_FIELD,
    arguments: { source: unit.source.index, field },
    ...defined({ connections: unit.sourceConnection === undefined ? undefined : [unit.sourceConnection] }),
  };
}

/** The first round, right after the copy, with the deletions until then. */
export function firstRounds(unit: ReindexUnit, after: readonly string[]): readonly StepBlueprint[] {
  const { catchUp, cutover } = unit;
  if (catchUp === undefined || catchUp.rounds === 0) return [];
  // Without a cut-over nothing follows that could wait for somebody.
  const rounds = cutover === undefined ? catchUp.rounds : 1;
  return [
    ...Array.from({ length: rounds }, (_, at) => roundStep(unit, at + 1, at === 0 ? after : undefined)),
    deleteStep(unit, 'delete-missing'),
  ];
}

/** After which the copy has what the rounds have found; nothing where none is made. */
export function afterFirstRounds({ catchUp }: ReindexUnit): readonly string[] {
  return catchUp === undefined || catchUp.rounds === 0 ? [] : ['delete-missing'];
}

/** Names of the rounds, all of which have ended before both sides are compared. */
function roundsOf({ catchUp, cutover }: ReindexUnit): readonly string[] {
  if (catchUp === undefined) return [];
  const rounds = Array.from({ length: catchUp.rounds }, (_, at) => nameOfRound(at + 1));
  return [...rounds, ...(cutover === undefined ? [] : ['last-difference'])];
}

/** What the copy has refused in each round. `read`: an output of a round, by name. */
export function refusedByRounds(
  unit: ReindexUnit,
  read: (step: string, output: string) => Value = outputOf,
): readonly RefusedByRound[] {
  return roundsOf(unit).map((step) => ({
    names: read(step, 'refused'),
    count: read(step, 'refused_count'),
    ids: read(step, 'refused_ids'),
  }));
}

/** As a round has given it; null, each, where the copy has taken everything. */
export interface RefusedByRound {
  readonly names: Value;
  readonly count: Value;
  readonly ids: Value;
}

/** Approving can take days: the rounds that are left make the difference small again. */
export function furtherRounds(unit: ReindexUnit): readonly StepBlueprint[] {
  const rounds = unit.catchUp?.rounds ?? 0;
  return Array.from({ length: Math.max(0, rounds - 1) }, (_, at) => roundStep(unit, at + 2));
}

/** What was written until nothing was written any more, deletions included. */
export function lastDifference(unit: ReindexUnit): readonly StepBlueprint[] {
  const rounds = unit.catchUp?.rounds ?? 0;
  return [
    {
      kind: 'job',
      name: 'last-difference',
      title: 'copy what was written until writes to the source had stopped',
      job: roundJob(unit),
      arguments: {
        ...copied(unit),
        ...since(unit, lastRoundOf(rounds)),
        is_frozen: true,
        ...startedOver(rounds),
      },
      ...bothSides(unit),
    },
    deleteStep(unit, 'delete-last'),
    {
      kind: 'call',
      name: 'refresh-last',
      title: 'refresh the copy once more, so that everything copied is visible',
      operation: 'RefreshIndex',
      arguments: { index: unit.index },
    },
  ];
}

function roundStep(unit: ReindexUnit, round: number, needs?: readonly string[]): StepBlueprint {
  const { rounds, until } = unit.catchUp ?? { rounds: round, until: 0 };
  return {
    kind: 'job',
    name: nameOfRound(round),
    title: `copy what was written meanwhile, round ${round} of at most ${rounds}`,
    job: roundJob(unit),
    ...defined({ needs }),
    // Tried again by itself, it would find what it found, and what was written since.
    ...(round === rounds && round > 1 ? { repeats: [nameOfRound(round - 1)] } : {}),
    arguments: {
      ...copied(unit),
      ...since(unit, lastRoundOf(round - 1)),
      until,
      ...(round === rounds ? { is_last: true } : {}),
      ...startedOver(round - 1),
    },
    ...bothSides(unit),
  };
}

function roundJob({ catchUp }: ReindexUnit): string {
  return catchUp?.field === undefined ? CATCH_UP : CATCH_UP_BY_FIELD;
}

/** Where a round begins: at what an earlier step has noted. */
function since({ catchUp }: ReindexUnit, step: string): ValueObject {
  if (catchUp?.field === undefined) return { positions: outputOf(step, 'positions') };
  return { field: catchUp.field, position: outputOf(step, 'position'), is_date: outputOf(step, 'is_date') };
}

/** The first one of a unit that was started over reads everything: what is there may be old. */
function startedOver(roundsBefore: number): ValueObject {
  return roundsBefore === 0 ? { tokens: UNIT_TOKENS } : {};
}

function nameOfRound(round: number): string {
  return round === 1 ? 'catch-up' : `catch-up-${round}`;
}

function lastRoundOf(rounds: number): string {
  return rounds === 0 ? 'note-position' : nameOfRound(rounds);
}

function deleteStep(unit: ReindexUnit, name: string): StepBlueprint {
  return {
    kind: 'job',
    name,
    title: 'delete the documents that the source no longer has',
    job: DELETE_MISSING,
    arguments: copied(unit),
    ...bothSides(unit),
  };
}

function copied({ source, index, dest, method, givenBatch, tolerate }: ReindexUnit): ValueObject {
  return {
    source: source.index,
    dest: index,
    source_uuid: ofSource('uuid'),
    target_version: ofSource('target_version'),
    ...defined({ query: source.query, type: dest['type'], batch: givenBatch }),
    ...(method === 'bulk' ? defined({ tolerate }) : {}),
  };
}
