import { defined, type JsonObject, type LeftOut, type Listing } from '@waybill/core';
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
      description: 'Lucene documents, including the hidden ones of nested fields.',
      isVolatile: true,
    },
    { name: 'bytes', type: 'number', description: 'Size of the primary shards in bytes.', isVolatile: true },
  ],
  key: 'index',
  // Those of Kibana, security and monitoring.
  isInternal: (name) => name.startsWith('.'),
  async readPage(_args, { read, isWanted }) {
    const answer = await read('ListIndices', { index: '*,.ds-*', h: 'index,status,pri,rep,docs.count,pri.store.size' });
    const rows = rowsOf<object>(answer).map((row) => rowOf(row as JsonObject));
    const named = rows.filter((row) => isWanted(textOf(row['index']) ?? ''));
    const sorted = named.toSorted((a, b) => compare(textOf(a['index']) ?? '', textOf(b['index']) ?? ''));
    return { rows: sorted, leftOut: dataStreamsIn(rows.flatMap((row) => textOf(row['index']) ?? [])) };
  },
};

/**
 * `.ds-logs-app-2026.11.29-000001` is behind `logs-app`.
 *
 * Source: Elasticsearch Guide, "Data streams", backing indices; before 7.11 and on OpenSearch without the date.
 */
const BACKING = /^\.ds-(.+?)-(?:\d{4}\.\d{2}\.\d{2}-)?\d{6,}$/;

/** Each once, with the first of its indices. */
function dataStreamsIn(indices: readonly string[]): readonly LeftOut[] {
  const streams = new Map<string, string[]>();
  for (const index of indices.toSorted()) {
    const [, stream] = BACKING.exec(index) ?? [];
    if (stream !== undefined) streams.set(stream, [...(streams.get(stream) ?? []), index]);
  }
  return [...streams].map(([name, [first = '', ...others]]) => ({
    name,
    why: `It is a data stream, which is not copied as a whole. Copy the indices behind it, each into an index with a name of its own: ${first}${others.length === 0 ? '' : ` and ${others.length} more`} (--match '.ds-${name}-*').`,
  }));
}

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
