import type { JobSummary, JsonObject, SliceResult } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { plainText } from '../answer/plain-text.ts';
import { readInput } from './compared-input.ts';
import { describeDifferences, namedIn } from './describe-differences.ts';

/** What the comparison gives. */
export const COMPARISON_OUTPUTS: readonly string[] = [
  'result',
  'keys',
  'missing',
  'extra',
  'changed',
  'expiry',
  'moving',
];

/** Equal, different, or unstable. Pure. */
export function judgeComparison(results: readonly SliceResult[], given: JsonObject): JobSummary {
  const { maxDifferences, sample } = readInput(given);
  const sum = (name: string): number => results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
  const ofSource = results.filter(({ slice }) => slice.arguments['side'] !== 'target');
  const keys = ofSource.reduce((total, { result }) => total + Number(result['keys'] ?? 0), 0);
  const counts = { missing: sum('missing'), extra: sum('extra'), changed: sum('changed'), expiry: sum('expiry') };
  const [moving, left] = [sum('moving'), sum('left')];
  const total = counts.missing + counts.extra + counts.changed + counts.expiry + left;
  const outputs = { keys, ...counts, moving };
  const lost = rearranged(results) ?? lostKeys(results);
  if (lost !== undefined)
    return { kind: 'failed', result: 'unstable', outputs: { result: 'unstable', ...outputs }, ...lost };
  if (total <= maxDifferences) {
    const drawn = sample === undefined ? '' : ' drawn';
    const some = total === 0 ? '' : ` but for ${total} that may differ`;
    const detail = `${keys} keys${drawn}, equal${some}${uncoveredText(results)}`;
    return { kind: 'succeeded', outputs: { result: 'equal', ...outputs }, detail };
  }
  const result = total - moving > maxDifferences ? 'different' : 'unstable';
  const reason = describeDifferences(counts, namedIn(results));
  return {
    kind: 'failed',
    result,
    outputs: { result, ...outputs },
    reason: result === 'unstable' ? `${reason} They were written meanwhile.` : reason,
    hint:
      result === 'unstable'
        ? 'Stop the writers, then retry: both sides are compared again.'
        : 'Where the source is being written, wait until the target has caught up, or stop the writers. Otherwise find out what has changed the target, mend it, and retry: both sides are compared again.',
  };
}

interface Unproven {
  readonly reason: string;
  readonly hint: string;
}

/** Keys that changed servers meanwhile may have been passed by the scans of both. */
function rearranged(results: readonly SliceResult[]): Unproven | undefined {
  if (!results.some(({ result }) => result['is_rearranged'] === true)) return undefined;
  return {
    reason:
      'Slots of a cluster were moved during the comparison, or a master failed over: keys may not have been seen.',
    hint: 'Retry when all slots are where they are to stay: both sides are compared again.',
  };
}

/** Keys that were counted and never seen, where nothing was written meanwhile. */
function lostKeys(results: readonly SliceResult[]): Unproven | undefined {
  const places = Map.groupBy(
    results.filter(({ result }) => typeof result['place'] === 'string'),
    ({ result }) => plainText(result['place']),
  );
  for (const [place, own] of places) {
    const seen = own.reduce((total, { result }) => total + Number(result['seen']), 0);
    const counted = Math.min(...own.map(({ result }) => Number(result['counted'])));
    if (own.every(({ result }) => result['is_unwritten'] === true) && seen < counted)
      return {
        reason: `The scan of the ${place} gave ${seen} keys, and at least ${counted} are there.`,
        hint: 'Where a proxy is in front of the servers, say mode: proxy at the connection; then retry.',
      };
  }
  return undefined;
}

function uncoveredText(results: readonly SliceResult[]): string {
  const types = new Map<string, number>();
  for (const { result } of results)
    for (const [type, count] of Object.entries(objectOf(result['uncovered'] ?? null)))
      types.set(type, (types.get(type) ?? 0) + Number(count));
  if (types.size === 0) return '';
  const named = [...types].map(([type, count]) => `${count} of type ${type}`);
  return `; not compared by value: ${named.join(', ')}`;
}
