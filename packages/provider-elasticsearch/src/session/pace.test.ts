import { VirtualClock } from '@waybill/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace, paceOf } from './pace.ts';

const NOBODY_STOPS = new AbortController().signal;

describe('a pace of documents', () => {
  it('holds for all slices together, whatever their pages are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }), {
          minLength: 1,
          maxLength: 6,
        }),
        async (documentsPerMs, slices) => {
          const clock = new VirtualClock();
          const pace = new Pace({ documentsPerMs, bytesPerMs: undefined }, clock);
          const begunMs = clock.monotonicMs();
          const admitted: { readonly atMs: number; readonly documents: number }[] = [];
          const slice = async (pages: readonly number[]) => {
            for (const documents of pages) {
              await pace.admit(documents, NOBODY_STOPS);
              admitted.push({ atMs: clock.monotonicMs() - begunMs, documents });
            }
          };
          await clock.runUntil(Promise.all(slices.map(slice)));
          let before = 0;
          for (const { atMs, documents } of admitted) {
            expect(before).toBeLessThanOrEqual(documentsPerMs * atMs + 1e-6);
            before += documents;
          }
          // Nor slower than it says.
          const longest = Math.max(...admitted.map(({ atMs }) => atMs));
          expect(longest).toBeLessThanOrEqual(before / documentsPerMs);
        },
      ),
    );
  });

  it('makes what comes after bytes wait for them', async () => {
    const clock = new VirtualClock();
    const pace = new Pace({ documentsPerMs: undefined, bytesPerMs: 10 }, clock);
    const begunMs = clock.monotonicMs();
    await pace.admit(1, NOBODY_STOPS);
    pace.spend(50_000);
    await clock.runUntil(pace.admit(1, NOBODY_STOPS));
    expect(clock.monotonicMs() - begunMs).toBe(5_000);
  });

  it('lets nothing wait where there is none', async () => {
    const clock = new VirtualClock();
    const pace = new Pace({ documentsPerMs: undefined, bytesPerMs: undefined }, clock);
    pace.spend(1e12);
    await pace.admit(1e12, NOBODY_STOPS);
    expect(pace.documentsPerSecond).toBeUndefined();
    expect(pace.mostPerPage).toBe(Number.POSITIVE_INFINITY);
  });

  it('ends a wait when the run stops', async () => {
    const clock = new VirtualClock();
    const pace = new Pace({ documentsPerMs: 1, bytesPerMs: undefined }, clock);
    const stopping = new AbortController();
    await pace.admit(1_000_000, stopping.signal);
    const waiting = pace.admit(1, stopping.signal);
    stopping.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });

  it('gives pages that take ten seconds at most, and one document at least', () => {
    const clock = new VirtualClock();
    const most = (documentsPerMs: number) => new Pace({ documentsPerMs, bytesPerMs: undefined }, clock).mostPerPage;
    expect([most(0.1), most(5), most(1 / 3_600_000)]).toEqual([1_000, 50_000, 1]);
  });

  it('bounds a page by its bytes as well, also where they alone have a pace', () => {
    const clock = new VirtualClock();
    const pace = new Pace({ documentsPerMs: undefined, bytesPerMs: 100 }, clock);
    expect([pace.mostPerPage, pace.mostBytesPerPage, pace.isLimited]).toEqual([
      Number.POSITIVE_INFINITY,
      1_000_000,
      true,
    ]);
    const none = new Pace({ documentsPerMs: undefined, bytesPerMs: undefined }, clock);
    expect([none.mostBytesPerPage, none.isLimited]).toEqual([Number.POSITIVE_INFINITY, false]);
  });

  it('is unknown of a session that has none', () => {
    expect(paceOf({ session: {} as never })).toBeUndefined();
  });
});
