import { expect, test } from 'vitest';
import { estimateSchedule } from '../estimate/estimate-schedule.ts';
import { RunWorld } from '../testing/run-world.ts';
import { buildPreview } from './build-preview.ts';

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
    'To wait for the task is expected to take 1m (a guess), and timeout: 20s ends it before: 2 units fail while the remote tasks go on running.',
  );
  expect(schedule?.p50_ms).toBeGreaterThan(45_000);
});

test('a timeout that most waits keep is none', () => {
  expect(previewWith(90_000).warnings).toEqual([]);
});
