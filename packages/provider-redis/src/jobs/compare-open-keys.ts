import type { JobContext, JobDefinition, JobSlice, JobSummary, JsonObject, SliceResult } from '@waybill/core';
import { compareKeys } from './compare-keys.ts';
import { COMPARED_INPUT, type ComparedInput, readInput } from './compared-input.ts';
import { describeDifferences, differenceCount, differencesIn, KINDS, namedIn } from './describe-differences.ts';
import { sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS, judgeComparison } from './judge-comparison.ts';
import type { DifferenceKind } from './look.ts';
import { lookerOf, looksOf } from './looks-of.ts';
import { type OpenKeys, parseLeftOpen } from './open-keys.ts';
import { planSlices } from './plan-slices.ts';
import { showValues } from './show-values.ts';
import { Suspects } from './suspects.ts';

export const COMPARE_OPEN_KEYS = 'compare-open-keys';

const STOPPED =
  'Make sure that every writer of the source is stopped, and that nobody writes to the target; then retry. A key that stays different was not copied: compare everything with `waybill verify`.';
/** In one call. */
const PAGE_KEYS = 500;
/** What has arrived at the target may need a moment to be carried out there. */
const ROUNDS = { rounds: 2, intervalMs: 500 };
/** The same, as the input of a comparison of all keys has it. */
const QUICK: JsonObject = { rounds: ROUNDS.rounds, interval_ms: ROUNDS.intervalMs };

/** Of both sides together: so few are all compared in about a second. */
const FEW_KEYS = 20_000;

/**
 * Compares keys again while nobody writes, what a frozen source has to wait for: those that a comparison before has left open, or
 * all of them where there are few. Both sides are only read.
 */
export const compareOpenKeys: JobDefinition = {
  name: COMPARE_OPEN_KEYS,
  title: 'compare keys once more: all of them if there are few',
  inputSchema: {
    ...COMPARED_INPUT,
    properties: { ...COMPARED_INPUT.properties, left_open: { type: ['object', 'null'] } },
  },
  outputs: [...COMPARISON_OUTPUTS.filter((name) => name !== 'left_open'), 'others'],
  planSlices: async (context) => {
    const all = await planSlices(context);
    return areFew(all) ? all : [{ name: 'open keys', arguments: {} }];
  },
  runSlice: async (slice, context) =>
    isOfAll(slice)
      ? await compareKeys.runSlice(slice, { ...context, input: { ...context.input, ...QUICK } })
      : await compareOpen(context),
  summarize: (results, given) =>
    results.some(({ slice }) => isOfAll(slice)) ? judgeAll(results, given) : judgeOpen(results, given),
  differencesIn,
  differenceCount,
  valuesOf: showValues,
  access: ['reads', 'reads'],
  assumedDuration: {
    p50Ms: 500,
    p90Ms: 3_000,
    source: 'at most 20,000 keys, or as many as were written during a comparison',
  },
};

/** Known of all of them: of a sample it is not how many there are, nor of a proxy that leaves out its counts. */
function areFew(slices: readonly JobSlice[]): boolean {
  const there = slices.map(({ arguments: { there: keys } }) => (typeof keys === 'number' ? keys : FEW_KEYS + 1));
  return slices.length > 0 && there.reduce((sum, keys) => sum + keys, 0) <= FEW_KEYS;
}

function isOfAll({ arguments: { side } }: JobSlice): boolean {
  return side !== undefined;
}

/** Pure. */
function judgeAll(results: readonly SliceResult[], given: JsonObject): JobSummary {
  const judged = judgeComparison(results, given);
  const { left_open: _, ...outputs } = judged.outputs ?? {};
  return judged.kind === 'failed' ? { ...judged, outputs, hint: STOPPED } : { ...judged, outputs };
}

async function compareOpen(context: JobContext): Promise<JsonObject> {
  const input = readInput(context.input);
  const sides = await sidesOf(context);
  const looker = lookerOf(input, sides);
  const results: JsonObject[] = [];
  for (const { database, keys } of openIn(context.input, input)) {
    const { suspectsOf, look } = looksOf(looker, input, { sides, database });
    const suspects = new Suspects({ ...input, ...context, ...ROUNDS }, look);
    for (let at = 0; at < keys.length; at += PAGE_KEYS)
      await suspects.add(await suspectsOf(keys.slice(at, at + PAGE_KEYS)));
    const { open: _, ...result } = await suspects.result(database);
    results.push({ ...result, keys: keys.length });
  }
  const sum = (name: string): number => results.reduce((total, result) => total + Number(result[name]), 0);
  const counts = Object.fromEntries(
    ['keys', 'moving', ...KINDS.map(([kind]) => kind)].map((name) => [name, sum(name)]),
  );
  return { ...counts, named: results.flatMap(({ named }) => named as readonly JsonObject[]) };
}

function openIn(given: JsonObject, { databases }: ComparedInput): readonly OpenKeys[] {
  const { databases: all } = parseLeftOpen(given['left_open']) ?? { databases: [] };
  return all.filter(({ database }) => databases?.includes(database) ?? true);
}

/** Pure. */
function judgeOpen([only]: readonly SliceResult[], given: JsonObject): JobSummary {
  const { level, maxDifferences } = readInput(given);
  const result = only?.result ?? {};
  const count = (name: string): number => Number(result[name] ?? 0);
  const counts: Readonly<Record<DifferenceKind, number>> = {
    missing: count('missing'),
    extra: count('extra'),
    changed: count('changed'),
    expiry: count('expiry'),
  };
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const known = parseLeftOpen(given['left_open']);
  const outputs = { level, keys: count('keys'), others: known?.others ?? null };
  if (total <= maxDifferences)
    return { kind: 'succeeded', outputs, detail: detailOf({ keys: count('keys'), total, others: known?.others }) };
  const reason = describeDifferences(counts, only === undefined ? [] : namedIn([only]));
  return {
    kind: 'failed',
    // Written meanwhile, although the writers were stopped: somebody was forgotten.
    result: total - count('moving') > maxDifferences ? 'different' : 'unstable',
    reason,
    outputs,
    hint: STOPPED,
  };
}

function detailOf({
  keys,
  total,
  others,
}: {
  readonly keys: number;
  /** That differ, as the plan allows. */
  readonly total: number;
  readonly others: number | undefined;
}): string {
  if (others === undefined) return 'It is not known which keys the previous comparison left open.';
  const rest = others === 0 ? '' : `; ${others} more were not compared again`;
  const some = total === 0 ? '' : ` but for ${total} that may differ`;
  return `${keys} keys that were being written during the comparison are equal${some}${rest}.`;
}
