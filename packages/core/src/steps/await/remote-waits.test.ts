import { expect, it } from 'vitest';
import type { PollHistory } from '../../provider/poll.ts';
import type { Provider } from '../../provider/provider.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { RunWorld } from '../../testing/internal/run-world.ts';

const HOUR_MS = 3_600_000;

it('counts how long a task is waited for over all runs, and begins anew with a retry', async () => {
  const world = new RunWorld({ taskDurationMs: 10 * HOUR_MS });
  const histories: PollHistory[] = [];
  const registry = createRegistry([recordingProvider(world, histories)]);
  const fixture = world.plan([{ name: 'slow', target: 'copy', timeoutMs: 4 * HOUR_MS }]);
  await world.run(fixture, { registry, maxRuntimeMs: HOUR_MS });
  await world.clock.advance(HOUR_MS);
  const before = histories.length;
  await world.run(fixture, { registry });
  const [resumed] = histories.slice(before);
  expect(resumed?.waitedMs).toBeLessThan(60_000);
  expect(resumed?.sinceReadyMs).toBeGreaterThan(2 * HOUR_MS - 1_000);
  const timedOut = histories.length;
  await world.run(fixture, { registry, retryFailed: true, maxRuntimeMs: HOUR_MS });
  expect(histories[timedOut]?.sinceReadyMs).toBeLessThan(60_000);
});

it('ends a wait at its timeout, in the status that was seen last', async () => {
  const world = new RunWorld({ taskDurationMs: 10 * HOUR_MS });
  const result = await world.run(world.plan([{ name: 'slow', target: 'copy', timeoutMs: HOUR_MS }]));
  expect(result.units[0]?.failure?.message).toBe(
    'Timed out after 1h in status RUNNING. The remote task was left alone and may still be running.',
  );
});

it('shows how much its task has done whenever that has changed, although its status has not', async () => {
  const world = new RunWorld({ taskDurationMs: 40_000 });
  const provider = createFakeProvider(world.vendor);
  const { tasks } = provider.polls;
  if (tasks === undefined) throw new Error('the fake provider polls tasks');
  const counted = [3, 3, 8];
  const judge: typeof tasks.judge = (item, observation, history) => {
    const verdict = tasks.judge(item, observation, history);
    if (verdict.kind !== 'pending') return verdict;
    return {
      ...verdict,
      status: 'RUNNING',
      progress: 0.5,
      work: { of: 'rows', done: counted.shift() ?? 8, total: 10 },
    };
  };
  const registry = createRegistry([{ ...provider, polls: { tasks: { ...tasks, judge } } }]);
  await world.run(world.plan([{ name: 'slow', target: 'copy' }]), { registry });
  const shown = world.events.flatMap((event) => (event.kind === 'step.waiting' ? [event.work] : []));
  expect(shown).toEqual([3, 8].map((done) => ({ of: 'rows', done, total: 10 })));
});

function recordingProvider(world: RunWorld, histories: PollHistory[]): Provider {
  const provider = createFakeProvider(world.vendor);
  const { tasks } = provider.polls;
  if (tasks === undefined) throw new Error('the fake provider polls tasks');
  return {
    ...provider,
    polls: {
      tasks: {
        ...tasks,
        judge: (item, observation, history) => {
          histories.push(history);
          return tasks.judge(item, observation, history);
        },
      },
    },
  };
}
