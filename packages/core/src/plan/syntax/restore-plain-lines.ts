import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Sliced } from '../../value/sliced.ts';
import type { PlainLines } from './plain-lines.ts';

const NODES_PER_SLICE = 20_000;
const LINES_PER_SLICE = 5_000;

/**
 * Puts the lines that the library has not read into its document, and moves what is behind them. False where a run is no
 * run of items, but inside a text of several lines: the document then is worth nothing.
 */
export function* restorePlainLines(
  document: Document.Parsed,
  runs: readonly PlainLines[],
  text: string,
): Sliced<boolean> {
  const restoring: Restoring = { text, runs, shift: createShift(runs), next: 0, nodes: 0 };
  yield* restoreIn(document.contents, restoring);
  const [start, valueEnd, end] = document.range;
  document.range = [restoring.shift(start), restoring.shift(valueEnd), restoring.shift(end)];
  return restoring.next === runs.length;
}

interface Restoring {
  readonly text: string;
  readonly runs: readonly PlainLines[];
  readonly shift: (offset: number) => number;
  /** Of the runs, the first that was not met. They are met in the order of the text. */
  next: number;
  /** That were visited. */
  nodes: number;
}

function* restoreIn(node: Node | null, restoring: Restoring): Sliced<void> {
  if (node === null) return;
  const { shift } = restoring;
  const [start, valueEnd, end] = node.range ?? [0, 0, 0];
  node.range = [shift(start), shift(valueEnd), shift(end)];
  restoring.nodes += 1;
  if (restoring.nodes % NODES_PER_SLICE === 0) yield;
  if (isCollection(node)) yield* restoreItems(node, restoring);
}

function* restoreItems(collection: YAMLMap | YAMLSeq, restoring: Restoring): Sliced<void> {
  const items: readonly unknown[] = collection.items;
  let restored: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    if (isPair(item)) {
      yield* restoreIn(item.key as Node, restoring);
      yield* restoreIn(item.value as Node | null, restoring);
    } else yield* restoreIn(item as Node, restoring);
    restored?.push(item);
    const run = restoring.runs[restoring.next];
    if (run === undefined || !isRunOf(collection, index, run, restoring)) continue;
    restored ??= items.slice(0, index + 1);
    yield* addLines(restored, run, restoring.text);
    restoring.next += 1;
  }
  if (restored !== undefined) (collection as { items: unknown[] }).items = restored;
}

/** Whether the item is the first line of a run and the next item its last one: what is between them is then items alike. */
function isRunOf(
  collection: YAMLMap | YAMLSeq,
  index: number,
  { isMap: isOfMap, prefixLength, first, last }: PlainLines,
  { shift }: Restoring,
): boolean {
  const start = startOf(collection.items[index]);
  const next = startOf(collection.items[index + 1]);
  if (start !== first + prefixLength || next === undefined || shift(next) !== last + prefixLength) return false;
  return collection.flow !== true && isMap(collection) === isOfMap;
}

/** Of a scalar without quotes, or of a key that is one. */
function startOf(item: unknown): number | undefined {
  const node = isPair(item) ? item.key : item;
  return isScalar(node) && node.type === 'PLAIN' ? node.range?.[0] : undefined;
}

function* addLines(
  items: unknown[],
  { isMap: isOfMap, prefixLength, second, last }: PlainLines,
  text: string,
): Sliced<void> {
  let count = 0;
  for (let at = second; at < last; ) {
    const end = text.indexOf('\n', at);
    const start = at + prefixLength;
    items.push(isOfMap ? pairOf(text, start, end) : scalarOf(text, start, end, end + 1));
    at = end + 1;
    count += 1;
    if (count % LINES_PER_SLICE === 0) yield;
  }
}

function pairOf(text: string, start: number, end: number): Pair {
  const colon = text.indexOf(':', start);
  return new Pair(scalarOf(text, start, colon, colon), scalarOf(text, colon + 2, end, end + 1));
}

/** As the library composes a name; `nodeEnd` is behind the end of its line. */
function scalarOf(text: string, start: number, end: number, nodeEnd: number): Scalar {
  const source = text.slice(start, end);
  const scalar = new Scalar(source);
  scalar.range = [start, end, nodeEnd];
  scalar.source = source;
  scalar.type = 'PLAIN';
  return scalar;
}

/** From an offset in the text without the lines to the same place in the whole text. */
function createShift(runs: readonly PlainLines[]): (offset: number) => number {
  // Where lines are missing in the shorter text, and how many characters up to there.
  const cuts: { readonly at: number; readonly length: number }[] = [];
  let length = 0;
  for (const { second, last } of runs) {
    const at = second - length;
    length += last - second;
    cuts.push({ at, length });
  }
  // Offsets come in the order of the text, but for the ends of collections.
  let known = 0;
  return (offset) => {
    while (known < cuts.length && (cuts[known]?.at ?? 0) < offset) known += 1;
    while (known > 0 && (cuts[known - 1]?.at ?? 0) >= offset) known -= 1;
    return offset + (cuts[known - 1]?.length ?? 0);
  };
}
