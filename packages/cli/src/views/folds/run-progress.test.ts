import type { RunGauges } from '@waybill/core';
import { RunProgress } from '@waybill/node/live';
import { describe, expect, test } from 'vitest';
import { MIXED, NO_GAUGES, type SimulatedRun, simulateRun } from '../../testing/simulated-run.ts';

async function mixedRun(): Promise<SimulatedRun> {
  return await simulateRun(MIXED, { failing: ['indices[b]'] });
}

describe('the progress of a run', () => {
  test('has what the run counts, and before it began what was known', async () => {
    const { before, gauges, result } = await mixedRun();
    const progress = new RunProgress(undefined, before);
    expect(progress.counts).toBe(before);
    progress.onGauges(() => gauges.at(-1) ?? NO_GAUGES);
    expect(progress.counts).toEqual(result.counts);
  });

  test('keeps waits, gates and failures by the events', async () => {
    const { before, events } = await mixedRun();
    const progress = new RunProgress(undefined, before);
    for (const event of events) progress.add(event);
    expect(progress.gates.map(({ unit }) => unit)).toEqual(['sessions[eu-1]', 'sessions[eu-2]']);
    expect(progress.failures).toHaveLength(1);
    expect(progress.waits).toEqual([]);
  });
});

test('counts the slices of own work that is under way', async () => {
  const { before, events, outcome } = await simulateOwnWork();
  const progress = new RunProgress(undefined, before);
  const seen = new Set<string>();
  for (const event of events) {
    progress.add(event);
    if (progress.slices !== undefined) seen.add(`${progress.slices.done}/${progress.slices.total}`);
  }
  expect(outcome).toBe('succeeded');
  expect([...seen]).toEqual(['0/3', '1/3', '2/3', '3/3']);
  expect(progress.slices).toBeUndefined();
});

async function simulateOwnWork() {
  const { before, events, result } = await simulateRun([{ name: 'm', target: 'tally' }]);
  return { before, events, outcome: result.outcome };
}

/** Gauges of a run in which so many steps are done, or out of reach. */
function gaugesWith(total: number, done: number, unreachable = 0): RunGauges {
  const { progress } = NO_GAUGES;
  const units = { ...progress.units, total: 1, pending: 1 };
  return { ...NO_GAUGES, progress: { ...progress, steps: { done, total, unreachable }, units } };
}

describe('the time that is left', () => {
  test('is unknown until there is a rate, and follows it then', async () => {
    const { before, graph } = await simulateRun([
      { name: 'many', target: 'move', keys: Array.from({ length: 30 }, (_, index) => `${index}`) },
    ]);
    const progress = new RunProgress(undefined, before);
    const steps = graph.steps.slice(0, 10);
    for (const [index, { address: step, unit }] of steps.entries()) {
      const ms = ((90 - index) * index * 1_000) / index;
      progress.onGauges(() => gaugesWith(90, index));
      expect(progress.eta(index * 1_000)).toEqual(index < 3 ? undefined : { ms, basis: 'rate', at: index * 1_000 });
      progress.add({ kind: 'step.succeeded', at: index * 1_000, step, unit });
    }
  });

  test('is what the forecast says, which hears of what changes', async () => {
    const { events } = await mixedRun();
    let changes = 0;
    const progress = new RunProgress({
      eta: (now) => ({ ms: 90_000, basis: 'simulated', at: now }),
      changed: () => {
        changes += 1;
      },
    });
    for (const event of events) progress.add(event);
    progress.onGauges(() => gaugesWith(30, 3));
    expect(progress.eta(5_000)).toEqual({ ms: 90_000, basis: 'simulated', at: 5_000 });
    const ends = events.filter(({ kind }) => kind === 'step.succeeded' || kind === 'step.failed');
    expect(changes).toBeGreaterThanOrEqual(ends.length);
  });

  test('is not shown while only operators can make something move', async () => {
    const { before, events, gauges } = await mixedRun();
    const forecast = { eta: () => ({ ms: 1, basis: 'simulated', at: 0 }) as const, changed: () => {} };
    const progress = new RunProgress(forecast, before);
    progress.onGauges(() => gauges.at(-1) ?? NO_GAUGES);
    for (const event of events) progress.add(event);
    expect(progress.eta(progress.lastAt)).toBeUndefined();
  });

  test('leaves out what is out of reach', async () => {
    const { before, graph } = await simulateRun([{ name: 'two', target: 'move', keys: ['a', 'b'] }]);
    const progress = new RunProgress(undefined, before);
    for (const [index, { address: step, unit }] of graph.steps.slice(0, 3).entries())
      progress.add({ kind: 'step.succeeded', at: index * 2_000, step, unit });
    progress.onGauges(() => gaugesWith(6, 3));
    expect(progress.eta(6_000)?.ms).toBe(6_000);
    progress.onGauges(() => gaugesWith(6, 3, 3));
    expect(progress.eta(6_000)?.ms).toBe(0);
  });
});
