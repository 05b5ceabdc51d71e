import type { JobContext, JobDefinition, JsonObject } from '@waybill/core';
import { plainText } from '../answer/plain-text.ts';
import { COMPARED_INPUT, readInput } from './compared-input.ts';
import type { Looker } from './compared-keys.ts';
import { differencesIn } from './describe-differences.ts';
import { findExtraKeys } from './find-extra-keys.ts';
import { ignoreCaches } from './ignore-caches.ts';
import { layoutOf, type Side, type Sides, sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS, judgeComparison } from './judge-comparison.ts';
import { type DifferenceKind, differenceOf, type Look } from './look.ts';
import { type Found, lookAgain } from './look-again.ts';
import { DigestLooker } from './look-by-digest.ts';
import { KeyLooker } from './look-by-keys.ts';
import { isRearranged, persistentKeys, planSlices } from './plan-slices.ts';
import { type Position, positionIn } from './position.ts';
import { scanKeys } from './scan-keys.ts';
import { shownKey } from './shown-key.ts';

export const COMPARE_KEYS = 'compare-keys';

/** Keys that the result of a slice names; the rest are counted. */
const MOST_NAMED = 40;
/** Suspects of a slice that are kept until its end. */
const MOST_SUSPECTS = 100_000;

/**
 * Compares the keys of two servers, both ways. Both are only read. A slice that is done again gives what the servers hold by
 * then.
 */
export const compareKeys: JobDefinition = {
  name: COMPARE_KEYS,
  title: 'compare the keys of two servers',
  inputSchema: COMPARED_INPUT,
  outputs: COMPARISON_OUTPUTS,
  planSlices,
  async runSlice({ arguments: args }, context) {
    const sides = await sidesOf(context);
    const own = args['side'] === 'target' ? sides.target : sides.source;
    if (isRearranged(args, own.layout)) return REARRANGED;
    const before = await positionOf(own);
    const compared =
      args['side'] === 'target' ? await findExtra(args, sides, context) : await compare(args, sides, context);
    const counted = await countedIn(args, { own, before, seen: compared.keys });
    return { ...compared, ...counted, ...(isRearranged(args, await layoutOf(own.connection)) ? REARRANGED : {}) };
  },
  summarize: judgeComparison,
  differencesIn,
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 15_000, p90Ms: 60_000, source: 'about 250,000 keys in a slice, 20,000 of them a second' },
};

const REARRANGED: JsonObject = { is_rearranged: true };

interface Compared {
  readonly keys: number;
  readonly [name: string]: JsonObject[string];
}

async function compare(args: JsonObject, sides: Sides, context: JobContext): Promise<Compared> {
  const input = readInput(context.input);
  const { toleranceMs, isSuperset } = input;
  const looker: Looker =
    input.level === 'digest'
      ? new DigestLooker(sides, toleranceMs)
      : new KeyLooker(sides, { toleranceMs, isDump: input.level === 'dump' });
  const database = Number(args['database']);
  const differing = async (looks: ReadonlyMap<string, Look>): Promise<ReadonlyMap<string, Look>> => {
    const all = input.level === 'keys' ? looks : await ignoreCaches(sides, database, looks);
    const isDifference = (what: DifferenceKind | undefined) => what !== undefined && !(isSuperset && what === 'extra');
    return new Map([...all].filter(([, look]) => isDifference(differenceOf(look, toleranceMs))));
  };
  const suspects = new Map<string, Look>();
  let keys = 0;
  let left = 0;
  for await (const page of scanKeys(sides.source, args)) {
    context.signal.throwIfAborted();
    keys += page.length;
    for (const [key, look] of await differing(await looker.suspects({ database, keys: page })))
      if (suspects.size < MOST_SUSPECTS || suspects.has(key)) suspects.set(key, look);
      else left += 1;
  }
  const look = async (some: readonly string[]) => await differing(await looker.look({ database, keys: some }));
  const found = await lookAgain(suspects, look, { ...input, ...context });
  return { keys, left, ...resultOf(found, database), uncovered: Object.fromEntries(looker.uncovered) };
}

async function findExtra(args: JsonObject, sides: Sides, context: JobContext): Promise<Compared> {
  const database = Number(args['database']);
  const looks = (keys: readonly string[]) => findExtraKeys(sides, { database, keys });
  const suspects = new Map<string, Look>();
  let keys = 0;
  let left = 0;
  for await (const page of scanKeys(sides.target, args)) {
    context.signal.throwIfAborted();
    keys += page.length;
    for (const [key, look] of await looks(page))
      if (suspects.size < MOST_SUSPECTS || suspects.has(key)) suspects.set(key, look);
      else left += 1;
  }
  const found = await lookAgain(suspects, looks, { ...readInput(context.input), ...context });
  return { keys, left, ...resultOf(found, database) };
}

function resultOf(found: readonly Found[], database: number): JsonObject {
  const count = (what: Found['what']): number => found.filter((each) => each.what === what).length;
  return {
    missing: count('missing'),
    extra: count('extra'),
    changed: count('changed'),
    expiry: count('expiry'),
    moving: found.filter(({ isMoving }) => isMoving).length,
    named: found.slice(0, MOST_NAMED).map(({ key, what, isMoving }) => ({
      what,
      key: shownKey(key),
      database,
      ...(isMoving ? { moving: true } : {}),
    })),
  };
}

/**
 * A scan gives every key that is there all the time. Where nothing was written meanwhile, those that do not expire are such:
 * fewer than were counted would be a fault of the scan, and no proof of anything.
 */
async function countedIn(
  args: JsonObject,
  { own, before, seen }: { readonly own: Side; readonly before: Position; readonly seen: number },
): Promise<JsonObject> {
  const { persistent, node = '', bits = 0, part = 0, database = 0 } = args;
  if (typeof persistent !== 'number') return {};
  const counted = await persistentKeys(own.connection, args);
  const isUnwritten = before.text !== undefined && before.text === (await positionOf(own)).text;
  const place = `${plainText(args['side'])} ${plainText(node)}, database ${plainText(database)}`;
  return { place, seen, counted: Math.min(counted, persistent), is_unwritten: isUnwritten, bits, part };
}

async function positionOf({ connection }: Side): Promise<Position> {
  return positionIn(await connection.read('ShowPosition', {}));
}
