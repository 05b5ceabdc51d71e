import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MIXED, type SimulatedRun, simulateRun } from '../testing/simulated-run.ts';
import { RunProgress } from './run-progress.ts';

async function mixedRun(): Promise<SimulatedRun> {
  return await simulateRun(MIXED, { failing: ['indices[b]'] });
}

describe('the fold of a run', () => {
  test('ends with the counts of the result', async () => {
    const { graph, events, result } = await mixedRun();
    const progress = new RunProgress(graph, []);
    for (const event of events) progress.add(event);
    for (const phase of ['succeeded', 'failed', 'gated', 'skipped'] as const) {
      expect(progress.units.phases[phase]).toBe(result.units.filter(({ status }) => status === phase).length);
    }
    expect(progress.gates.map(({ unit }) => unit)).toEqual(['sessions[eu-1]', 'sessions[eu-2]']);
    expect(progress.failures).toHaveLength(1);
    expect(progress.waits).toEqual([]);
  });

  test('counts every unit exactly once after any prefix of the events', async () => {
    const { graph, events } = await mixedRun();
    fc.assert(
      fc.property(fc.nat(events.length), (length) => {
        const progress = new RunProgress(graph, []);
        for (const event of events.slice(0, length)) progress.add(event);
        for (const { units, phases } of progress.migrations) {
          expect(Object.values(phases).reduce((sum, count) => sum + count, 0)).toBe(units);
          expect(Math.min(...Object.values(phases))).toBeGreaterThanOrEqual(0);
        }
        expect(progress.steps.done).toBeLessThanOrEqual(progress.steps.total);
      }),
    );
  });

  test('does not count a step twice that an earlier run had done', async () => {
    const { graph, events } = await simulateRun([{ name: 'one', target: 'move' }]);
    const progress = new RunProgress(
      graph,
      graph.steps.map(({ address }) => address),
    );
    for (const event of events) progress.add(event);
    expect(progress.steps).toEqual({ total: 3, done: 3 });
  });
});

describe('the time that is left', () => {
  test('is unknown until there is a rate, and follows it then', async () => {
    const { graph } = await simulateRun([
      { name: 'many', target: 'move', keys: Array.from({ length: 30 }, (_, index) => `${index}`) },
    ]);
    const progress = new RunProgress(graph, []);
    const steps = graph.steps.slice(0, 10);
    for (const [index, { address: step, unit }] of steps.entries()) {
      const ms = ((90 - index) * index * 1_000) / index;
      expect(progress.eta(index * 1_000)).toEqual(index < 3 ? undefined : { ms, basis: 'rate' });
      progress.add({ kind: 'step.succeeded', at: index * 1_000, step, unit });
    }
  });

  test('is there from the first moment where the run was simulated', async () => {
    const { graph, events } = await mixedRun();
    const ends = graph.steps.map((_, index) => (index + 1) * 1_000);
    const progress = new RunProgress(graph, [], ends);
    const [started] = events;
    if (started === undefined) throw new Error('a run has a first event');
    progress.add(started);
    expect(progress.eta(started.at)).toEqual({ ms: graph.stepCount * 1_000, basis: 'simulated' });
  });

  test('is not told while only people can make something move', async () => {
    const { graph, events } = await mixedRun();
    const progress = new RunProgress(
      graph,
      [],
      graph.steps.map(() => 1_000_000),
    );
    for (const event of events) progress.add(event);
    expect(progress.eta(progress.lastAt)).toBeUndefined();
  });

  test('leaves out what is out of reach', async () => {
    const { graph } = await simulateRun([{ name: 'two', target: 'move', keys: ['a', 'b'] }]);
    const progress = new RunProgress(graph, []);
    for (const [index, { address: step, unit }] of graph.steps.slice(0, 3).entries())
      progress.add({ kind: 'step.succeeded', at: index * 2_000, step, unit });
    expect(progress.eta(6_000)?.ms).toBe(6_000);
    progress.add({ kind: 'unit.skipped', at: 6_000, unit: 'two[b]', because: 'elsewhere' });
    expect(progress.eta(6_000)?.ms).toBe(0);
  });
});
