import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstCursor, isWithin } from '../../packages/provider-redis/src/jobs/cursor-range.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

/** The next cursor of a table of `2 ** size` places, as a server counts it. */
function nextCursor(cursor: bigint, size: number): bigint {
  const mask = (1n << BigInt(size)) - 1n;
  const raised = reversed(BigInt.asUintN(64, cursor | ~mask)) + 1n;
  return reversed(BigInt.asUintN(64, raised));
}

function reversed(value: bigint): bigint {
  let result = 0n;
  for (let bit = 0n; bit < 64n; bit += 1n) if ((value >> bit) & 1n) result |= 1n << (63n - bit);
  return result;
}

function placesIn(
  range: { readonly bits: number; readonly part: number },
  sizes: () => number,
): readonly (readonly [bigint, number])[] {
  const places: (readonly [bigint, number])[] = [];
  for (let cursor = BigInt(firstCursor(range)); ; ) {
    const size = sizes();
    places.push([cursor & ((1n << BigInt(size)) - 1n), size]);
    cursor = nextCursor(cursor, size);
    if (!isWithin(String(cursor), range)) return places;
  }
}

describe('parts of a table', () => {
  it('have every place once, where it has at least as many places as there are parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (bits, more) => {
        const size = bits + more;
        const parts = Array.from({ length: 2 ** bits }, (_, part) => placesIn({ bits, part }, () => size));
        const places = parts.flat().map(([place]) => Number(place));
        expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2 ** size }, (_, place) => place));
      }),
    );
  });

  it('leave no key out, of whatever size the table is, and while its size changes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        sizes,
        fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
        (bits, changing, hash) => {
          let turn = 0;
          const next = (): number => changing[Math.min(turn++, changing.length - 1)] ?? 1;
          const seen = Array.from({ length: 2 ** bits }, (_, part) => {
            turn = 0;
            return placesIn({ bits, part }, next);
          }).flat();
          expect(seen.some(([place, size]) => (hash & ((1n << BigInt(size)) - 1n)) === place)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe.skipIf(!canStartRedis())('parts of a real table', () => {
  let server: RedisServer;
  beforeAll(async () => {
    // Resizing goes on only with the commands of clients, so that scans meet it.
    server = await RedisServer.start({ config: ['activerehashing no'] });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  it.each([1, 3, 6])(
    'with %i bits have every key that is there all the time, while the table grows and shrinks',
    async (bits) => {
      const { client } = server;
      await client.flushall();
      const kept = new Set(Array.from({ length: 5_000 }, (_, at) => `kept-${at}`));
      await client.mset([...kept].flatMap((key) => [key, '1']));
      const found = new Set<string>();
      let resized = 0;
      for (let part = 0; part < 2 ** bits; part += 1) {
        for (let cursor = firstCursor({ bits, part }); ; ) {
          const [next, keys] = await client.scan(cursor, 'COUNT', 100);
          for (const key of keys) found.add(key);
          const others = Array.from({ length: 100 }, (_, at) => `other-${resized + at}`);
          if (part % 2 === 0) {
            await client.mset(others.flatMap((key) => [key, '1']));
            resized += others.length;
          } else if (resized > 0) {
            await client.del(...Array.from({ length: resized }, (_, at) => `other-${at}`));
            resized = 0;
          }
          cursor = next;
          if (!isWithin(cursor, { bits, part })) break;
        }
      }
      expect([...kept].filter((key) => !found.has(key))).toEqual([]);
    },
  );
});
