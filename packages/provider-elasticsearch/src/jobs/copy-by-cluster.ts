import {
  type JobContext,
  type JobDefinition,
  type JobSummary,
  type JsonObject,
  ProviderError,
  type SliceResult,
} from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { listCopies } from '../polls/share-pace.ts';
import { opaqueIdOf } from '../reconcile/tasks-of-opaque-id.ts';
import { copyDocuments } from './copy-documents.ts';
import { sidesOf } from './job-sides.ts';
import { pullSlice, unpacedIn } from './pull-slice.ts';
import { whileSourceSame } from './refuse-remade-source.ts';

export const COPY_BY_CLUSTER = 'copy-by-cluster';

const { properties, ...schema } = copyDocuments.inputSchema as { readonly properties: object };

/** Of a job whose documents a cluster copies, or may copy. */
export function inputOfCluster(methods: readonly (string | null)[]): object {
  return {
    ...schema,
    properties: {
      ...properties,
      method: { enum: methods },
      /** How the target reaches the source; absent: both are on one cluster. */
      remote: { type: 'object' },
      /** How the `X-Opaque-Id` of each copy begins. */
      opaque_id: { type: 'string' },
    },
  };
}

/** Lets a cluster copy the documents of an index by its own `_reindex`, slice by slice: from another one, or within itself. */
export const copyByCluster: JobDefinition = {
  ...copyDocuments,
  name: COPY_BY_CLUSTER,
  title: 'let a cluster copy documents into another index',
  inputSchema: inputOfCluster(['remote', 'local']),
  async planSlices(context) {
    await awaitFormerCopies(context);
    return await copyDocuments.planSlices(context);
  },
  runSlice: (slice, context) => whileSourceSame(context, () => pullSlice(slice, context)),
  summarize: summarizeCopies,
  assumedDuration: {
    p50Ms: 16_000,
    p90Ms: 76_000,
    source: 'a guess: 200,000 documents of half a kilobyte in 15 seconds',
  },
};

/**
 * Earlier versions began the copies of a unit as calls, under its id and a number. Beside them nothing is copied.
 *
 * @throws ProviderError while one of them is under way
 */
async function awaitFormerCopies(context: JobContext): Promise<void> {
  const { target } = sidesOf(context);
  const ids = new RegExp(`^${textOf(context.input['opaque_id'])}-\\d+$`);
  const underWay = await listCopies((operation, args) => target.read(operation, args));
  const [former] = [...underWay].filter(([, row]) => ids.test(opaqueIdOf(row) ?? ''));
  if (former === undefined) return;
  throw new ProviderError(
    `An earlier version of Waybill began the copy task ${former[0]} of this unit, which is still running.`,
    {
      vendorCode: 'FORMER_COPY',
      class: 'busy',
      effect: 'none',
      hint: `When it has ended, what is left is copied. To have that sooner, cancel it: POST _tasks/${former[0]}/_cancel.`,
    },
  );
}

/** What copies that a cluster makes mean together: it keeps the pace, or says why it does not, and refuses no documents. */
export function summarizeCopies(results: readonly SliceResult[], input: JsonObject): JobSummary {
  const summary = copyDocuments.summarize(results, input);
  const unpaced = unpacedIn(results);
  if (summary.kind === 'failed' || unpaced === undefined) return summary;
  return { ...summary, detail: `${summary.detail}. ${unpaced}`, hint: UNPACED };
}

const UNPACED =
  'Give the user of the copy the cluster privilege `manage` (cluster:admin/reindex/rethrottle), or set method: bulk, which keeps its pace without that privilege.';
