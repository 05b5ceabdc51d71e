import type { JobDefinition } from '@waybill/core';
import { copyDocuments } from './copy-documents.ts';
import { pullSlice, unpacedIn } from './pull-documents.ts';
import { whileSourceSame } from './refuse-remade-source.ts';

export const COPY_BY_METHOD = 'copy-by-method';

const { properties, ...schema } = copyDocuments.inputSchema as { readonly properties: object };

/**
 * Copies the documents of an index by the method that was chosen when the plan left it open: `remote` lets the target pull
 * each slice, anything else reads and writes it.
 */
export const copyByMethod: JobDefinition = {
  ...copyDocuments,
  name: COPY_BY_METHOD,
  title: 'copy documents into another index with the chosen method',
  inputSchema: {
    ...schema,
    properties: {
      ...properties,
      method: { enum: ['remote', 'bulk', null] },
      remote: { type: 'object' },
      opaque_id: { type: 'string' },
    },
  },
  // A pull knows no shards: it would copy all of them. Slices that were cut by them are read and written, whatever was chosen since.
  runSlice: (slice, context) =>
    context.input['method'] === 'remote' && slice.arguments['shard'] === undefined
      ? whileSourceSame(context, () => pullSlice(slice, context))
      : copyDocuments.runSlice(slice, context),
  summarize(results, input) {
    const summary = copyDocuments.summarize(results, input);
    const unpaced = unpacedIn(results);
    if (summary.kind === 'failed' || unpaced === undefined) return summary;
    return { ...summary, detail: `${summary.detail}. ${unpaced}`, hint: UNPACED };
  },
};

const UNPACED =
  'Give the user of the copy the cluster privilege `manage` (cluster:admin/reindex/rethrottle), or set method: bulk, which keeps its pace without that privilege.';
