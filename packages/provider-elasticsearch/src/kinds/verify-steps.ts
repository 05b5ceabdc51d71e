import { defined, Reference, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { COMPARE_DEFINITIONS } from '../jobs/compare-definitions.ts';
import { COMPARE_DOCUMENTS } from '../jobs/compare-documents.ts';
import { COMPARE_SAMPLES } from '../jobs/compare-samples.ts';
import { NAME_DIFFERENCES } from '../jobs/name-differences.ts';
import { bothSides } from './bulk-steps.ts';
import type { RefusedByRound } from './catch-up-steps.ts';
import { type ComparedSides, reaches } from './compared-sides.ts';
import { atSource } from './sides.ts';

/** What only the kind knows that has made the copy, or has not. */
export interface ComparedWith {
  /** Byte for byte, or by what the JSON means. */
  readonly comparison: 'bytes' | 'value';
  /** Documents that the copy may be without. */
  readonly toleratedMissing: Value | undefined;
  /** Their ids, as far as the step that copied them has kept them. */
  readonly toleratedIds?: Value;
  /** How many the plan tolerates to be missing, in all. */
  readonly tolerate?: Value;
  /** Of each round that has followed the source: what the copy has refused, where the plan tolerates that. */
  readonly rounds?: readonly RefusedByRound[];
  /** What the definition of the copy is meant to have in place of the source's: `settings`, `mappings`; `aliases`: those too. */
  readonly definition: ValueObject;
}

/**
 * Compares both sides, as the level says. Documents come before the counts, because that names what they only number; the
 * definitions come last.
 */
export function verifySteps(sides: ComparedSides, than: ComparedWith): readonly StepBlueprint[] {
  return [...documentSteps(sides, than), countStep(sides, than), ...definitionSteps(sides, than)];
}

function documentSteps(sides: ComparedSides, than: ComparedWith): readonly StepBlueprint[] {
  if (sides.level === 'sample') return [sampleStep(sides, than)];
  return sides.level === 'digest' ? digestSteps(sides, than) : [];
}

const ofComparison = (name: string): Reference => new Reference(['steps', 'compare', 'outputs', name]);

function digestSteps(sides: ComparedSides, than: ComparedWith): readonly StepBlueprint[] {
  const compared = { ...indicesOf(sides), comparison: than.comparison };
  return [
    {
      kind: 'job',
      name: 'compare',
      title: 'compare every document of both sides',
      job: COMPARE_DOCUMENTS,
      arguments: compared,
      ...bothSides(sides),
    },
    {
      kind: 'job',
      name: 'verify',
      title: 'name the documents that differ, if there are any',
      job: NAME_DIFFERENCES,
      // What is mended afterwards may be wrong elsewhere since.
      repeats: ['compare'],
      arguments: {
        ...compared,
        buckets: ofComparison('buckets'),
        suspects: ofComparison('suspects'),
        ...toleratedBy(than),
      },
      ...bothSides(sides),
    },
  ];
}

function sampleStep(sides: ComparedSides, than: ComparedWith): StepBlueprint {
  return {
    kind: 'job',
    name: 'sample',
    title: 'compare a random sample of documents',
    job: COMPARE_SAMPLES,
    arguments: { ...indicesOf(sides), ...defined({ sample: sides.sample }), ...toleratedBy(than) },
    ...bothSides(sides),
  };
}

function toleratedBy({ toleratedMissing, toleratedIds, tolerate, rounds }: ComparedWith): ValueObject {
  if (toleratedMissing === undefined) return {};
  return {
    tolerate_missing: toleratedMissing,
    ...defined({
      tolerated_ids: toleratedIds,
      tolerate,
      refused_by_rounds: rounds?.map(({ count, ids }) => ({ count, ids })),
      refused_updates: rounds?.map(({ names }) => names),
    }),
  };
}

function countStep(sides: ComparedSides, than: ComparedWith): StepBlueprint {
  const { source, index, connection, level } = sides;
  const { toleratedMissing, tolerate, rounds } = than;
  const expected = defined({
    missing: toleratedMissing,
    tolerate,
    by_rounds: rounds?.map(({ count }) => count),
    level: level === 'counts' ? level : undefined,
  });
  return {
    kind: 'check',
    name: 'count',
    title: 'both sides have the same number of documents',
    operation: 'CountDocuments',
    // All of it: the copy holds nothing else, and what the query asks of the source may be otherwise there.
    arguments: { index },
    ...defined({ connection }),
    beside: {
      operation: 'CountDocuments',
      arguments: { index: source.index, ...defined({ query: source.query }) },
      ...atSource(sides),
    },
    check: 'counts-equal',
    ...defined({ expect: Object.keys(expected).length === 0 ? undefined : expected }),
  };
}

function definitionSteps(sides: ComparedSides, { definition }: ComparedWith): readonly StepBlueprint[] {
  if (!reaches(sides.level, 'definition')) return [];
  const { source, index } = sides;
  return [
    {
      kind: 'job',
      name: 'compare-definition',
      title: 'compare mapping and settings of both sides',
      job: COMPARE_DEFINITIONS,
      arguments: { source: source.index, dest: index, ...definition },
      ...bothSides(sides),
    },
  ];
}

function indicesOf({ source, index, batch }: ComparedSides): Readonly<Record<string, Value>> {
  return { source: source.index, dest: index, ...defined({ query: source.query, batch }) };
}
