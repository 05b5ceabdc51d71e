import { isJsonObject, type JsonObject, objectOf } from '@waybill/stand-kit';
import { findWrongValue } from './check-values.ts';
import type { Cluster } from './cluster.ts';
import type { CopyTask } from './copy-task.ts';
import { type Documents, idOf, sizeOf, type WholeDocument, type Written } from './document-store.ts';
import { makeIndex } from './make-index.ts';
import type { ElasticsearchService } from './service.ts';
import type { StoredIndex } from './stored-index.ts';
import type { ClusterVersion } from './version.ts';

/** What clusters show of each failed document. */
interface Failure {
  readonly type: string;
  readonly reason: string;
  readonly status: number;
  readonly details?: JsonObject;
}

export interface WrittenBatch extends Written {
  readonly failures: readonly JsonObject[];
}

interface Copying {
  readonly task: CopyTask;
  readonly cluster: Cluster;
  readonly service: ElasticsearchService;
}

/** How many documents of a failed batch are listed. */
const MAX_LISTED = 10;

/** Writes what can be written of one batch, and says why the rest cannot. */
export function writeBatch(batch: readonly Documents[], copying: Copying): WrittenBatch {
  const { request, plannedFailure } = copying.task.beginning;
  if (batch.length === 0) return { created: 0, updated: 0, conflicts: 0, failures: [] };
  const failureOfAll = failureOfBatch(copying);
  if (failureOfAll !== null) return refusedBatch(batch, failureOfAll, copying);
  const index = destinationOf(copying);
  if ('status' in index) return refusedBatch(batch, index, copying);
  const result = { created: 0, updated: 0, conflicts: 0, failures: [] as JsonObject[] };
  for (const documents of batch) {
    const failure = documents.kind === 'document' ? failureOfDocument(documents, index, copying.cluster.version) : null;
    if (failure !== null) {
      result.failures.push(...listed(documents, failure, copying));
      continue;
    }
    const { created, updated, conflicts } = index.documents.write(documents, request);
    result.created += created;
    result.updated += updated;
    result.conflicts += conflicts;
    if (conflicts > 0 && !request.proceedsOnConflicts) result.failures.push(...conflicting(documents, copying));
  }
  index.noteWritten();
  if (plannedFailure === null) return result;
  const planned = {
    type: 'mapper_parsing_exception',
    reason: plannedFailure.message ?? 'failed to parse',
    status: 400,
  };
  return { ...result, failures: batch.slice(0, 1).flatMap((documents) => listed(documents, planned, copying)) };
}

/** What no document of the batch gets past. */
function failureOfBatch({ task, cluster }: Copying): Failure | null {
  const { pipeline } = task.beginning.request;
  if (pipeline === null || (cluster.seed.pipelines ?? []).includes(pipeline)) return null;
  return {
    type: 'illegal_argument_exception',
    reason: `pipeline with id [${pipeline}] does not exist`,
    status: 400,
  };
}

/** The index that is written to, which a first write makes. */
function destinationOf({ task, cluster, service }: Copying): StoredIndex | Failure {
  const { destination, destinationType } = task.beginning.request;
  const index = writeIndexOf(cluster, destination);
  if (index === 'none')
    return {
      type: 'illegal_argument_exception',
      reason: `no write index is defined for alias [${destination}]. The write index may be explicitly disabled using is_write_index=false or the alias points to multiple indices without one being designated as a write index`,
      status: 400,
    };
  const type = typeOfWrites(task, cluster, destinationType);
  if (index === null) {
    if (cluster.seed.autoCreateIndex ?? true)
      return makeIndex({ name: destination, type, settings: new Map(), mappings: {} }, cluster, service);
    return { type: 'index_not_found_exception', reason: `no such index [${destination}]`, status: 404 };
  }
  if (index.isClosed) return { type: 'index_closed_exception', reason: 'closed', status: 400 };
  if (index.isBlocked('write')) return blocked(index, cluster);
  if (!cluster.version.hasTypes || type === index.type) return index;
  return {
    type: 'illegal_argument_exception',
    reason: `Rejecting mapping update to [${index.name}] as the final mapping would have more than 1 type: [${index.type}, ${type}]`,
    status: 400,
  };
}

