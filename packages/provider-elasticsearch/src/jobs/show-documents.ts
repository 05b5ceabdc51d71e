import type { JobConnection, JobDefinition, Json } from '@waybill/core';
import { sidesOf } from './job-sides.ts';
import { findDocuments, isTooMuch } from './scroll-documents.ts';

/** Of the JSON of a document. */
const MOST_CHARACTERS = 1_000;
/** Results keep no more of an id: one of this length may have been cut. */
const CUT_ID_CHARACTERS = 150;
/** Documents of one id, under different routings. */
const MOST_ROUTINGS = 20;

/** The documents that both sides have now under the ids that a comparison has named, as JSON and cut short. */
export const showDocuments: NonNullable<JobDefinition['valuesOf']> = async (differences, context) => {
  const { origin, target, source, dest } = sidesOf(context);
  const shown: ({ readonly source: Json; readonly target: Json } | undefined)[] = [];
  for (const { id, details } of differences) {
    context.signal.throwIfAborted();
    if (id.length >= CUT_ID_CHARACTERS) {
      shown.push(undefined);
      continue;
    }
    const named = { id, routing: details?.['routing'] };
    const [left, right] = await Promise.all([
      documentIn({ connection: origin, index: source }, named, context),
      documentIn({ connection: target, index: dest }, named, context),
    ]);
    shown.push({ source: left, target: right });
  }
  return shown;
};

type ValuesContext = Parameters<NonNullable<JobDefinition['valuesOf']>>[1];

interface ReadIndex {
  readonly connection: JobConnection;
  readonly index: string;
}

/** Null where there is none. */
async function documentIn(
  index: ReadIndex,
  { id, routing }: { readonly id: string; readonly routing: string | undefined },
  { clock, signal, clean }: ValuesContext,
): Promise<Json> {
  try {
    const query = { ids: { values: [id] } };
    const { documents } = await findDocuments({ ...index, query, size: MOST_ROUTINGS, clock, signal });
    const found = documents.find((each) => (each.routing && (JSON.parse(each.routing) as string)) === routing);
    if (found === undefined) return null;
    // Before it is cut: a part of a secret is not recognized any more.
    const source = clean(found.source);
    return source.length > MOST_CHARACTERS ? `${source.slice(0, MOST_CHARACTERS).toWellFormed()}…` : source;
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return 'too large to be shown';
  }
}
