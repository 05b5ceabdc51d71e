import { defined, type JobSummary, type JsonObject, type SliceResult } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { plainText } from '../answer/plain-text.ts';
import { type ComparedInput, readInput } from './compared-input.ts';
import { describeDifferences, differencesIn, namedIn } from './describe-differences.ts';
import type { DifferenceKind } from './look.ts';
import { leftOpenIn } from './open-keys.ts';
import type { Written } from './position.ts';

/** What the comparison gives. */
export const COMPARISON_OUTPUTS: readonly string[] = [
  'result',
  'level',
  'keys',
  'missing',
  'extra',
  'changed',
  'expiry',
  'moving',
  'left_open',
  'omitted',
];

/** Equal, different, or unstable. Pure. */
export function judgeComparison(results: readonly SliceResult[], given: JsonObject): JobSummary {
  const input = readInput(given);
  const found = foundIn(results, input);
  const lost = input.onlyNames ? undefined : (rearranged(results) ?? lostKeys(results));
  if (lost !== undefined) return failedAs('unstable', found, lost);
  if (found.total <= input.maxDifferences) {
    const detail = equalText(found, input);
    return { kind: 'succeeded', outputs: { result: 'equal', ...found.outputs }, detail };
  }
  const reason = describeDifferences(found.counts, namedIn(results));
  if (input.onlyNames)
    return { kind: 'succeeded', outputs: { result: 'different', ...found.outputs }, detail: reason, hint: STAYS };
  switch (input.since === undefined ? 'no' : writtenIn(results)) {
    case 'yes':
      return letPass(found, reason);
    case 'unknown':
      return failedAs('unstable', found, { reason: `${reason} ${NOT_KNOWN}`, hint: PERHAPS_WRITTEN });
    case 'no':
      return found.total - found.moving > input.maxDifferences
        ? failedAs('different', found, { reason, hint: MEND })
        : failedAs('unstable', found, { reason: `${reason} They were being written meanwhile.`, hint: STOP });
  }
}

/** What all slices together have found. */
interface Found {
  readonly results: readonly SliceResult[];
  readonly counts: Readonly<Record<DifferenceKind, number>>;
  /** Of all kinds. */
  readonly total: number;
  /** Of these, keys that were being written. */
  readonly moving: number;
  /** But for `result`, which is a matter of judgement. */
  readonly outputs: JsonObject & { readonly keys: number };
}

function foundIn(results: readonly SliceResult[], { level }: ComparedInput): Found {
  const counts = {
    missing: sumOf(results, 'missing'),
    extra: sumOf(results, 'extra'),
    changed: sumOf(results, 'changed'),
    expiry: sumOf(results, 'expiry'),
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ofSource = results.filter(({ slice }) => slice.arguments['side'] !== 'target');
  const moving = sumOf(results, 'moving');
  const outputs = { level, keys: sumOf(ofSource, 'keys'), ...counts, moving, left_open: leftOpen(results) };
  return { results, counts, total, moving, outputs };
}

function sumOf(results: readonly SliceResult[], name: string): number {
  return results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
}

function equalText({ results, total, outputs: { keys } }: Found, { sample }: ComparedInput): string {
  const seed = results.find(({ slice }) => slice.arguments['seed'] !== undefined)?.slice.arguments['seed'];
  const drawn = sample === undefined || seed === undefined ? '' : ` drawn by the seed ${plainText(seed)}`;
  const some = total === 0 ? '' : ` but for ${total} that may differ`;
  const seen = keys === 0 && sumOf(results, 'keys') === 0 ? NOTHING : `${keys} keys${drawn}, equal${some}`;
  return `${seen}${uncoveredText(results)}${farApartText(results)}${heldText(results)}`;
}

function failedAs(result: 'different' | 'unstable', { outputs }: Found, { reason, hint }: Unproven): JobSummary {
  return { kind: 'failed', result, outputs: { result, ...outputs }, reason, hint };
}

/** Clients use the target by now: whatever they write differs, and nobody can tell it from what was not copied. */
function letPass({ results, total, outputs }: Found, reason: string): JobSummary {
  const omitted = { count: total, named: omittedNames(results), written: true };
  return {
    kind: 'succeeded',
    outputs: { result: 'unstable', ...outputs, omitted },
    detail: reason,
    hint: WRITTEN_SINCE,
  };
}

/** Whether the target was written since clients were led to it: what one slice has seen holds for the later ones. */
function writtenIn(results: readonly SliceResult[]): Written {
  const all = results.map(({ result: { written } }) => written);
  if (all.includes('yes')) return 'yes';
  return all.every((written) => written === 'no') ? 'no' : 'unknown';
}

/** The first ones, as every view names them. */
function omittedNames(results: readonly SliceResult[]): readonly JsonObject[] {
  return differencesIn(results)
    .slice(0, MOST_NAMED)
    .map(({ what, id, details }) => ({ what, id, ...defined({ details }) }));
}

/** Also keys that were equal in the end: they were being written, and may be so since. */
function leftOpen(results: readonly SliceResult[]): JsonObject {
  const rows = results.map(({ slice, result }) => ({
    database: Number(slice.arguments['database'] ?? 0),
    open: result['open'],
  }));
  const { databases, others } = leftOpenIn(rows);
  return { databases: databases.map((each): JsonObject => ({ ...each })), others };
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
      'Slots of a cluster were moved during the comparison, or a master failed over or was restarted: keys may not have been seen.',
    hint: 'Retry once all servers are running and no slot is being moved: both sides are compared again.',
  };
}

