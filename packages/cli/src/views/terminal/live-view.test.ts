import { VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import type { JsonSummary } from '../documents/json-objects.ts';
import { LiveView } from './live-view.ts';

const SUMMARY: JsonSummary = {
  format_version: '1.1',
  kind: 'summary',
  plan: 'shop',
  run: 'run-1',
  outcome: 'succeeded',
  exit_code: 0,
  duration_ms: 1,
  record: 1,
  steps: { done: 0, total: 0 },
  remote_tasks: 0,
  units: {},
  failures: [],
  unknown: [],
  skipped: [],
  decisions: [],
  gates: [],
  suspended: [],
  next_steps: [],
};

test('draws at most ten times a second, once a second when idle, and leaves the summary', async () => {
  const clock = new VirtualClock();
  const written: string[] = [];
  let count = 0;
  const view = new LiveView({
    clock,
    frame: () => `frame ${count}`,
    draw: (frame) => written.push(frame),
    clear: () => written.push('clear'),
    print: (text) => written.push(text),
    renderEnd: ({ plan }) => `${plan} done`,
    stopNotice: 'stopping',
  });
  for (let elapsedMs = 0; elapsedMs < 2_000; elapsedMs += 10) {
    count += 1;
    view.onEvent();
    await clock.advance(10);
  }
  expect(written.length).toBeGreaterThan(15);
  expect(written.length).toBeLessThanOrEqual(21);

  written.length = 0;
  await clock.advance(5_000);
  expect(written.length).toBeGreaterThanOrEqual(4);
  expect(written.length).toBeLessThanOrEqual(6);

  written.length = 0;
  view.aside(() => written.push('a warning'));
  await clock.advance(100);
  expect(written).toEqual(['clear', 'a warning', 'frame 200']);

  view.onStopRequested();
  await clock.advance(100);
  expect(written.at(-1)).toBe('frame 200\n\nstopping');
  view.end(SUMMARY);
  expect(written.slice(-2)).toEqual(['clear', 'shop done']);
  await view[Symbol.asyncDispose]();
  const before = written.length;
  await clock.advance(5_000);
  expect(written).toHaveLength(before);
});
