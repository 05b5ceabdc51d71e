import { defined, type JobContext, type JobSummary, type JsonObject, type SliceResult } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { FOLLOWED_PROPERTIES } from './followed-input.ts';
import { sidesOf } from './job-sides.ts';
import { withFittingPages } from './page-size.ts';
import { pipePages } from './pipe-pages.ts';
import type { DocumentPage } from './read-page.ts';
import { Refusals } from './refusals.ts';
import {
  failureOfRefused,
  namesOf,
  namesOfRefused,
  omissionIn,
  refusedIdsIn,
  refuseTooMany,
} from './refused-documents.ts';
import { replaceDocuments } from './replace-documents.ts';
import { scrollDocuments } from './scroll-documents.ts';
import { sumOf } from './sum-of.ts';
import { writtenIndexOf } from './target-type.ts';

/** What every round of catching up is given, however it knows what was written since. */
export const ROUND_PROPERTIES: Readonly<Record<string, object>> = {
  ...FOLLOWED_PROPERTIES,
  /** Those of the unit: with more than one, what an earlier attempt has copied may be old. */
  tokens: { type: 'array' },
  /** A difference that is small enough: it is left to the next round. */
  until: { type: 'integer', minimum: 0 },
  /** No further round follows before the source is frozen. */
  is_last: { type: 'boolean' },
  /** Nothing is written to the source any more. */
  is_frozen: { type: 'boolean' },
};

/** What a round gives of documents that the copy did not take: the first ones with their reasons, how many, and their ids. */
export const REFUSED_OUTPUTS: readonly string[] = ['refused', 'refused_count', 'refused_ids', 'omitted'];

/** Documents that a slice reads, of one shard or of all. */
export interface WrittenSince {
  readonly query: JsonObject | undefined;
  readonly shard?: number;
}

/** Reads what was written, and makes those documents of the copy the same. */
export async function copyWritten(
  ranges: readonly WrittenSince[],
  args: JsonObject,
  context: JobContext,
): Promise<JsonObject> {
  const { index } = writtenIndexOf(context);
  const counts: RoundCounts = { documents: 0, refused: new Refusals({ args, context, index }) };
  for (const range of ranges) await copyRange(range, { args, context, counts });
  return { documents: counts.documents, ...namesOf(counts.refused, args) };
}

interface RoundCounts {
  documents: number;
  readonly refused: Refusals;
}

interface Round {
  readonly args: JsonObject;
  readonly context: JobContext;
  readonly counts: RoundCounts;
}

async function copyRange(range: WrittenSince, { args, context, counts }: Round): Promise<void> {
  const { origin, source, pages } = sidesOf(context);
  const { clock, signal, input } = context;
  const written = { ...writtenIndexOf(context), type: textOf(args['type']) };
  const read = { connection: origin, index: source, ...range, clock, signal, ...pages };
  const { documents: before } = counts;
  const { count, first } = counts.refused;
  await withFittingPages({ ...read, parts: 'versioned' }, async (size) => {
    // A pass that begins anew reads everything again.
    counts.documents = before;
    counts.refused.restart({ count, first });
    const versioned = { ...read, parts: 'versioned', size } as const;
    await pipePages<DocumentPage>(
      (take) => scrollDocuments(versioned, take),
      async ({ documents }) => {
        counts.documents += documents.length;
        const { refused } = await replaceDocuments(written, documents);
        await counts.refused.add(refused);
        refuseTooMany(counts.refused, counts.documents, input);
        context.report?.(counts.documents);
      },
    );
  });
}

/** `next`: where the round after it begins; `written`: documents that were written since, where it has read others too. */
export function summarizeRound(
  results: readonly SliceResult[],
  input: JsonObject,
  next: JsonObject,
  written: number = sumOf(results, 'documents'),
): JobSummary {
  const [documents, refused] = [sumOf(results, 'documents'), sumOf(results, 'refused')];
  const failure = failureOfRefused(results, { refused, documents }, input);
  if (failure !== undefined) return failure;
  if (input['is_last'] === true && written > Number(input['until'] ?? 0)) return stillFar(written, input);
  const detail =
    results.length === 0 ? 'the difference is small enough' : `${documents} documents that were written since`;
  const named = namesOfRefused(results);
  return {
    kind: 'succeeded',
    outputs: {
      documents,
      ...next,
      ...defined({
        refused: named.length === 0 ? undefined : named,
        refused_count: refused === 0 ? undefined : refused,
      }),
      ...refusedIdsIn(results),
      ...omissionIn(results, refused),
    },
    detail,
  };
}

function stillFar(documents: number, { until }: JsonObject) {
  return {
    kind: 'failed',
    reason: `The last round found ${documents} documents that were written during the round before it; ${Number(until ?? 0)} are allowed.`,
    hint: 'Write less to the source, or allow more with catch_up: { until, rounds }.',
  } as const;
}

/** What is there may be old: everything is read again. */
export function isStartedOver({ tokens }: JsonObject): boolean {
  return Array.isArray(tokens) && tokens.length > 1;
}
