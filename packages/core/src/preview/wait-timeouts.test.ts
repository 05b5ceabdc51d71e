import { expect, test } from 'vitest';
import { estimateSchedule } from '../estimate/estimate-schedule.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPreview } from './build-preview.ts';
import { waitTimeouts } from './wait-timeouts.ts';

function previewWith(timeoutMs: number) {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'copies', target: 'copy', keys: ['a', 'b'], timeoutMs }]);
  const estimate = estimateSchedule({ ...fixture, registry: world.registry });
  if (estimate === undefined) throw new Error('there is something to estimate');
  return buildPreview({ ...fixture, registry: world.registry, estimate });
}

test('a wait that is expected to outlast its timeout is a warning, and the estimate is not as short as the timeout', () => {
  const { warnings, schedule } = previewWith(20_000);
  const warning = warnings.find(({ code }) => code === 'PREVIEW_WAIT_EXCEEDS_TIMEOUT');
  expect(warning?.detail).toBe(
    'To wait for the task is expected to take 1m (a guess), but times out after 20s: 2 units fail while the remote tasks keep running.',
  );
  expect(schedule?.p50_ms).toBeGreaterThan(45_000);
});

test('migrations with the same wait, expectation and timeout share one warning; any other has its own', () => {
  const wait = { title: 'wait for the task', expectedMs: 60_000, timeoutMs: 20_000, source: 'a guess' };
  const warnings = waitTimeouts([
    { ...wait, migration: 'products', units: 6 },
    { ...wait, migration: 'archives', units: 1, timeoutMs: 30_000 },
    { ...wait, migration: 'orders', units: 12, expectedMs: 60_004 },
  ]);
  expect(warnings.map(({ summary, path }) => [summary, path])).toEqual([
    ['waits of products, orders are expected to take longer than their timeout', undefined],
    ['waits of archives are expected to take longer than their timeout', 'migrations.archives'],
  ]);
  expect(warnings[0]?.detail).toContain('18 units fail');
  expect(warnings[0]?.hint).toContain('`timeout:` of products, orders');
});

test('a timeout that most waits keep is none', () => {
  expect(previewWith(90_000).warnings).toEqual([]);
});
