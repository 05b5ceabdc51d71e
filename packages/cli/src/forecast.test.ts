import type { RunEvent } from '@waybill/core';
import { expect, test } from 'vitest';
import { Forecast } from './forecast.ts';
import { simulateRun } from './testing/simulated-run.ts';
import { RunProgress } from './views/run-progress.ts';

const KEYS = Array.from({ length: 20 }, (_, index) => `${index}`);

test('simulates again after three waits and after twelve, and takes over what that says', async () => {
  const { graph, before, events } = await simulateRun([{ name: 'many', target: 'move', keys: KEYS }]);
  const progress = new RunProgress(
    before,
    graph.steps.map(() => 36_000_000),
  );
  let asked = 0;
  const simulate = async (): Promise<readonly number[]> => {
    asked += 1;
    return Array.from({ length: graph.stepCount }, (_, index) => (index + 1) * 1_000);
  };
  const askedAfterWaits: number[] = [];
  let waits = 0;
  let etaMs = 0;
  await using forecast = new Forecast({ graph, progress, simulate });
  const add = async (event: RunEvent): Promise<void> => {
    progress.add(event);
    const before = asked;
    forecast.onEvent(event);
    await forecast[Symbol.asyncDispose]();
    if (event.kind === 'step.succeeded' && graph.stepsByAddress.get(event.step)?.kind === 'await') waits += 1;
    if (asked === before) return;
    askedAfterWaits.push(waits);
    if (etaMs === 0) etaMs = progress.eta(event.at)?.ms ?? 0;
  };
  for (const event of events) await add(event);
  expect(askedAfterWaits).toEqual([3, 12]);
  expect(etaMs).toBe(graph.stepCount * 1_000);
});

test('keeps the last one when the journal cannot be read', async () => {
  const { graph, before, events } = await simulateRun([{ name: 'many', target: 'move', keys: KEYS }]);
  const progress = new RunProgress(before);
  await using forecast = new Forecast({ graph, progress, simulate: () => Promise.reject(new Error('closed')) });
  for (const event of events) forecast.onEvent(event);
  await forecast[Symbol.asyncDispose]();
  expect(progress.eta(0)).toBeUndefined();
});
