import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitOfRecord } from '../graph/unit-of-record.ts';
import { EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { selectUnits } from '../select/select-units.ts';
import type { FakeFault } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { SHOP } from '../testing/internal/shop-fixture.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';
import { UNIT_STATUSES } from './unit-counts.ts';
import { UnitStates } from './unit-states.ts';

function statesOf({ graph }: PlanFixture, records: readonly JournalRecord[], isOver?: boolean): UnitStates {
  return UnitStates.of(graph, foldRecords(records), isOver);
}

describe('the states of units', () => {
  test('at every record of any run: followed record by record they are what a new fold gives', async () => {
    const faults = fc.constantFrom<FakeFault>(
      'none',
      'none',
      'fatal',
      'busy',
      'lost-after-effect',
      'lost-before-effect',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(faults, { maxLength: 12 }),
        fc.subarray(['indices[a]', 'indices[b]', 'sessions[x]', 'sums']),
        fc.boolean(),
        async (script, failing, isRetried) => {
          const world = new RunWorld({ taskDurationMs: 20_000 });
          const fixture = world.plan(SHOP, { limits: { active: 2 } });
          let call = 0;
          world.vendor.fault = () => script[call++] ?? 'none';
          for (const name of failing) world.vendor.failing.add(name);
          await world.run(fixture);
          await world.run(fixture, { retryFailed: isRetried });
          const { records } = world.disk;
          let followed = statesOf(fixture, []);
          for (const [index, record] of records.entries()) {
            const checkpoint = foldRecords(records.slice(0, index + 1));
            if (record.kind === 'run.started') followed = UnitStates.of(fixture.graph, checkpoint);
            if (record.kind === 'run.ended') followed.end(checkpoint);
            const unit = unitOfRecord(record, fixture.graph);
            if (unit !== undefined) followed.update(unit, checkpoint);
            expect(followed.counts).toEqual({ ...UnitStates.of(fixture.graph, checkpoint).counts });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('statuses add up to the total, in all and by migration, and active units are at most the remote tasks', async () => {
    const world = new RunWorld();
    const fixture = world.plan(SHOP, { limits: { active: 3 } });
    await world.run(fixture, {
      onEvent: () => {
        const { units, migrations, remoteTasks } = statesOf(fixture, world.disk.records).counts;
        for (const counts of [units, ...migrations.map((migration) => migration.units)])
          expect(UNIT_STATUSES.reduce((sum, status) => sum + counts[status], 0)).toBe(counts.total);
        expect(units.active).toBeLessThanOrEqual(remoteTasks);
        expect(remoteTasks).toBeLessThanOrEqual(3);
      },
    });
  });

  test('what waits for a unit whose outcome is unknown is pending while the run may settle it, and skipped after its end', async () => {
    const world = new RunWorld();
    const fixture = world.plan(SHOP);
    world.vendor.fault = ({ arguments: args }) => (args['name'] === 'blind' ? 'lost-after-effect' : 'none');
    await world.run(fixture);
    const { records } = world.disk;
    expect(records.at(-1)?.kind).toBe('run.ended');
    const during = statesOf(fixture, records.slice(0, -1));
    const after = statesOf(fixture, records);
    expect([during.status('blind'), during.status('sums'), during.status('end')]).toEqual([
      'unknown',
      'pending',
      'pending',
    ]);
    expect([after.status('blind'), after.status('sums'), after.status('end')]).toEqual([
      'unknown',
      'skipped',
      'skipped',
    ]);
  });

  test('a run that retries failed units says so in the journal, and only of those it is to work on', async () => {
    const world = new RunWorld();
    const fixture = world.plan(SHOP);
    for (const name of ['indices[a]', 'indices[b]']) world.vendor.failing.add(name);
    await world.run(fixture);
    expect(statesOf(fixture, world.disk.records).counts.units.failed).toBe(2);
    const begun = world.disk.records.length;
    const selection = selectUnits(fixture.graph, { target: ['indices[a]'] });
    await world.run(fixture, { retryFailed: true, selection });
    const retried = world.disk.records.slice(begun).filter(({ kind }) => kind === 'step.retried');
    expect(retried).toMatchObject([{ step: 'indices[a].await', by: 'tester@host', run: 'run-2' }]);
  });

  test('a decision of an operator counts, whatever was recorded before', async () => {
    const world = new RunWorld();
    const fixture = world.plan(SHOP);
    const decided = (unit: string, decision: 'skipped' | 'accepted') => ({
      ...EMPTY_CHECKPOINT,
      decisions: new Map([[unit, { kind: 'unit.decided', unit, decision, by: 'maria@ops', reason: 'why' } as const]]),
    });
    const skipped = UnitStates.of(fixture.graph, decided('blind', 'skipped'));
    expect([skipped.status('blind'), skipped.status('sums')]).toEqual(['skipped', 'skipped']);
    const accepted = UnitStates.of(fixture.graph, decided('blind', 'accepted'));
    expect([accepted.status('blind'), accepted.status('sums')]).toEqual(['succeeded', 'pending']);
    expect(accepted.counts.steps.done).toBe(2);
  });
});
