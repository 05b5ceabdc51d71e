import type { JobContext, JobDefinition, Json, JsonObject } from '@waybill/core';
import { COMPARED_PROPERTIES } from './compared-input.ts';
import { type Difference, differencesIn, differencesOf } from './describe-differences.ts';
import { compareDigests, digestsOf } from './digest-map.ts';
import { ofSomeDocuments } from './expected-work.ts';
import { hasMoved, type Positions, positionsOf, readPositions } from './index-position.ts';
import { sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS, judgeDifferences } from './judge-differences.ts';
import { membersOf, planRounds, type Round, readRound, readSuspects } from './plan-rounds.ts';
import { readRefusedIds, TOLERATED_PROPERTIES } from './refused-ids.ts';
import { showDocuments } from './show-documents.ts';
import { sumOf } from './sum-of.ts';

export const NAME_DIFFERENCES = 'name-differences';

/** Documents that the result of a round names; the rest are counted. */
const MOST_NAMED = 100;

/**
 * Looks at the documents of the buckets that differ, and says which are missing, extra or changed. It compares by value: what
 * differs only in its bytes is equal, and so is what was written on both sides since the digests were made.
 */
export const nameDifferences: JobDefinition = {
  name: NAME_DIFFERENCES,
  title: 'name the documents that differ',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest', 'buckets', 'suspects'],
    properties: {
      ...COMPARED_PROPERTIES,
      buckets: { type: 'integer', minimum: 1 },
      suspects: { type: 'array' },
      ...TOLERATED_PROPERTIES,
    },
  },
  outputs: COMPARISON_OUTPUTS,
  planSlices,
  runSlice: ({ arguments: args }, context) =>
    compareRound(readRound(args), { context, before: readPositions(args['positions']) }),
  summarize(results, input) {
    const compared = {
      level: 'digest',
      counts: {
        missing: sumOf(results, 'missing'),
        extra: sumOf(results, 'extra'),
        changed: sumOf(results, 'changed'),
      },
      refused: sumOf(results, 'refused'),
      left: planRounds(readSuspects(input['suspects'])).left,
      named: differencesOf(results),
      hasMoved: results.some(({ result }) => result['has_moved'] === true),
      equal: 'equal',
    };
    return judgeDifferences(compared, input);
  },
  differencesIn,
  differenceCount: (results) => sumOf(results, 'missing') + sumOf(results, 'extra') + sumOf(results, 'changed'),
  valuesOf: showDocuments,
  access: ['reads', 'reads'],
  expectedWork: ofSomeDocuments,
  assumedDuration: { p50Ms: 1_000, p90Ms: 60_000, source: 'nothing to do where both sides are equal' },
};

/** None where no bucket differs. */
async function planSlices(context: JobContext) {
  const { rounds } = planRounds(readSuspects(context.input['suspects']));
  if (rounds.length === 0) return [];
  const positions: Json = [...(await positionsOf(sidesOf(context)))];
  return rounds.map(({ buckets, part, of }, index) => ({
    name: `round-${index + 1}`,
    arguments: { buckets, part, of, positions },
  }));
}

/** Both sides are read whole; what is kept in memory of each is a digest for each document of the round. */
async function compareRound(
  round: Round,
  { context, before }: { readonly context: JobContext; readonly before: Positions },
): Promise<JsonObject> {
  const sides = sidesOf(context);
  const { clock, signal, input } = context;
  const common = { clock, signal, ...sides.pages };
  const isWanted = membersOf(round, Number(input['buckets']));
  const source = { connection: sides.origin, index: sides.source, query: sides.query, ...common };
  const left = await digestsOf(source, isWanted);
  const copy = { connection: sides.target, index: sides.dest, query: undefined, ...common };
  const right = await digestsOf(copy, isWanted);
  const counts = { missing: 0, extra: 0, changed: 0 };
  const ids = readRefusedIds(input);
  let refused = 0;
  const named: Difference[] = [];
  for (const difference of compareDigests(left, right)) {
    counts[difference.kind] += 1;
    if (difference.kind === 'missing' && ids.has(difference.id)) refused += 1;
    if (named.length < MOST_NAMED) named.push(difference);
  }
  const isEqual = counts.missing + counts.extra + counts.changed === 0;
  const moved = isEqual ? {} : { has_moved: hasMoved(before, await positionsOf(sides)) };
  return { ...counts, refused, named: named.map((each) => ({ ...each })), ...moved };
}