/** On 6.x documents keep the type that they have at the source. */
function typeOfWrites(task: CopyTask, cluster: Cluster, given: string | null): string {
  if (!cluster.version.hasTypes) return '_doc';
  return given ?? task.source?.index[0]?.type ?? '_doc';
}

function writeIndexOf(cluster: Cluster, name: string): StoredIndex | 'none' | null {
  const index = cluster.indices.get(name);
  if (index !== undefined) return index;
  const behind = cluster.indicesByName.filter(({ aliases }) => aliases.has(name));
  if (behind.length === 0) return null;
  const chosen = behind.filter(({ aliases }) => aliases.get(name)?.is_write_index === true);
  if (chosen[0] !== undefined) return chosen[0];
  const [only] = behind;
  return behind.length === 1 && only?.aliases.get(name)?.is_write_index !== false ? (only ?? 'none') : 'none';
}

function blocked(index: StoredIndex, { version }: Cluster): Failure {
  const block = index.settings.get('blocks.write') === 'true' ? '8/index write' : '5/index read-only';
  const name = version.hasTypes ? '' : `index [${index.name}] `;
  return { type: 'cluster_block_exception', reason: `${name}blocked by: [FORBIDDEN/${block} (api)];`, status: 403 };
}

/** What a mapping refuses: a field that a strict one does not have, and a value of another type than its field. */
export function failureOfDocument(
  document: WholeDocument,
  { mappings, type }: StoredIndex,
  version: ClusterVersion,
): Failure | null {
  return failureOfFields(document, mappings, type) ?? failureOfValues(document, mappings, version);
}

function failureOfValues({ id, source }: WholeDocument, mappings: JsonObject, version: ClusterVersion): Failure | null {
  const wrong = findWrongValue(source, mappings);
  if (wrong === null) return null;
  const { field, type } = wrong;
  const isObject = type === 'object' || type === 'nested';
  return {
    type: version.isStrict ? 'document_parsing_exception' : 'mapper_parsing_exception',
    reason: isObject
      ? `object mapping for [${field}] tried to parse field [${field}] as object, but found a concrete value`
      : `failed to parse field [${field}] of type [${type}] in document with id '${id}'`,
    status: 400,
  };
}

/** Only of the document itself: fields of its objects are not looked at. */
function failureOfFields({ source }: WholeDocument, mappings: JsonObject, type: string): Failure | null {
  if (mappings['dynamic'] !== 'strict') return null;
  const known = objectOf(mappings, 'properties');
  const unknown = Object.keys(source).find((field) => !isJsonObject(known[field]));
  if (unknown === undefined) return null;
  return {
    type: 'strict_dynamic_mapping_exception',
    reason: `mapping set to strict, dynamic introduction of [${unknown}] within [${type}] is not allowed`,
    status: 400,
  };
}

function refusedBatch(batch: readonly Documents[], failure: Failure, copying: Copying): WrittenBatch {
  const failures = batch.flatMap((documents) => listed(documents, failure, copying));
  return { created: 0, updated: 0, conflicts: 0, failures };
}

function conflicting(documents: Documents, copying: Copying): readonly JsonObject[] {
  const [id = ''] = idsOf(documents);
  const details = { shard: '0', index: copying.task.beginning.request.destination };
  const reason = `[${id}]: version conflict, document already exists (current version [1])`;
  return listed(documents, { type: 'version_conflict_engine_exception', reason, status: 409, details }, copying);
}

function listed(
  documents: Documents,
  { type, reason, status, details }: Failure,
  { task, cluster }: Copying,
): readonly JsonObject[] {
  const { destination, destinationType } = task.beginning.request;
  const shownType = cluster.version.hasTypeInHits ? { type: typeOfWrites(task, cluster, destinationType) } : {};
  return idsOf(documents).map((id) => ({
    index: destination,
    ...shownType,
    id,
    cause: { type, reason, ...details },
    status,
  }));
}

function idsOf(documents: Documents): readonly string[] {
  if (documents.kind === 'document') return [documents.id];
  const count = Math.min(sizeOf(documents), MAX_LISTED);
  return Array.from({ length: count }, (_, at) => idOf(documents, documents.from + at));
}
