import type { JsonObject } from '@waybill/stand-kit';
import { matches, type SeenDocument, turnsOf } from './query.ts';

/** A document with a body. */
export interface WholeDocument {
  readonly kind: 'document';
  readonly id: string;
  readonly source: JsonObject;
  readonly routing: string | null;
  readonly version: number;
}

/** Documents without bodies, of which only the number is known: `from` up to, and without, `to` of one origin. */
export interface DocumentRow {
  readonly kind: 'row';
  /** Which documents they are, wherever they were copied to; their ids begin with it. */
  readonly origin: string;
  readonly from: number;
  readonly to: number;
  readonly bytesOfEach: number;
  readonly version: number;
}

export type Documents = WholeDocument | DocumentRow;

/** Documents where they were written: the first one was the `position`th write to the index. */
type Stored<Kind extends Documents = Documents> = Kind & { readonly position: number };

export interface WriteMode {
  /** A document that is there is left as it is. */
  readonly isCreate: boolean;
  /** The version of the source counts: only a higher one replaces a lower one. */
  readonly isExternal: boolean;
  /** With `isExternal`, one that is equal as well. */
  readonly replacesEqual?: boolean;
}

export interface Written {
  readonly created: number;
  readonly updated: number;
  readonly conflicts: number;
}

const NOTHING: Written = { created: 0, updated: 0, conflicts: 0 };

/**
 * The documents of one index. Writes are spread over the shards in turn, so that the `n`th write gets the sequence number
 * `n / shards` of its shard. Searches see what was written before the last refresh.
 */
export class DocumentStore {
  readonly #shards: number;
  /** By id and routing: under two routings an id can be there twice. */
  readonly #whole = new Map<string, Stored<WholeDocument>>();
  /** By origin; disjoint, in order of `from`. */
  readonly #rows = new Map<string, readonly Stored<DocumentRow>[]>();
  #writes = 0;
  #visibleWrites = 0;
  #deletions = 0;
  #deleted = 0;

  constructor(shards: number) {
    this.#shards = shards;
  }

  refresh(): void {
    this.#visibleWrites = this.#writes;
  }

  /** All that there were. */
  get writes(): number {
    return this.#writes;
  }

  /** Documents that were written, those among them that replaced one. */
  get indexed(): number {
    return this.#writes - this.#deleted;
  }

  /** Deletions, also of what was not there. */
  get deletions(): number {
    return this.#deletions;
  }

