import { defined, Interpolation, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { COPY_BY_CLUSTER } from '../jobs/copy-by-cluster.ts';
import { COPY_BY_METHOD } from '../jobs/copy-by-method.ts';
import { COPY_DOCUMENTS } from '../jobs/copy-documents.ts';
import { UNIT_TOKEN } from '../operations/mark-unit.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { remoteOf } from './remote-of.ts';
import { ofSource } from './sides.ts';

/** Documents that the copy is without, because the plan tolerates it. */
export const REFUSED: Reference = new Reference(['steps', 'copy', 'outputs', 'refused']);

export const REFUSED_IDS: Reference = new Reference(['steps', 'copy', 'outputs', 'refused_ids']);

/** The step after which everything is copied. Where a cluster copies by itself, earlier versions had calls and waits of other names. */
export function copyStepOf({ method }: Pick<ReindexUnit, 'method'>): 'copy' | 'reindex' {
  return method === 'bulk' || method === 'auto' ? 'copy' : 'reindex';
}

/** Copies the documents: by reading and writing them, or by the cluster's own `_reindex`, slice by slice. */
export function copyStep(unit: ReindexUnit): StepBlueprint {
  const { source, index, dest, method, givenParts, givenBatch, tolerate, requestsPerSecond } = unit;
  return {
    kind: 'job',
    name: copyStepOf(unit),
    title: TITLES[jobOf(unit)],
    job: jobOf(unit),
    arguments: {
      ...(method === 'bulk' ? {} : copyOfCluster(unit)),
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

const TITLES = {
  [COPY_DOCUMENTS]: 'read the documents and write them into the copy',
  [COPY_BY_METHOD]: 'copy the documents with the chosen method',
  [COPY_BY_CLUSTER]: 'let the cluster copy the documents',
} as const;

function jobOf({ method }: ReindexUnit): keyof typeof TITLES {
  if (method === 'bulk') return COPY_DOCUMENTS;
  return method === 'auto' ? COPY_BY_METHOD : COPY_BY_CLUSTER;
}

/**
 * What a copy that a cluster makes needs. An open method is what `choose-method` found, which later runs do not ask anew once the
 * unit has begun.
 */
function copyOfCluster({ method, remote }: ReindexUnit): ValueObject {
  return {
    method: method === 'auto' ? new Reference(['steps', 'choose-method', 'outputs', 'method']) : (method ?? 'local'),
    ...defined({ remote: remote && remoteOf(remote) }),
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
