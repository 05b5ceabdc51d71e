import { cutId } from './cut-id.ts';
import type { Difference } from './describe-differences.ts';
import { digestPass } from './digest-pass.ts';
import type { DigestedDocument } from './document-digest.ts';
import type { PagedIndex } from './page-size.ts';

/** The digest of each document, by its key: id and routing. A document that is there twice, under two routings, is two. */
export type Digests = ReadonlyMap<string, string>;

/** Bytes of a digest: there are many of them. */
const KEPT_CHARACTERS = 8;

/** By value, of those documents of an index that are wanted. */
export function digestsOf(index: PagedIndex, isWanted: (id: string) => boolean = () => true): Promise<Digests> {
  return digestPass(index, () => {
    const result = new Map<string, string>();
    const add = ({ id, routing, digest }: DigestedDocument): void => {
      if (isWanted(id)) result.set(JSON.stringify([id, routing ?? null]), digest.slice(0, KEPT_CHARACTERS));
    };
    return { result, add };
  });
}

/** What one side has otherwise than the other, in the order of the source and then of the copy. Pure. */
export function* compareDigests(source: Digests, copy: Digests): Generator<Difference> {
  for (const [key, digest] of source) {
    const copied = copy.get(key);
    if (copied === undefined) yield differenceOf('missing', key);
    else if (copied !== digest) yield differenceOf('changed', key);
  }
  for (const key of copy.keys()) if (!source.has(key)) yield differenceOf('extra', key);
}

function differenceOf(kind: Difference['kind'], key: string): Difference {
  const [id, routing] = JSON.parse(key) as readonly [string, string | null];
  return { kind, id: cutId(id), ...(typeof routing === 'string' ? { routing: cutId(routing) } : {}) };
}
