import { defined, Reference, type StepBlueprint } from '@waybill/core';
import { COPY_DOCUMENTS } from '../jobs/copy-documents.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** Documents that the copy is without, because the plan tolerates it. */
export const REFUSED: Reference = new Reference(['steps', 'copy', 'outputs', 'refused']);

/** Reads the documents and writes them, in place of a copy by the cluster itself. */
export function bulkCopyStep(unit: ReindexUnit): StepBlueprint {
  const { source, index, dest, givenParts, givenBatch, tolerate } = unit;
  return {
    kind: 'job',
    name: 'copy',
    title: 'read the documents and write them into the copy',
    job: COPY_DOCUMENTS,
    arguments: {
      source: source.index,
      dest: index,
      target_version: new Reference(['steps', 'check-source', 'outputs', 'target_version']),
      ...defined({ query: source.query, type: dest['type'], parts: givenParts, batch: givenBatch, tolerate }),
    },
    ...bothSides(unit),
  };
}

/** Source and target of a job, in that order; nothing where they are one. */
export function bothSides({ sourceConnection, targetConnection }: ReindexUnit): { readonly connections?: string[] } {
  if (sourceConnection === undefined || targetConnection === undefined) return {};
  return { connections: [sourceConnection, targetConnection] };
}
