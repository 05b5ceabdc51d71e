import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldRecords } from '../journal/checkpoint.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { forecastRun } from './forecast-run.ts';
import { learnDurations } from './learn-durations.ts';
import { RunningSlices } from './running-slices.ts';

const TALLY = { providerType: 'fake', job: 'tally' };
const SLICE_MS = 90_000;

/** A run of own work whose provider guesses ten seconds for a slice that takes ninety. */
async function runOf({ units, slices, places }: Drawn) {
  const world = new RunWorld();
  const keys = Array.from({ length: units }, (_, index) => `k${index}`);
  const fixture = world.plan([{ name: 'sums', target: 'tally', keys, with: { slices } }], {
    limits: { slices: places },
  });
  world.vendor.data.sliceMs = SLICE_MS;
  await world.run(fixture);
  return { world, from: { ...fixture, registry: world.registry } };
}

interface Drawn {
  readonly units: number;
  readonly slices: number;
  readonly places: number;
}

const drawn = fc.record({
  units: fc.integer({ min: 1, max: 3 }),
  slices: fc.integer({ min: 1, max: 7 }),
  places: fc.integer({ min: 1, max: 4 }),
});

it('knows from the events of a run as many slices as its journal does, and how long they took', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (values) => {
      const { world, from } = await runOf(values);
      const seen = new RunningSlices(from);
      for (const event of world.events) seen.add(event);
      const tookMs = seen.tookMs(TALLY);
      const learned = learnDurations(world.disk.records, from).slice(TALLY);
      expect(tookMs).toHaveLength(values.units * values.slices);
      if (learned !== undefined) expect(tookMs).toHaveLength(learned.observations);
      for (const ms of tookMs) expect(Math.abs(ms - SLICE_MS)).toBeLessThan(2_000);
    }),
    { numRuns: 25 },
  );
});

it('is what the forecast of the run rests on, and not the guess of the provider', async () => {
  const { world, from } = await runOf({ units: 1, slices: 12, places: 2 });
  const { events, disk } = world;
  const endsAt = events.at(-1)?.at ?? 0;
  const progressed = events.flatMap(({ kind, at }) => (kind === 'step.progressed' ? [at] : []));
  for (const nowMs of progressed.slice(2)) {
    const slices = new RunningSlices(from);
    for (const event of events) if (event.at <= nowMs) slices.add(event);
    const checkpoint = foldRecords(disk.records.filter(({ t }) => t <= nowMs));
    const forecast = forecastRun({ ...from, checkpoint, underWay: { nowMs, slices } });
    if (forecast === undefined) continue;
    expect(forecast.basis).toBe('learned');
    // A slice that is at work counts as not begun.
    expect(Math.abs(forecast.remainingMs - (endsAt - nowMs))).toBeLessThanOrEqual(SLICE_MS + 5_000);
  }
});

it.each([1, 3])('how much of its work is done already goes before what slices took, over %d places', async (places) => {
  const { world, from } = await runOf({ units: 1, slices: 12, places });
  const planned = world.disk.records.findIndex(({ kind }) => kind === 'job.planned');
  const records = world.disk.records.slice(0, planned + 1);
  const nowMs = records.at(-1)?.t ?? 0;
  const forecast = (restMsOf: (step: string) => number | undefined): ReturnType<typeof forecastRun> =>
    forecastRun({ ...from, checkpoint: foldRecords(records), underWay: { nowMs, restMsOf } });
  const known = forecast(() => 1_000_000);
  expect(known?.basis).toBe('learned');
  expect(Math.abs((known?.remainingMs ?? 0) - 1_000_000)).toBeLessThan(1_000);
  // Ten slices of about ten seconds, by the guess of the provider.
  expect(forecast(() => undefined)).toMatchObject({ basis: 'assumed' });
});

it('tells nothing of what another run did', async () => {
  const { from } = await runOf({ units: 1, slices: 2, places: 1 });
  expect(new RunningSlices(from).tookMs(TALLY)).toEqual([]);
});
