import { type Answer, isJsonObject, type JsonObject, objectOf, parseJson, textOf } from '@waybill/stand-kit';
import { clusterAnswer } from './cluster-answer.ts';
import { noSuchIndex } from './cluster-error.ts';
import type { WholeDocument } from './document-store.ts';
import { refuseClosed } from './index-documents.ts';
import type { ClusterCall } from './service.ts';
import type { StoredIndex } from './stored-index.ts';
import { failureOfDocument } from './write-batch.ts';

/** Writes documents one by one, and says of each what has become of it. */
export function bulkDocuments({ call, cluster }: ClusterCall): Answer {
  const name = call.params['index'] ?? '';
  const index = cluster.indices.get(name);
  if (index === undefined) throw noSuchIndex(name);
  refuseClosed(index);
  const items = actionsIn(Buffer.from(call.body).toString('utf8')).map((action) =>
    writeOne(action, index, cluster.version.hasTypes),
  );
  const isWritten = items.some(({ status }) => status < 300);
  if (isWritten) index.noteWritten();
  const body = {
    took: 1,
    errors: items.some(({ status }) => status >= 300),
    items: items.map(({ kind, ...item }) => ({ [kind]: { _index: name, ...item } })),
  };
  return clusterAnswer(call, body, { effects: isWritten ? 1 : 0 });
}

interface Action {
  readonly kind: string;
  readonly type: string | null;
  readonly document: WholeDocument;
}

/** An action and its document, a line each. */
function actionsIn(text: string): readonly Action[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return Array.from({ length: Math.floor(lines.length / 2) }, (_, at) => {
    const [[kind, named] = ['index', {}]] = Object.entries(jsonIn(lines[2 * at]));
    const about = isJsonObject(named) ? named : {};
    const routing = textOf(about, 'routing') ?? textOf(about, '_routing');
    const source = jsonIn(lines[2 * at + 1]);
    return {
      kind,
      type: textOf(about, '_type'),
      document: { kind: 'document', id: textOf(about, '_id') ?? '', source, routing, version: 1 },
    };
  });
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

function writeOne({ kind, type, document }: Action, index: StoredIndex, hasTypes: boolean): Item {
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
  const failure = failureOfDocument(document, index);
  if (failure !== null) return refused(kind, id, failure.status, failure.type, failure.reason);
  const { created, conflicts } = index.documents.write(document, { isCreate: kind === 'create', isExternal: false });
  if (conflicts > 0) {
    const reason = `[${id}]: version conflict, document already exists (current version [1])`;
    return refused(kind, id, 409, 'version_conflict_engine_exception', reason);
  }
  return { kind, _id: id, status: created > 0 ? 201 : 200, result: created > 0 ? 'created' : 'updated' };
}

function refused(kind: string, id: string, status: number, type: string, reason: string): Item {
  return { kind, _id: id, status, error: { type, reason } };
}
