import type { CST } from 'yaml';

export type BlockCollection = CST.BlockMap | CST.BlockSequence;

type BlockItem = BlockCollection['items'][number];

/** A collection of which not all is composed in one go. */
export interface SplitCollection {
  readonly token: BlockCollection;
  readonly runs: readonly ItemRun[];
}

/** Items that are composed in one go. */
export interface ItemRun {
  readonly items: readonly BlockItem[];
  /** The value of the only item, where that is split as well. */
  readonly inner?: SplitCollection;
}

export interface SplitLimits {
  /** Where the collection ends at the latest, as an offset in the text. */
  readonly end: number;
  /** How much text a run may take, beyond its first item. */
  readonly runLength: number;
}

/**
 * A collection in runs of items, by the text that they take; undefined for one that is short, has a tag, or is written in
 * brackets: what a tag means, and where a comma is missing, depends on all items.
 */
export function splitCollection(token: CST.Token | undefined, limits: SplitLimits): SplitCollection | undefined {
  const { end, runLength } = limits;
  if (token === undefined || !('offset' in token) || end - token.offset <= runLength) return undefined;
  if (token.type !== 'block-map' && token.type !== 'block-seq') return undefined;
  const items: readonly BlockItem[] = token.items;
  const runs: ItemRun[] = [];
  let run: BlockItem[] = [];
  let start = token.offset;
  const close = (at: number): void => {
    if (run.length > 0) runs.push({ items: run });
    run = [];
    start = at;
  };
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    const itemEnd = next === undefined ? end : (startOf(next) ?? end);
    const inner = hasTag(item) ? undefined : splitCollection(item.value, { end: itemEnd, runLength });
    if (inner === undefined) run.push(item);
    if (inner !== undefined || itemEnd - start > runLength) close(itemEnd);
    if (inner !== undefined) runs.push({ items: [item], inner });
  }
  close(end);
  return { token, runs };
}

/** The tokens of one run, as a collection that begins at `offset`. Of a collection in it they are those of its first run. */
export function collectionOf({ token, runs }: SplitCollection, index: number, offset: number): BlockCollection {
  const { items, inner } = runs[index] ?? { items: [] };
  const written =
    inner === undefined ? items : items.map((item) => ({ ...item, value: collectionOf(inner, 0, inner.token.offset) }));
  return { ...token, offset, items: written } as BlockCollection;
}

function startOf({ start, key, sep, value }: CST.CollectionItem): number | undefined {
  return (start[0] ?? key ?? sep?.[0] ?? value)?.offset;
}

function hasTag({ start, sep = [] }: CST.CollectionItem): boolean {
  return [...start, ...sep].some(({ type }) => type === 'tag');
}
