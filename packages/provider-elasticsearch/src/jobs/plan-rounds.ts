import type { Json, JsonObject } from '@waybill/core';
import { hashOfId } from '../answer/id-hash.ts';

/** Documents of one side that are kept in memory at once: some tens of megabytes. */
const MOST_IN_MEMORY = 200_000;
/** Each reads both indices whole. */
const MOST_ROUNDS = 8;

/** A bucket that differs, with the documents of its larger side. */
export interface Suspect {
  readonly bucket: number;
  readonly documents: number;
}

/** Documents that are looked at in one go: those of some buckets, or a part of one bucket. */
export interface Round {
  readonly buckets: readonly number[];
  readonly part: number;
  readonly of: number;
}

export interface PlannedRounds {
  readonly rounds: readonly Round[];
  /** Documents of buckets that differ and are not looked at. */
  readonly left: number;
}

/** Fills rounds with buckets as far as memory allows. Pure. */
export function planRounds(suspects: readonly Suspect[], mostInMemory: number = MOST_IN_MEMORY): PlannedRounds {
  const rounds: { readonly round: Round; readonly documents: number }[] = [];
  let open: { readonly buckets: number[]; documents: number } = { buckets: [], documents: 0 };
  const close = (): void => {
    if (open.buckets.length > 0)
      rounds.push({ round: { buckets: open.buckets, part: 0, of: 1 }, documents: open.documents });
    open = { buckets: [], documents: 0 };
  };
  for (const { bucket, documents } of suspects) {
    const of = Math.ceil(documents / mostInMemory);
    if (of > 1) {
      for (let part = 0; part < of; part += 1)
        rounds.push({ round: { buckets: [bucket], part, of }, documents: Math.ceil(documents / of) });
      continue;
    }
    if (open.documents + documents > mostInMemory) close();
    open.buckets.push(bucket);
    open.documents += documents;
  }
  close();
  const left = rounds.slice(MOST_ROUNDS).reduce((sum, { documents }) => sum + documents, 0);
  return { rounds: rounds.slice(0, MOST_ROUNDS).map(({ round }) => round), left };
}

/** Which documents are of a round, by their ids. */
export function membersOf({ buckets, part, of }: Round, size: number): (id: string) => boolean {
  const wanted = new Set(buckets);
  return (id) => {
    const value = hashOfId(id);
    return wanted.has(value % size) && Math.floor(value / size) % of === part;
  };
}

/** As `compare-documents` gives them. */
export function readSuspects(suspects: Json | undefined): readonly Suspect[] {
  if (!Array.isArray(suspects)) return [];
  return (suspects as readonly Json[]).map((suspect) => {
    const [bucket = 0, documents = 0] = Array.isArray(suspect) ? (suspect as readonly Json[]) : [];
    return { bucket: Number(bucket), documents: Number(documents) };
  });
}

export function readRound({ buckets, part, of }: JsonObject): Round {
  const numbers = Array.isArray(buckets) ? (buckets as readonly Json[]).map(Number) : [];
  return { buckets: numbers, part: Number(part), of: Number(of) };
}
