import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sourceText } from '../testing/json-texts.ts';
import { bucketsFor, DigestBuckets, digestDocument } from './document-digest.ts';
import type { RawDocument } from './read-page.ts';

const documents: fc.Arbitrary<readonly RawDocument[]> = fc.array(
  fc.record({
    id: fc.string({ minLength: 1 }).map((id) => JSON.stringify(id)),
    routing: fc.option(
      fc.string().map((routing) => JSON.stringify(routing)),
      { nil: undefined },
    ),
    source: fc.array(fc.nat(), { maxLength: 20 }).map(sourceText),
  }),
  { maxLength: 30 },
);

function digestsOf(all: readonly RawDocument[], size: number): DigestBuckets {
  const buckets = new DigestBuckets(size);
  for (const document of all) buckets.add(digestDocument(document));
  return buckets;
}

it('does not depend on the order of documents, or on how they were cut into slices', () => {
  fc.assert(
    fc.property(documents, fc.integer({ min: 1, max: 64 }), fc.nat({ max: 30 }), (all, size, at) => {
      const merged = digestsOf(all.slice(at).toReversed(), size);
      merged.merge(DigestBuckets.fromText(digestsOf(all.slice(0, at), size).toText()));
      expect(merged.toText()).toBe(digestsOf(all, size).toText());
      expect(merged.documents).toBe(all.length);
    }),
  );
});

it('shows each document that is on one side alone, also a pair of the same', () => {
  fc.assert(
    fc.property(documents, documents, fc.integer({ min: 1, max: 64 }), (all, more, size) => {
      const [first] = more;
      fc.pre(first !== undefined);
      expect(digestsOf(all, size).differencesTo(digestsOf([...all, first], size))).toHaveLength(1);
      expect(digestsOf(all, size).differencesTo(digestsOf([...all, first, first], size))).toHaveLength(1);
    }),
  );
});

it('has the sums of the first and the second 8 bytes of the digests, each of 64 bits, and their number', () => {
  fc.assert(
    fc.property(documents, (all) => {
      const sums = [0n, 0n];
      for (const document of all) {
        const bytes = Buffer.from(digestDocument(document).digest, 'latin1');
        for (const half of [0, 1] as const)
          sums[half] = BigInt.asUintN(64, (sums[half] ?? 0n) + bytes.readBigUInt64LE(half * 8));
      }
      const text = Buffer.from(digestsOf(all, 1).toText(), 'base64');
      expect([text.readBigUInt64LE(0), text.readBigUInt64LE(8), text.readUInt32LE(16)]).toEqual([...sums, all.length]);
    }),
  );
});

it('has room for the results of every slice', () => {
  for (const slices of [1, 2, 10, 25, 100, 1_000]) {
    const text = new DigestBuckets(bucketsFor(slices)).toText();
    expect(text.length).toBeLessThan(60_000);
    expect(text.length * slices).toBeLessThan(900_000);
  }
});
