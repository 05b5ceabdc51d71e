import { defined, type JobContext, type JobDefinition, type JsonObject, ProviderError } from '@waybill/core';
import { plainText } from '../answer/plain-text.ts';
import { type Layout, processAt } from '../session/layout.ts';
import { COMPARED_INPUT, readInput } from './compared-input.ts';
import { differenceCount, differencesIn } from './describe-differences.ts';
import { findExtraKeys } from './find-extra-keys.ts';
import { forEachPage } from './for-each-page.ts';
import { layoutOf, type Side, type Sides, sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS, judgeComparison } from './judge-comparison.ts';
import { type Looks, lookerOf, looksOf } from './looks-of.ts';
import { countOf, isRearranged, layoutMark, planSlices } from './plan-slices.ts';
import { type Position, positionIn, wasWrittenElsewhere } from './position.ts';
import { scanKeys } from './scan-keys.ts';
import { showValues } from './show-values.ts';
import { Suspects } from './suspects.ts';

export const COMPARE_KEYS = 'compare-keys';

/** Pages of keys that are compared at once in a slice: while one is on its way, the servers work on others. */
const PAGES_AT_ONCE = 3;

/**
 * Compares the keys of two servers, both ways. Both are only read. A slice that is done again gives what the servers hold by
 * then.
 */
export const compareKeys: JobDefinition = {
  name: COMPARE_KEYS,
  title: 'compare the keys of two servers',
  inputSchema: COMPARED_INPUT,
  outputs: COMPARISON_OUTPUTS,
  counts: 'keys',
  planSlices,
  async runSlice({ arguments: args }, context) {
    const sides = await sidesOf(context);
    const own = args['side'] === 'target' ? sides.target : sides.source;
    if (isRearranged(args, own.layout)) return REARRANGED;
    try {
      const result = await compareSlice(args, sides, context);
      const now = await layoutOf(own.connection);
      if (isRearranged(args, now)) return { ...result, held_ms: now.heldMs, ...REARRANGED };
      refuseRestarted(args, own.layout, now);
      return { ...result, held_ms: now.heldMs };
    } catch (error) {
      // A key that is just being carried over is on neither of two masters for a script: the move explains the fault.
      if (!isOfCluster(error) || !(await areRearranged(sides))) throw error;
      return REARRANGED;
    }
  },
  summarize: judgeComparison,
  differencesIn,
  differenceCount,
  valuesOf: showValues,
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 15_000, p90Ms: 60_000, source: 'about 250,000 keys in a slice, 20,000 of them a second' },
};

const REARRANGED: JsonObject = { is_rearranged: true };

/**
 * A connection that is made anew continues with the cursor that another process gave, and so passes keys by.
 *
 * @throws ProviderError the slice is done again as a whole
 */
function refuseRestarted({ node }: JsonObject, before: Layout, now: Layout): void {
  if (processAt(before, node) === processAt(now, node)) return;
  throw new ProviderError(`The server at ${plainText(node)} was restarted while its keys were read.`, {
    vendorCode: 'RESTARTED',
    class: 'transient',
    effect: 'none',
  });
}

function isOfCluster(error: unknown): boolean {
  return error instanceof ProviderError && error.class === 'busy';
}

/** Whether either side is another one than when the slice began. */
async function areRearranged({ source, target }: Sides): Promise<boolean> {
  const isChanged = async ({ connection, layout }: Side) =>
    isRearranged({ layout: layoutMark(layout) }, await layoutOf(connection));
  return (await Promise.all([isChanged(source), isChanged(target)])).includes(true);
}

async function compareSlice(args: JsonObject, sides: Sides, context: JobContext): Promise<JsonObject> {
  const own = args['side'] === 'target' ? sides.target : sides.source;
  const before = await positionOf(own);
  const compared =
    args['side'] === 'target' ? await findExtra(args, sides, context) : await compare(args, sides, context);
  const { since } = readInput(context.input);
  const written = since === undefined ? undefined : wasWrittenElsewhere(since, await positionOf(sides.target));
  return {
    ...compared,
    ...defined({ written }),
    ...(await countedIn(args, { own, before, seen: compared.keys })),
  };
}

interface Compared {
  readonly keys: number;
  readonly [name: string]: JsonObject[string];
}

async function compare(args: JsonObject, sides: Sides, context: JobContext): Promise<Compared> {
  const input = readInput(context.input);
  const looker = lookerOf(input, sides);
  const looks = looksOf(looker, input, { sides, database: Number(args['database']) });
  const compared = await comparePages(args, sides.source, context, looks);
  return { ...compared, uncovered: Object.fromEntries(looker.uncovered) };
}

async function findExtra(args: JsonObject, sides: Sides, context: JobContext): Promise<Compared> {
  const database = Number(args['database']);
  const look = (keys: readonly string[]) => findExtraKeys(sides, { database, keys });
  return await comparePages(args, sides.target, context, { suspectsOf: look, look });
}

async function comparePages(
  args: JsonObject,
  scanned: Side,
  context: JobContext,
  { suspectsOf, look }: Looks,
): Promise<Compared> {
  const suspects = new Suspects({ ...readInput(context.input), ...context }, look);
  let keys = 0;
  await forEachPage(scanKeys(scanned, args), PAGES_AT_ONCE, async (page) => {
    context.signal.throwIfAborted();
    keys += page.length;
    await suspects.add(await suspectsOf(page));
    context.report?.(keys);
  });
  return { keys, ...(await suspects.result(Number(args['database']))) };
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
  const counted = await countOf(own.connection, args);
  const isUnwritten = before.text !== undefined && before.text === (await positionOf(own)).text;
  const place = `${plainText(args['side'])} ${plainText(node)}, database ${plainText(database)}`;
  const there = Math.min(counted.keys, Number(args['there'] ?? 0));
  return {
    place,
    seen,
    counted: Math.min(counted.persistent, persistent),
    there,
    is_unwritten: isUnwritten,
    bits,
    part,
  };
}

async function positionOf({ connection }: Side): Promise<Position> {
  return positionIn(await connection.read('ShowPosition', {}));
}
