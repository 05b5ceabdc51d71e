import type { JobDefinition } from '@waybill/core';
import { inputOfCluster, summarizeCopies } from './copy-by-cluster.ts';
import { copyDocuments } from './copy-documents.ts';
import { pullSlice } from './pull-slice.ts';
import { whileSourceSame } from './refuse-remade-source.ts';

export const COPY_BY_METHOD = 'copy-by-method';

/**
 * Copies the documents of an index by the method that was chosen when the plan left it open: `remote` lets the target pull
 * each slice, anything else reads and writes it.
 */
export const copyByMethod: JobDefinition = {
  ...copyDocuments,
  name: COPY_BY_METHOD,
  title: 'copy documents into another index with the chosen method',
  inputSchema: inputOfCluster(['remote', 'bulk', null]),
  // A pull knows no shards: it would copy all of them. Slices that were cut by them are read and written, whatever was chosen since.
  runSlice: (slice, context) =>
    context.input['method'] === 'remote' && slice.arguments['shard'] === undefined
      ? whileSourceSame(context, () => pullSlice(slice, context))
      : copyDocuments.runSlice(slice, context),
  summarize: summarizeCopies,
};
