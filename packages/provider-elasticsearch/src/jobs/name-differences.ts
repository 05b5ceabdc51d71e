import type { JobContext, JobDefinition, JsonObject } from '@waybill/core';
import { COMPARED_PROPERTIES } from './compared-input.ts';
import { type Difference, describeDifferences, readDifferences } from './describe-differences.ts';
import { digestPass } from './digest-pass.ts';
import type { DigestedDocument } from './document-digest.ts';
import { sidesOf } from './job-sides.ts';
import type { PagedIndex } from './page-size.ts';
import { membersOf, planRounds, type Round, readRound, readSuspects } from './plan-rounds.ts';

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
      tolerate_missing: { type: 'integer', minimum: 0 },
    },
  },
  outputs: ['result'],
  planSlices: ({ input }) =>
    planRounds(readSuspects(input['suspects'])).rounds.map(({ buckets, part, of }, index) => ({
      name: `round-${index + 1}`,
      arguments: { buckets, part, of },
    })),
  runSlice: ({ arguments: args }, context) => compareRound(readRound(args), context),
  summarize(results, input) {
    const sum = (name: string): number => results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
    const counts = { missing: sum('missing'), extra: sum('extra'), changed: sum('changed') };
    const { left } = planRounds(readSuspects(input['suspects']));
    const tolerated = Number(input['tolerate_missing'] ?? 0);
    const isEqual = counts.missing <= tolerated && counts.extra + counts.changed + left === 0;
    if (isEqual) return { kind: 'succeeded', outputs: { result: 'equal' }, detail: describeEqual(counts.missing) };
    return {
      kind: 'failed',
      reason: describeDifferences(
        counts,
        left,
        results.flatMap(({ result }) => readDifferences(result['named'])),
      ),
      hint: 'Where the source was written meanwhile, stop the writers and start the unit over. Otherwise find out who has changed the copy.',
    };
  },
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 1_000, p90Ms: 60_000, source: 'nothing to do where both sides are equal' },
};

function describeEqual(missing: number): string {
  return missing === 0 ? 'equal' : `equal but for ${missing} documents that were refused`;
}

interface Differences {
  missing: number;
  extra: number;
  changed: number;
  readonly named: Difference[];
}

/** Both sides are read whole; what is kept in memory of each is a digest for each document of the round. */
async function compareRound(round: Round, context: JobContext): Promise<JsonObject> {
  const { origin, target, source, dest, query, pages } = sidesOf(context);
  const { clock, signal, input } = context;
  const common = { clock, signal, ...pages };
  const isWanted = membersOf(round, Number(input['buckets']));
  const left = await digestsOf({ connection: origin, index: source, query, ...common }, isWanted);
  const right = await digestsOf({ connection: target, index: dest, query: undefined, ...common }, isWanted);
  const found: Differences = { missing: 0, extra: 0, changed: 0, named: [] };
  for (const [key, digest] of left) {
    const copied = right.get(key);
    if (copied === undefined) note('missing', key, found);
    else if (copied !== digest) note('changed', key, found);
  }
  for (const key of right.keys()) if (!left.has(key)) note('extra', key, found);
  return {
    missing: found.missing,
    extra: found.extra,
    changed: found.changed,
    named: found.named.map((each) => ({ ...each })),
  };
}

/** By id and routing: a document that is there twice, under two routings, is two. */
function digestsOf(index: PagedIndex, isWanted: (id: string) => boolean): Promise<ReadonlyMap<string, bigint>> {
  return digestPass(index, 'value', () => {
    const result = new Map<string, bigint>();
    const add = ({ id, routing, low }: DigestedDocument): void => {
      if (isWanted(id)) result.set(JSON.stringify([id, routing ?? null]), low);
    };
    return { result, add };
  });
}

const MOST_ID_CHARACTERS = 150;

function note(kind: Difference['kind'], key: string, found: Differences): void {
  found[kind] += 1;
  if (found.named.length >= MOST_NAMED) return;
  const [id, routing] = JSON.parse(key) as readonly [string, string | null];
  const cut = (text: string): string => text.slice(0, MOST_ID_CHARACTERS).toWellFormed();
  found.named.push({ kind, id: cut(id), ...(typeof routing === 'string' ? { routing: cut(routing) } : {}) });
}
