import { type Answer, isJsonObject, type JsonObject, objectOf, parseJson, queryOf, textOf } from '@waybill/stand-kit';
import { clusterAnswer } from './cluster-answer.ts';
import { illegalArgument, noSuchIndex } from './cluster-error.ts';
import type { WholeDocument } from './document-store.ts';
import { refuseClosed } from './index-documents.ts';
import type { ClusterCall } from './service.ts';
import type { StoredIndex } from './stored-index.ts';
import type { ClusterVersion } from './version.ts';
import { failureOfDocument } from './write-batch.ts';

/** Writes documents one by one, and says of each what has become of it. */
export function bulkDocuments({ call, cluster }: ClusterCall): Answer {
  const name = call.params['index'] ?? '';
  const index = cluster.indices.get(name);
  if (index === undefined) throw noSuchIndex(name);
  refuseClosed(index);
  refusePipeline(queryOf(call, 'pipeline'), cluster);
  const items = actionsIn(Buffer.from(call.body).toString('utf8')).map((action) =>
    writeOne(action, index, cluster.version),
  );
  const isWritten = items.some(({ status }) => status < 300);
  if (isWritten) index.noteWritten();
  if (queryOf(call, 'refresh') === 'true') index.documents.refresh();
  const body = {
    took: 1,
    errors: items.some(({ error }) => error !== undefined),
    items: items.map(({ kind, ...item }) => ({ [kind]: { _index: name, ...item } })),
  };
  return clusterAnswer(call, body, { effects: isWritten ? 1 : 0 });
}

function refusePipeline(pipeline: string | null, { version, seed }: ClusterCall['cluster']): void {
  const { pipelines = [] } = seed;
  if (pipeline === null || pipelines.includes(pipeline) || (pipeline === '_none' && version.hasNoPipeline)) return;
  throw illegalArgument(`pipeline with id [${pipeline}] does not exist`);
}

interface Action {
  readonly kind: string;
  readonly type: string | null;
  readonly versionType: string | null;
  readonly document: WholeDocument;
}

/** An action and, but for a deletion, its document, a line each. */
function actionsIn(text: string): readonly Action[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const actions: Action[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [[kind, named] = ['index', {}]] = Object.entries(jsonIn(lines[at]));
    const about = isJsonObject(named) ? named : {};
    const routing = textOf(about, 'routing') ?? textOf(about, '_routing');
    if (kind !== 'delete') at += 1;
    const source = kind === 'delete' ? {} : jsonIn(lines[at]);
    const { version, version_type: versionType } = about;
    actions.push({
      kind,
      type: textOf(about, '_type'),
      versionType: typeof versionType === 'string' ? versionType : null,
      document: {
        kind: 'document',
        id: textOf(about, '_id') ?? '',
        source,
        routing,
        version: typeof version === 'number' ? version : 1,
      },
    });
  }
  return actions;
}

function jsonIn(line = '{}'): JsonObject {
  const value = parseJson(line);
  return isJsonObject(value) ? value : objectOf({}, '');
}

interface Item {
  readonly kind: string;
  readonly _id: string;
  readonly status: number;
  readonly result?: string;
  readonly error?: JsonObject;
}

function writeOne({ kind, type, versionType, document }: Action, index: StoredIndex, version: ClusterVersion): Item {
  const { hasTypes } = version;
  const { id } = document;
  if (hasTypes && type === null)
    return refused(kind, id, 400, 'action_request_validation_exception', 'Validation Failed: 1: type is missing;');
  if (hasTypes && type !== index.type)
    return refused(
      kind,
      id,
      400,
      'illegal_argument_exception',
      `Rejecting mapping update to [${index.name}] as the final mapping would have more than 1 type: [${index.type}, ${type}]`,
    );
  if (index.isBlocked('write')) return refused(kind, id, 403, 'cluster_block_exception', 'index write is blocked');
  if (kind === 'delete') return deleteOne(document, index);
  const failure = failureOfDocument(document, index, version);
  if (failure !== null) return refused(kind, id, failure.status, failure.type, failure.reason);
  const { created, conflicts } = index.documents.write(document, {
    isCreate: kind === 'create',
    isExternal: versionType !== null,
    replacesEqual: versionType === 'external_gte',
  });
  if (conflicts > 0) return conflict(kind, id);
  return { kind, _id: id, status: created > 0 ? 201 : 200, result: created > 0 ? 'created' : 'updated' };
}

function deleteOne({ id, version }: WholeDocument, index: StoredIndex): Item {
  const outcome = index.documents.delete(id, version);
  if (outcome === 'conflict') return conflict('delete', id);
  const isGone = outcome === 'deleted';
  return { kind: 'delete', _id: id, status: isGone ? 200 : 404, result: isGone ? 'deleted' : 'not_found' };
}

function conflict(kind: string, id: string): Item {
  const reason = `[${id}]: version conflict, document already exists (current version [1])`;
  return refused(kind, id, 409, 'version_conflict_engine_exception', reason);
}

function refused(kind: string, id: string, status: number, type: string, reason: string): Item {
  return { kind, _id: id, status, error: { type, reason } };
}