/** Keys that were counted and never seen, where nothing was written meanwhile. */
function lostKeys(results: readonly SliceResult[]): Unproven | undefined {
  const lost = placesIn(results).find(({ isUnwritten, seen, counted }) => isUnwritten && seen < counted);
  return (
    lost && {
      reason: `The scan of the ${lost.place} returned ${lost.seen} keys, but there are at least ${lost.counted}.`,
      hint: 'If a proxy is in front of the servers, set mode: proxy on the connection; then retry.',
    }
  );
}

/** A database of one server: what its scans gave, and what the server itself counts. */
interface ScannedPlace {
  readonly place: string;
  readonly seen: number;
  /** Keys that do not expire, at least. */
  readonly counted: number;
  /** All keys, at least: those that are over are counted until the server removes them. */
  readonly there: number;
  readonly isUnwritten: boolean;
}

function placesIn(results: readonly SliceResult[]): readonly ScannedPlace[] {
  const places = Map.groupBy(
    results.filter(({ result }) => typeof result['place'] === 'string'),
    ({ result }) => plainText(result['place']),
  );
  return [...places].map(([place, own]) => ({
    place,
    seen: own.reduce((total, { result }) => total + Number(result['seen']), 0),
    counted: Math.min(...own.map(({ result }) => Number(result['counted']))),
    there: Math.min(...own.map(({ result }) => Number(result['there'] ?? 0))),
    isUnwritten: own.every(({ result }) => result['is_unwritten'] === true),
  }));
}

/** Each slice says what its connection had waited in all by then. */
function heldText(results: readonly SliceResult[]): string {
  const heldMs = results.reduce((most, { result }) => Math.max(most, Number(result['held_ms'] ?? 0)), 0);
  if (heldMs < 1_000) return '';
  return `; reading paused for ${Math.round(heldMs / 1_000)} s in total, because a server answered slowly`;
}

/** Of what differs although clients may have written it: of more, core keeps no more. */
const MOST_NAMED = 20;

const WRITTEN_SINCE =
  'The target has been written to since clients were switched to it: these may be their writes. If in doubt, check the keys; `waybill status` names them until `waybill verify` finds both sides equal.';
const NOT_KNOWN = 'It is not known whether clients have written to the target since they were switched to it.';
const PERHAPS_WRITTEN =
  'Check these keys on both sides, copy what is missing, and accept the unit as it is; or stop the writers and retry, which compares again.';
const STOP = 'Stop the writers, then retry: both sides are compared again.';
const MEND =
  'If the source is being written to, wait until the target has caught up, or stop the writers. Otherwise find out what changed the target, repair it, and retry: both sides are compared again.';
/** Where nobody is kept from what follows. */
const STAYS = 'Both sides stay as they are: nothing of what differs is copied.';
const NOTHING = 'nothing was compared: neither side has keys there';
/** Of the keys that a server counts, where a scan is said to have given fewer. */
const SEEN_SHARE = 0.9;
const FEW_KEYS = 100;

/** Where servers are written, or have keys that are over, a scan may rightly give fewer keys; a reader should know. */
function farApartText(results: readonly SliceResult[]): string {
  const far = placesIn(results).filter(({ seen, there }) => seen < SEEN_SHARE * there && there - seen > FEW_KEYS);
  const texts = far.map(({ place, seen, there }) => `${seen} of at least ${there} keys in the ${place}`);
  return texts.length === 0
    ? ''
    : `; the scans returned ${texts.join(', ')}: expired keys are counted until they are removed`;
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
