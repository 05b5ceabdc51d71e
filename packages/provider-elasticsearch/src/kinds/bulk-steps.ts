import { defined, Interpolation, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { COPY_BY_METHOD } from '../jobs/copy-by-method.ts';
import { COPY_DOCUMENTS } from '../jobs/copy-documents.ts';
import { UNIT_TOKEN } from '../operations/mark-unit.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { remoteOf } from './remote-of.ts';
import { ofSource } from './sides.ts';

/** Documents that the copy is without, because the plan tolerates it. */
export const REFUSED: Reference = new Reference(['steps', 'copy', 'outputs', 'refused']);

export const REFUSED_IDS: Reference = new Reference(['steps', 'copy', 'outputs', 'refused_ids']);

/** Reads the documents and writes them, in place of a copy by the cluster itself; or lets the target pull, where that was chosen. */
export function bulkCopyStep(unit: ReindexUnit): StepBlueprint {
  const { source, index, dest, method, givenParts, givenBatch, tolerate, requestsPerSecond } = unit;
  return {
    kind: 'job',
    name: 'copy',
    title:
      method === 'auto'
        ? 'copy the documents with the chosen method'
        : 'read the documents and write them into the copy',
    job: method === 'auto' ? COPY_BY_METHOD : COPY_DOCUMENTS,
    arguments: {
      ...(method === 'auto' ? chosenMethod(unit) : {}),
      source: source.index,
      source_uuid: ofSource('uuid'),
      dest: index,
      target_version: new Reference(['steps', 'check-source', 'outputs', 'target_version']),
      ...defined({ query: source.query, type: dest['type'], parts: givenParts, batch: givenBatch, tolerate }),
      ...defined({ requests_per_second: requestsPerSecond }),
    },
    ...bothSides(unit),
  };
}

/** What `choose-method` found, which later runs do not ask anew once the unit has begun; and what a pull needs. */
function chosenMethod({ remote }: ReindexUnit): ValueObject {
  return {
    method: new Reference(['steps', 'choose-method', 'outputs', 'method']),
    remote: remoteOf(remote ?? {}),
    opaque_id: new Interpolation(['waybill-', UNIT_TOKEN]),
  };
}

/** Source and target of a job, in that order; one of them where it has both, and nothing where that is the step's own. */
export function bothSides({
  sourceConnection,
  targetConnection,
}: Pick<ReindexUnit, 'sourceConnection' | 'targetConnection'>): { readonly connections?: string[] } {
  if (sourceConnection === undefined || targetConnection === undefined) return {};
  return { connections: [...new Set([sourceConnection, targetConnection])] };
}
