import { defined, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { COMPARE_DOCUMENTS } from '../jobs/compare-documents.ts';
import { NAME_DIFFERENCES } from '../jobs/name-differences.ts';
import { bothSides, REFUSED } from './bulk-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';

const ofComparison = (name: string): Reference => new Reference(['steps', 'compare', 'outputs', name]);

/** Compares every document of both sides where the plan wants it, and names those that differ. */
export function verifySteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.verify !== 'digest') return [];
  const { source, index, method, tolerate, givenBatch } = unit;
  const compared: ValueObject = {
    source: source.index,
    dest: index,
    ...defined({ query: source.query, batch: givenBatch }),
    // A cluster that copies by itself prints numbers anew.
    comparison: method === 'bulk' ? 'bytes' : 'value',
  };
  return [
    {
      kind: 'job',
      name: 'compare',
      title: 'compare every document of both sides',
      job: COMPARE_DOCUMENTS,
      arguments: compared,
      ...bothSides(unit),
    },
    {
      kind: 'job',
      name: 'verify',
      title: 'name the documents that differ, if there are any',
      job: NAME_DIFFERENCES,
      arguments: {
        ...compared,
        buckets: ofComparison('buckets'),
        suspects: ofComparison('suspects'),
        ...(tolerate === undefined || method !== 'bulk' ? {} : { tolerate_missing: REFUSED }),
      },
      ...bothSides(unit),
    },
  ];
}
