import { defined, type JobConnection, type JobContext, type JobSlice, type Json, type JsonObject } from '@waybill/core';
import { objectOf, rowsOf } from '@waybill/provider-kit';
import { plainText } from '../answer/plain-text.ts';
import { type Layout, layoutText, processAt } from '../session/layout.ts';
import { type DatabaseCount, isAtLeast } from '../session/server-info.ts';
import { readInput } from './compared-input.ts';
import { type Side, sidesOf } from './job-sides.ts';
import { sha1 } from './value-digest.ts';

/** Keys of a slice: about a minute at the default limits. */
const KEYS_PER_SLICE = 250_000;
/** Of one database on one server. */
const MOST_BITS = 6;
/** Seeds that are drawn, from 0 on. */
const MOST_SEEDS = 1_000_000;
/** All of them together: each may name differences, and the results of a step have a size that they cannot exceed. */
const MOST_SLICES = 128;

interface Counted {
  readonly side: 'source' | 'target';
  readonly node: string;
  readonly count: DatabaseCount;
  readonly isCut: boolean;
  /** As `layoutMark` gives it. */
  readonly layout: string;
  readonly process: string | undefined;
}

/**
 * A slice is a part of the keys of one database on one server. Those of the source are compared; those of the target are
 * only asked for at the source, so that keys are found which it alone has.
 */
export async function planSlices(
  context: Pick<JobContext, 'connections' | 'input' | 'clock'>,
): Promise<readonly JobSlice[]> {
  const {
    isSuperset,
    sample,
    seed = Math.floor(context.clock.now()) % MOST_SEEDS,
    databases,
  } = readInput(context.input);
  const { source, target } = await sidesOf(context);
  const [left, right] = await Promise.all([
    countsOf('source', source, databases),
    isSuperset ? [] : countsOf('target', target, databases),
  ]);
  const counted = [...left, ...right].filter(({ count }) => databases?.includes(count.database) ?? true);
  const most = Math.floor(Math.log2(Math.max(1, MOST_SLICES / Math.max(1, counted.length))));
  return counted.flatMap((each) => cut(each, most, sample === undefined ? undefined : { size: sample, seed }));
}

interface Sample {
  /** Of one database of one server. */
  readonly size: number;
  readonly seed: number;
}

function cut(
  { side, node, count, isCut, layout, process }: Counted,
  mostBits: number,
  sample: Sample | undefined,
): readonly JobSlice[] {
  const { database, keys } = count;
  const share = sample === undefined ? 1 : Math.min(1, sample.size / Math.max(1, keys));
  const bits = isCut ? Math.max(0, Math.min(MOST_BITS, mostBits, Math.ceil(Math.log2(keys / KEYS_PER_SLICE)))) : 0;
  const parts = 2 ** bits;
  return Array.from({ length: parts }, (_, part) => ({
    name: `${side} database ${database} of ${node}, part ${part + 1} of ${parts}`.slice(-200),
    arguments: {
      side,
      node,
      layout,
      database,
      bits,
      part,
      // The parts of another process have other keys: one of each alone would not be all.
      ...(bits === 0 ? {} : defined({ process })),
      // How many keys it is expected to have, by which views show how far all of them are.
      ...(keys === 0 ? {} : { keys: Math.ceil((keys * share) / parts) }),
      ...(sample === undefined || share === 1 ? knownOf(count) : { share, seed: sample.seed }),
    },
  }));
}

/** Nothing of a database whose keys were not counted: none are there as far as is known, and there may be millions. */
function knownOf({ keys, expires }: DatabaseCount): JsonObject {
  return keys === 0 ? {} : { persistent: keys - expires, there: keys };
}

/** What a slice keeps of the layout for which it was planned. */
export function layoutMark(layout: Layout): string {
  return sha1(layoutText(layout));
}

/** Whether keys may have moved since a slice was planned: to a server or into a part whose slices have passed them, or that has none. */
export function isRearranged(args: JsonObject, layout: Layout): boolean {
  if (layout.movingSlots !== undefined) return true;
  if (typeof args['process'] === 'string' && args['process'] !== processAt(layout, args['node'])) return true;
  return typeof args['layout'] === 'string' && args['layout'] !== layoutMark(layout);
}

async function countsOf(
  side: Counted['side'],
  { connection, layout }: Side,
  wanted: readonly number[] | undefined,
): Promise<readonly Counted[]> {
  const [isCut, mark] = [canBeCut(layout), layoutMark(layout)];
  return nodesIn(await connection.read('CountKeys', {})).flatMap(({ node, databases }) =>
    scannedOf(databases, layout, wanted).map((count) => ({
      side,
      node,
      count,
      isCut,
      layout: mark,
      process: processAt(layout, node),
    })),
  );
}

/** Proxies may leave out the counts of databases, of some or all: those that are wanted, or the first one, are scanned all the same, uncounted. */
function scannedOf(
  counts: readonly DatabaseCount[],
  { mode }: Layout,
  wanted: readonly number[] = [0],
): readonly DatabaseCount[] {
  const own = counts.filter(({ keys }) => keys > 0);
  if (mode !== 'proxy') return own;
  const silent = wanted.filter((database) => own.every((each) => each.database !== database));
  return [...own, ...silent.map((database) => ({ database, keys: 0, expires: 0 }))];
}

/** A proxy has cursors of its own, and the nodes of newer clusters keep a table for each slot. */
function canBeCut({ mode, version, valkeyVersion }: Layout): boolean {
  if (mode !== 'cluster') return mode === 'standalone';
  return !isAtLeast(version, 7, 3) && valkeyVersion === undefined;
}

function nodesIn(counts: Json): readonly { readonly node: string; readonly databases: readonly DatabaseCount[] }[] {
  return rowsOf<{ node?: Json; databases?: Json }>(objectOf(counts)['nodes'] ?? null).map(({ node, databases }) => ({
    node: plainText(node),
    databases: rowsOf<DatabaseCount>(databases ?? null).map(({ database, keys, expires }) => ({
      database: Number(database),
      keys: Number(keys),
      expires: Number(expires),
    })),
  }));
}

/** Keys in a database of a server: all, and those that do not expire. */
export async function countOf(
  connection: JobConnection,
  { node, database }: JsonObject,
): Promise<{ readonly keys: number; readonly persistent: number }> {
  const found = nodesIn(await connection.read('CountKeys', {})).find((each) => each.node === node);
  const { keys = 0, expires = 0 } = found?.databases.find((each) => each.database === database) ?? {};
  return { keys, persistent: keys - expires };
}
