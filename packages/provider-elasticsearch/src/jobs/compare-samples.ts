import type { JobContext, JobDefinition, JsonObject } from '@waybill/core';
import { COMPARED_PROPERTIES } from './compared-input.ts';
import { countDifferences, type Difference, differencesIn, differencesOf } from './describe-differences.ts';
import { compareDigests, type Digests, digestsOf } from './digest-map.ts';
import { hasMoved, positionsOf, readPositions } from './index-position.ts';
import { type JobSides, sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS, judgeDifferences } from './judge-differences.ts';
import { readRefusedIds, TOLERATED_PROPERTIES } from './refused-ids.ts';
import { idsOfSample } from './sample-ids.ts';
import { beside, countDocuments } from './seq-no-slices.ts';
import { showDocuments } from './show-documents.ts';
import { sumOf } from './sum-of.ts';

export const COMPARE_SAMPLES = 'compare-samples';

/** Documents of each side that are looked at where a plan does not say how many. */
export const DEFAULT_SAMPLE = 1_000;
/** Documents of one slice. */
const MOST_PER_SLICE = 100;
/** Differences that the results of all slices name together, so that the engine keeps them; the rest are counted. */
const MOST_NAMED = 600;

/**
 * Takes documents at random from each side, and compares by value what both sides have under their ids, wherever a routing
 * has put them. What was not drawn is not seen.
 */
export const compareSamples: JobDefinition = {
  name: COMPARE_SAMPLES,
  title: 'compare a random sample of documents',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest'],
    properties: {
      ...COMPARED_PROPERTIES,
      sample: { type: 'integer', minimum: 1 },
      ...TOLERATED_PROPERTIES,
    },
  },
  outputs: [...COMPARISON_OUTPUTS, 'documents'],
  planSlices,
  runSlice: ({ arguments: args }, context) => compareSample(args, context),
  summarize(results, input) {
    const documents = sumOf(results, 'documents');
    const named = differencesOf(results);
    const counts = countDifferences(named);
    const unnamedMissing = sumOf(results, 'unnamed_missing');
    const judged = judgeDifferences(
      {
        level: 'sample',
        counts: { ...counts, missing: counts.missing + unnamedMissing },
        refused: refusedAmong(named, input) + sumOf(results, 'unnamed_refused'),
        left: sumOf(results, 'unnamed') - unnamedMissing,
        named,
        hasMoved: results.some(({ result }) => result['has_moved'] === true),
        equal: `${documents} documents of a random sample are equal`,
      },
      input,
    );
    return { ...judged, outputs: { ...judged.outputs, documents } };
  },
  differencesIn,
  valuesOf: showDocuments,
  expectedWork: ({ sample }) => ({ slices: 2 * slicesOf(sample) }),
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 500, p90Ms: 5_000, source: 'two searches for a hundred documents' },
};

function refusedAmong(differences: readonly Difference[], input: JsonObject): number {
  const ids = readRefusedIds(input);
  return differences.filter(({ kind, id }) => kind === 'missing' && ids.has(id)).length;
}

function slicesOf(sample: unknown): number {
  return Math.ceil((typeof sample === 'number' ? sample : DEFAULT_SAMPLE) / MOST_PER_SLICE);
}

/**
 * From both sides: what is missing is found from the source, and what is extra from the copy. Where neither has more than are
 * wanted, all of them are looked at.
 */
async function planSlices(context: JobContext) {
  const sides = sidesOf(context);
  const { origin, target, source, dest, query } = sides;
  await Promise.all([origin.read('RefreshIndex', { index: source }), target.read('RefreshIndex', { index: dest })]);
  const sample = Number(context.input['sample'] ?? DEFAULT_SAMPLE);
  const positions = [...(await positionsOf(sides))];
  const counts = await Promise.all([countDocuments(origin, source, query), countDocuments(target, dest, undefined)]);
  if (Math.max(...counts) <= sample)
    return [{ name: 'all', arguments: { side: 'both', positions, most_named: MOST_NAMED / 10 } }];
  const of = slicesOf(sample);
  const named = Math.max(1, Math.floor(MOST_NAMED / (2 * of)));
  return (['source', 'copy'] as const).flatMap((side) =>
    Array.from({ length: of }, (_, index) => ({
      name: `${side}-${index + 1}-of-${of}`,
      arguments: {
        side,
        size: Math.min(MOST_PER_SLICE, sample - index * MOST_PER_SLICE),
        positions,
        most_named: named,
      },
    })),
  );
}

async function compareSample(args: JsonObject, context: JobContext): Promise<JsonObject> {
  const sides = sidesOf(context);
  const ids = args['side'] === 'both' ? undefined : await draw(args, sides, context);
  if (ids?.length === 0) return { documents: 0, named: [] };
  const [source, copy] = await bothSides(ids, sides, context);
  const named = [...compareDigests(source, copy)];
  const moved =
    named.length === 0 ? {} : { has_moved: hasMoved(readPositions(args['positions']), await positionsOf(sides)) };
  const documents = ids?.length ?? Math.max(source.size, copy.size);
  const most = Number(args['most_named']);
  const [kept, others] = [named.slice(0, most), named.slice(most)];
  return {
    documents,
    named: kept.map((each) => ({ ...each })),
    unnamed: others.length,
    // As many as the plan tolerates are no fault, whether they are named or not.
    unnamed_missing: countDifferences(others).missing,
    unnamed_refused: refusedAmong(others, context.input),
    ...moved,
  };
}

function draw({ side, size }: JsonObject, sides: JobSides, { clock, signal }: JobContext): Promise<readonly string[]> {
  const { origin, target, source, dest, query } = sides;
  const drawn =
    side === 'source'
      ? { connection: origin, index: source, query }
      : { connection: target, index: dest, query: undefined };
  return idsOfSample({ ...drawn, clock, signal, size: Number(size) });
}

/** What each side has under some ids; undefined: all it has. */
async function bothSides(
  ids: readonly string[] | undefined,
  { origin, target, source, dest, query, pages }: JobSides,
  { clock, signal }: JobContext,
): Promise<readonly [Digests, Digests]> {
  const among: JsonObject | undefined = ids && { ids: { values: ids } };
  const common = { clock, signal, ...pages };
  return await Promise.all([
    digestsOf({
      connection: origin,
      index: source,
      query: among === undefined ? query : beside(query, among),
      ...common,
    }),
    digestsOf({ connection: target, index: dest, query: among, ...common }),
  ]);
}
