import { defined, type JsonObject, type Listing } from '@waybill/core';
import { rowsOf, textOf } from '@waybill/provider-kit';

/** The indices of a cluster, in the order of their names. */
export const indicesListing: Listing = {
  title: 'indices',
  columns: [
    { name: 'index', type: 'text', description: 'Name of the index.' },
    { name: 'status', type: 'text', description: 'open or close.' },
    { name: 'shards', type: 'number', description: 'Primary shards.' },
    { name: 'replicas', type: 'number', description: 'Replicas of each.' },
    {
      name: 'documents',
      type: 'number',
      description: 'Lucene documents, hidden ones of nested fields included.',
      isVolatile: true,
    },
    { name: 'bytes', type: 'number', description: 'Size of the primary shards in bytes.', isVolatile: true },
  ],
  key: 'index',
  // Those of Kibana, security and monitoring.
  isInternal: (name) => name.startsWith('.'),
  async readPage(_args, { read, isWanted }) {
    const answer = await read('ListIndices', { index: '*', h: 'index,status,pri,rep,docs.count,pri.store.size' });
    const rows = rowsOf<object>(answer).map((row) => rowOf(row as JsonObject));
    const named = rows.filter((row) => isWanted(textOf(row['index']) ?? ''));
    return { rows: named.toSorted((a, b) => compare(textOf(a['index']) ?? '', textOf(b['index']) ?? '')) };
  },
};

function rowOf(row: JsonObject): JsonObject {
  return defined({
    index: textOf(row['index']),
    status: textOf(row['status']),
    shards: numberIn(row, 'pri'),
    replicas: numberIn(row, 'rep'),
    documents: numberIn(row, 'docs.count'),
    bytes: numberIn(row, 'pri.store.size'),
  });
}

/** Numbers come as texts; a closed index has none. */
function numberIn(row: JsonObject, column: string): number | undefined {
  const text = textOf(row[column]);
  return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
