import { expect, test } from 'vitest';
import { SandboxClient } from '../testing/sandbox-client.ts';
import { configuration, onlineTask, TEST_DURATIONS } from '../testing/start-test-sandbox.ts';
import type { SandboxClock } from '../world/clock.ts';
import { startSandbox } from './start-sandbox.ts';
import { createWorld } from './world.ts';

/** Moves on each time it is read, as a real clock does. */
function restlessClock(): SandboxClock {
  let nowMs = 1_000_000;
  return { kind: 'real', now: () => (nowMs += 0.25), setTimer: () => () => {} };
}

test('one call is answered at one moment', () => {
  const world = createWorld({ seed: 1, clock: restlessClock() });
  const [first, second] = world.atOneMoment(() => [world.nowMs(), world.nowMs()]);
  expect(second).toBe(first);
  expect(world.nowMs()).toBeGreaterThan(first);
  expect(() =>
    world.atOneMoment(() => {
      throw new Error('refused');
    }),
  ).toThrow('refused');
  expect(world.nowMs()).not.toBe(world.nowMs());
});

test('a task that is started shows in the same answer that it has started', async () => {
  const clock = restlessClock();
  const durations = { ...TEST_DURATIONS, dcsMachineCreationMs: 0, dcsJobMs: 0 };
  await using sandbox = await startSandbox({ clock, durations, settings: { maxSkewMs: null } });
  const client = new SandboxClient(sandbox, () => clock.now());
  const created = await client.huaweicloud({
    method: 'POST',
    target: '/migration/instance',
    body: onlineTask('one-task'),
  });
  expect(created.status).toBe(200);
  const answer = await client.huaweicloud({
    method: 'POST',
    target: `/migration/${String(created.json['instance_id'])}/task`,
    body: configuration('full_amount_migration'),
  });
  expect(answer.json['status']).toBe('FULLMIGRATING');
});