  /** Of each shard; -1 before its first write. */
  maxSeqNos(): readonly number[] {
    return Array.from({ length: this.#shards }, (_, shard) => Math.ceil((this.#writes - shard) / this.#shards) - 1);
  }

  /** What a search finds, in the order in which it was written; in one shard alone, or in all of them. */
  find(query?: JsonObject, shard?: number): readonly Documents[] {
    const turns = turnsOf(query);
    return this.#visible()
      .flatMap((stored): readonly Stored[] => (stored.kind === 'row' ? this.#cut(stored, turns) : [stored]))
      .filter((stored) => matches(query, this.#firstOf(stored)))
      .flatMap((stored) => (shard === undefined ? [stored] : this.#inShard(stored, shard)));
  }

  /** A document as it is now, whether searches find it yet or not. */
  get(id: string): Documents | undefined {
    const routed = (): Documents | undefined => [...this.#whole.values()].find((each) => each.id === id);
    return this.#whole.get(keyOf({ id, routing: null })) ?? this.#rowOf(id) ?? routed();
  }

  /** Whether it was there, and has no higher version. */
  delete(id: string, version: number): 'deleted' | 'absent' | 'conflict' {
    const there = this.get(id);
    if (there !== undefined && there.version > version) return 'conflict';
    this.#deletions += 1;
    if (there === undefined) return 'absent';
    this.#deleted += 1;
    this.#remove({ id, routing: there.kind === 'document' ? there.routing : null });
    this.#take(1);
    return 'deleted';
  }

  write(documents: Documents, mode: WriteMode): Written {
    return documents.kind === 'row' ? this.#writeRow(documents, mode) : this.#writeWhole(documents, mode);
  }

  #writeWhole(document: WholeDocument, mode: WriteMode): Written {
    const there = this.#whole.get(keyOf(document)) ?? this.#rowOf(document.id);
    if (there !== undefined && isConflict(there, document, mode)) return { ...NOTHING, conflicts: 1 };
    this.#remove(document);
    this.#whole.set(keyOf(document), {
      ...document,
      version: nextVersion(there, document, mode),
      position: this.#take(1),
    });
    return there === undefined ? { ...NOTHING, created: 1 } : { ...NOTHING, updated: 1 };
  }

  #writeRow(row: DocumentRow, mode: WriteMode): Written {
    const stored = this.#rows.get(row.origin) ?? [];
    const overlaps = stored.flatMap((there) => between(there, row.from, row.to));
    const kept = overlaps.filter((there) => isConflict(there, row, mode));
    const replaced = overlaps.filter((there) => !isConflict(there, row, mode));
    const missing = gapsOf(overlaps, row);
    const placed = [
      ...missing.map((gap) => ({ ...gap, version: nextVersion(undefined, row, mode) })),
      ...replaced.map((there) => ({ ...row, ...spanOf(there), version: nextVersion(there, row, mode) })),
    ].map((piece) => ({ ...piece, position: this.#take(sizeOf(piece)) }));
    this.#rows.set(row.origin, joined([...outside(stored, row), ...kept, ...placed]));
    return { created: totalOf(missing), updated: totalOf(replaced), conflicts: totalOf(kept) };
  }

  /** The one document of that id among those without bodies. */
  #rowOf(id: string): Stored<DocumentRow> | undefined {
    for (const [origin, rows] of this.#rows) {
      const number = numberOf(id, origin);
      const [found] = number === undefined ? [] : rows.flatMap((row) => between(row, number, number + 1));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #remove(document: Pick<WholeDocument, 'id' | 'routing'>): void {
    const row = this.#rowOf(document.id);
    this.#whole.delete(keyOf(document));
    if (row === undefined) return;
    this.#rows.set(row.origin, outside(this.#rows.get(row.origin) ?? [], row));
  }

  /** Writes are spread in turn, so that a row lies in every shard. */
  #inShard(stored: Stored, shard: number): readonly Stored[] {
    if (this.#shards === 1) return shard === 0 ? [stored] : [];
    if (stored.kind === 'document') return stored.position % this.#shards === shard ? [stored] : [];
    const first = stored.from + ((((shard - stored.position) % this.#shards) + this.#shards) % this.#shards);
    const count = Math.max(0, Math.ceil((stored.to - first) / this.#shards));
    return Array.from({ length: count }, (_, at) => first + at * this.#shards).flatMap((number) =>
      between(stored, number, number + 1),
    );
  }

  #take(count: number): number {
    const position = this.#writes;
    this.#writes += count;
    return position;
  }

  #visible(): readonly Stored[] {
    const all: readonly Stored[] = [...this.#whole.values(), ...[...this.#rows.values()].flat()];
    const visible = all.flatMap((stored): readonly Stored[] => {
      if (stored.kind === 'document') return stored.position < this.#visibleWrites ? [stored] : [];
      return between(stored, stored.from, stored.from + this.#visibleWrites - stored.position);
    });
    return visible.toSorted((left, right) => left.position - right.position);
  }

  /** The row in parts of which the query finds all documents or none. */
  #cut(row: Stored<DocumentRow>, { seqNos, ids }: ReturnType<typeof turnsOf>): readonly Stored<DocumentRow>[] {
    const bySeqNo = seqNos
      .flatMap((seqNo) => [Math.ceil(seqNo), Math.floor(seqNo) + 1])
      .map((seqNo) => row.from + seqNo * this.#shards - row.position);
    const byId = ids.flatMap((id) => {
      const number = numberOf(id, row.origin);
      return number === undefined ? [] : [number, number + 1];
    });
    const cuts = [...new Set([...bySeqNo, ...byId])].filter((cut) => cut > row.from && cut < row.to);
    const edges = [row.from, ...cuts.toSorted((left, right) => left - right), row.to];
    return edges.slice(1).flatMap((to, index) => between(row, edges[index] ?? row.from, to));
  }

  #firstOf(stored: Stored): SeenDocument {
    const seqNo = Math.floor(stored.position / this.#shards);
    if (stored.kind === 'document') return { ...stored, seqNo };
    return { id: idOf(stored, stored.from), seqNo, routing: null, source: null };
  }
}

function keyOf({ id, routing }: Pick<WholeDocument, 'id' | 'routing'>): string {
  return JSON.stringify([id, routing]);
}

export function sizeOf(documents: Documents): number {
  return documents.kind === 'row' ? documents.to - documents.from : 1;
}

export function totalOf(documents: readonly Documents[]): number {
  return documents.reduce((total, each) => total + sizeOf(each), 0);
}

export function bytesOf(documents: readonly Documents[]): number {
  return documents.reduce((total, each) => total + bytesOfOne(each), 0);
}

/** The id of one document of a row. */
export function idOf({ origin }: DocumentRow, number: number): string {
  return `${origin}-${number}`;
}

/** The first `count` documents, and the rest. */
export function splitAt(
  documents: readonly Documents[],
  count: number,
): { readonly first: readonly Documents[]; readonly rest: readonly Documents[] } {
  const first: Documents[] = [];
  const rest: Documents[] = [];
  let left = count;
  for (const each of documents) {
    const taken = Math.min(left, sizeOf(each));
    left -= taken;
    if (taken === sizeOf(each)) first.push(each);
    else if (taken === 0 || each.kind === 'document') rest.push(each);
    else {
      first.push({ ...each, to: each.from + taken });
      rest.push({ ...each, from: each.from + taken });
    }
  }
  return { first, rest };
}

function bytesOfOne(documents: Documents): number {
  if (documents.kind === 'row') return sizeOf(documents) * documents.bytesOfEach;
  return Buffer.byteLength(JSON.stringify(documents.source));
}

function numberOf(id: string, origin: string): number | undefined {
  const number = id.startsWith(`${origin}-`) ? Number(id.slice(origin.length + 1)) : Number.NaN;
  return Number.isInteger(number) ? number : undefined;
}

function isConflict(
  there: Documents,
  written: Documents,
  { isCreate, isExternal, replacesEqual = false }: WriteMode,
): boolean {
  if (!isExternal) return isCreate;
  return replacesEqual ? there.version > written.version : there.version >= written.version;
}

function nextVersion(there: Documents | undefined, written: Documents, { isExternal }: WriteMode): number {
  if (isExternal) return written.version;
  return (there?.version ?? 0) + 1;
}

/** The part of a row within the bounds: none or one. */
function between(row: Stored<DocumentRow>, low: number, high: number): readonly Stored<DocumentRow>[] {
  const from = Math.max(row.from, low);
  const to = Math.min(row.to, high);
  return from < to ? [{ ...row, from, to, position: row.position + from - row.from }] : [];
}

/** The parts of rows that lie outside the span of another one. */
function outside(rows: readonly Stored<DocumentRow>[], { from, to }: DocumentRow): readonly Stored<DocumentRow>[] {
  return rows.flatMap((each) => [
    ...between(each, Number.NEGATIVE_INFINITY, from),
    ...between(each, to, Number.POSITIVE_INFINITY),
  ]);
}

/** What a row has and none of the others, which are disjoint and in order. */
function gapsOf(others: readonly DocumentRow[], row: DocumentRow): readonly DocumentRow[] {
  const edges = [row.from, ...others.flatMap(({ from, to }) => [from, to]), row.to];
  const gaps = Array.from({ length: edges.length / 2 }, (_, at) => ({
    ...row,
    from: edges[2 * at] ?? row.from,
    to: edges[2 * at + 1] ?? row.to,
  }));
  return gaps.filter(({ from, to }) => from < to);
}

function spanOf({ from, to }: DocumentRow): Pick<DocumentRow, 'from' | 'to'> {
  return { from, to };
}

/** In order, with neighbours in one piece where nothing distinguishes them. */
function joined(rows: readonly Stored<DocumentRow>[]): readonly Stored<DocumentRow>[] {
  const result: Stored<DocumentRow>[] = [];
  for (const row of rows.toSorted((left, right) => left.from - right.from)) {
    const last = result.at(-1);
    if (last !== undefined && continues(last, row)) result[result.length - 1] = { ...last, to: row.to };
    else result.push(row);
  }
  return result;
}

function continues(last: Stored<DocumentRow>, next: Stored<DocumentRow>): boolean {
  return (
    last.to === next.from &&
    last.position + sizeOf(last) === next.position &&
    last.version === next.version &&
    last.bytesOfEach === next.bytesOfEach
  );
}
