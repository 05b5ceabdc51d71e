import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { fixedDuration } from './expected-duration.ts';
import { forecastRun } from './forecast-run.ts';

const drawn = fc.record({
  units: fc.integer({ min: 1, max: 6 }),
  taskMs: fc.integer({ min: 1_000, max: 600_000 }),
  latencyMs: fc.integer({ min: 20, max: 3_000 }),
  /** Of the time in which nothing but polls is left to do. */
  parts: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 8, maxLength: 8 }),
});

/** A millisecond for each of the polls of some minutes. */
const ROUNDING_MS = 50;

it('is the time until the poll that shows the end, also while that poll is under way, where durations are known', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ units, taskMs, latencyMs, parts }) => {
      const world = new RunWorld({ taskDurationMs: taskMs, latencyMs });
      const keys = Array.from({ length: units }, (_, index) => `${index}`);
      const fixture = world.plan([{ name: 'copies', target: 'copy', keys }]);
      await world.run(fixture);
      fc.pre(!endsWithAPoll(world));
      const { records } = world.disk;
      const createdAt = Math.max(...records.filter(isCreated).map(({ t }) => t));
      const endsAt = records.at(-1)?.t ?? 0;
      // The fake vendor shows what is when it answers, and not half a call before.
      const expectations = {
        wait: () => fixedDuration(taskMs - latencyMs / 2),
        call: () => fixedDuration(latencyMs),
      };
      for (const part of parts) {
        const nowMs = createdAt + (endsAt - createdAt) * part;
        const checkpoint = foldRecords(records.filter(({ t }) => t <= nowMs));
        const { registry } = world;
        const forecast = forecastRun({ ...fixture, registry, expectations, checkpoint, underWay: { nowMs } });
        expect(Math.abs((forecast?.remainingMs ?? 0) - (endsAt - nowMs))).toBeLessThan(ROUNDING_MS);
      }
    }),
    { numRuns: 25 },
  );
});

function isCreated(record: JournalRecord): boolean {
  return record.kind === 'step.succeeded' && record.step.endsWith('.create');
}

/** Whether a poll shows an end hangs on less than the rounding of a simulation. */
function endsWithAPoll({ vendor, clock }: RunWorld): boolean {
  const startedAt = clock.now() - clock.monotonicMs();
  const ends = vendor.tasks.map(({ createdAtMs }) => createdAtMs + vendor.taskDurationMs - startedAt);
  const polls = vendor.calls.filter(({ operation }) => operation === 'ListTasks');
  const shown = polls.map(({ startedAtMs }) => startedAtMs + vendor.latencyMs);
  return shown.some((shownAt) => ends.some((endsAt) => Math.abs(shownAt - endsAt) < ROUNDING_MS));
}
