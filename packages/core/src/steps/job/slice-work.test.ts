import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import type { JsonObject } from '../../value/value.ts';
import { SliceWork } from './slice-work.ts';

function watch(counts: string | undefined, expected: readonly JsonObject[]) {
  const clock = new VirtualClock();
  const recorded: Record<string, JsonObject> = {};
  const shown: (number | undefined)[] = [];
  const slices = expected.map((args, index) => ({ name: `${index}`, arguments: args }));
  const work: SliceWork = new SliceWork({
    counts,
    slices,
    recorded: () => recorded,
    clock,
    show: () => shown.push(work.done?.done),
  });
  return { clock, recorded, shown, work };
}

it('counts what is recorded once, and what is at work as it was reported last', () => {
  const step = fc.oneof(
    fc.record({ slice: fc.nat(3), reports: fc.nat(500) }),
    fc.record({ slice: fc.nat(3), records: fc.nat(500) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { work, recorded } = watch('documents', [{}, {}, {}, {}]);
      const known = new Map<string, number>();
      for (const given of steps) {
        const slice = `${given.slice}`;
        if ('records' in given) recorded[slice] = { documents: given.records };
        else work.report(slice, given.reports);
        if ('records' in given) known.set(slice, given.records);
        else if (recorded[slice] === undefined) known.set(slice, given.reports);
      }
      const done = [...known.values()].reduce((sum, count) => sum + count, 0);
      expect(work.done).toEqual({ of: 'documents', done });
    }),
  );
});

it('begins a slice anew with its next attempt', () => {
  const { work } = watch('documents', [{}]);
  work.report('0', 700);
  work.report('0', 0);
  expect(work.done?.done).toBe(0);
});

it('says of how many where every slice says it, and never of fewer than are done', () => {
  const { work } = watch('documents', [{ documents: 10 }, { documents: 5 }]);
  expect(work.done).toEqual({ of: 'documents', done: 0, total: 15 });
  work.report('1', 40);
  expect(work.done).toEqual({ of: 'documents', done: 40, total: 40 });
  expect(watch('documents', [{ documents: 10 }, {}]).work.done).not.toHaveProperty('total');
});

it('shows what pages report once a second, and nothing of a job that counts nothing', async () => {
  const { clock, work, shown } = watch('documents', [{}]);
  for (let page = 1; page <= 40; page += 1) {
    await clock.advance(100);
    work.report('0', page);
  }
  expect(shown).toEqual([10, 20, 30, 40]);
  const silent = watch(undefined, [{}]);
  await silent.clock.advance(5_000);
  silent.work.report('0', 1);
  expect([silent.shown, silent.work.done]).toEqual([[], undefined]);
});

it('takes no number for one that is none', async () => {
  const { clock, work, shown } = watch('documents', [{}]);
  await clock.advance(5_000);
  for (const count of [Number.NaN, -1]) work.report('0', count);
  expect([shown, work.done?.done]).toEqual([[], 0]);
});
