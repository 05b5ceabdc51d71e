import type { JobContext, JobDefinition, JobSummary, JsonObject, SliceResult } from '@waybill/core';
import { COMPARED_INPUT, type ComparedInput, readInput } from './compared-input.ts';
import { describeDifferences, differencesIn, KINDS, namedIn } from './describe-differences.ts';
import { sidesOf } from './job-sides.ts';
import type { DifferenceKind } from './look.ts';
import { lookerOf, looksOf } from './looks-of.ts';
import { type OpenKeys, parseLeftOpen } from './open-keys.ts';
import { Suspects } from './suspects.ts';

export const COMPARE_OPEN_KEYS = 'compare-open-keys';

/** In one call. */
const PAGE_KEYS = 500;
/** What has arrived at the target may need a moment to be carried out there. */
const ROUNDS = { rounds: 2, intervalMs: 500 };

/**
 * Compares the keys again that a comparison before has left open, while nobody writes: what a frozen source has to wait for. Both
 * sides are only read.
 */
export const compareOpenKeys: JobDefinition = {
  name: COMPARE_OPEN_KEYS,
  title: 'compare the keys again that were being written',
  inputSchema: {
    ...COMPARED_INPUT,
    properties: { ...COMPARED_INPUT.properties, left_open: { type: ['object', 'null'] } },
  },
  outputs: ['level', 'keys', 'others'],
  planSlices: () => [{ name: 'open keys', arguments: {} }],
  runSlice: async (_slice, context) => await compareOpen(context),
  summarize: judgeOpen,
  differencesIn,
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 500, p90Ms: 3_000, source: 'about as many keys as were written during a comparison' },
};

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
  if (total <= maxDifferences) return { kind: 'succeeded', outputs, detail: detailOf(count('keys'), known?.others) };
  const reason = describeDifferences(counts, only === undefined ? [] : namedIn([only]));
  return {
    kind: 'failed',
    // Written meanwhile, although the writers were stopped: somebody was forgotten.
    result: total - count('moving') > maxDifferences ? 'different' : 'unstable',
    reason,
    outputs,
    hint: 'Make sure that every writer of the source is stopped, and that nobody writes to the target; then retry. A key that stays different was not copied: compare everything with `waybill verify`.',
  };
}

function detailOf(keys: number, others: number | undefined): string {
  if (others === undefined) return 'Which keys the comparison before has left open is not known.';
  const rest = others === 0 ? '' : `; ${others} more were not looked at again`;
  return `${keys} keys that were being written during the comparison are equal${rest}.`;
}
