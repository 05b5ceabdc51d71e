import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitOfRecord } from '../graph/unit-of-record.ts';
import { CheckpointFold } from '../journal/checkpoint.ts';
import type { JournalRecord, RecordBody } from '../journal/record.ts';
import type { FakeFault } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { SHOP } from '../testing/internal/shop-fixture.ts';
import { atOnce } from '../value/sliced.ts';
import { SettledTracker } from './settled-tracker.ts';

const faults = fc.constantFrom<FakeFault>('none', 'none', 'none', 'fatal', 'busy', 'lost-after-effect');

/** What operators record of a unit, and what a rebased plan says of a step before the next run. */
const ofUnit = (unit: string): readonly RecordBody[] => [
  { kind: 'unit.decided', unit, decision: 'accepted', by: 'a@h', reason: 'done by hand' },
  { kind: 'unit.redone', unit, by: 'a@h', reason: 'once more', steps: [`${unit}.create`, `${unit}.await`] },
];

test('the units that are settled are the same after each record as when all are looked at', async () => {
  const seen = { settled: 0, unsettled: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(faults, { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('indices[a]', 'indices[b]'), fc.nat(1)), { maxLength: 3 }),
      fc.nat(),
      async (script, decisions, begun) => {
        const world = new RunWorld({ taskDurationMs: 20_000 });
        const fixture = world.plan(SHOP, { limits: { active: 2 } });
        let call = 0;
        world.vendor.fault = () => script[call++] ?? 'none';
        await world.run(fixture);
        await world.run(fixture, { retryFailed: true });
        const records: JournalRecord[] = [...world.disk.records];
        for (const [place, unit, which] of decisions) {
          const body = ofUnit(unit)[which];
          if (body !== undefined)
            records.splice(place % records.length, 0, { rid: '', epoch: 1, seq: 1, t: 0, ...body });
        }
        const fold = new CheckpointFold();
        const start = begun % records.length;
        for (const record of records.slice(0, start)) fold.add(record);
        const tracker = atOnce(SettledTracker.ofSliced(fixture.graph, fold.checkpoint()));
        for (const record of records.slice(start)) {
          const before = tracker.units.length;
          fold.add(record);
          const unit = unitOfRecord(record, fixture.graph);
          if (unit !== undefined) tracker.add(record, unit);
          const expected = atOnce(SettledTracker.ofSliced(fixture.graph, fold.checkpoint())).units;
          expect(new Set(tracker.units)).toEqual(new Set(expected));
          if (expected.length > before) seen.settled += 1;
          if (expected.length < before) seen.unsettled += 1;
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(Math.min(seen.settled, seen.unsettled)).toBeGreaterThan(3);
});
