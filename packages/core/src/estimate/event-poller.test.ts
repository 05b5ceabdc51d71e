import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limits } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';
import { type AnsweredCall, EventCalls, type EventChannel } from './event-calls.ts';
import { EventPoller } from './event-poller.ts';
import { EventQueue } from './event-queue.ts';
import type { ModelStep } from './simulation-model.ts';

interface ChannelOptions {
  readonly alias: string;
  readonly limits: Limits;
  readonly events: EventQueue;
  readonly latencyMs: (key: number) => number;
  readonly onAnswered: ((call: AnsweredCall) => void) | undefined;
}

function openChannel({ events, onAnswered, ...member }: ChannelOptions): EventChannel {
  const channel = new EventCalls({ events, onAnswered }).open([member]).get(member.alias);
  if (channel === undefined) throw new Error('every member of an account has a channel');
  return channel;
}

const POLLING = { initialIntervalMs: 5_000, maxIntervalMs: 30_000 };
const CALL_MS = 500;

/** A list for all, and a call for each task that it does not show as done. */
const poll = {
  callsOfRound: (goals, unfinished) =>
    [
      { operation: 'List', calls: Math.ceil(goals.length / 4) },
      { operation: 'Show', calls: unfinished.length },
    ].filter(({ calls }) => calls > 0),
} satisfies Pick<Poll, 'callsOfRound'> as unknown as Poll;

interface Sent {
  readonly operation: string;
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** Lets waits that are done at these times end; `busy` other calls are before each first list. */
function pollUntilDone(doneAtMs: readonly number[], busy: number) {
  const events = new EventQueue();
  const sent: Sent[] = [];
  const channel = openChannel({
    alias: 'cache',
    limits: { requests: { count: 2, intervalMs: 1_000 }, inFlight: 2 },
    events,
    latencyMs: () => CALL_MS,
    onAnswered: (call) => sent.push(call),
  });
  const ends = new Map<ModelStep, number>();
  const poller = new EventPoller({
    key: 'k',
    poll,
    polling: POLLING,
    pace: undefined,
    channel,
    events,
    onReached: (step) => ends.set(step, events.nowMs),
  });
  const steps = doneAtMs.map((_, index) => ({ index }) as ModelStep);
  for (const [index, step] of steps.entries())
    poller.add(step, { goal: 'done', doneAtMs: doneAtMs[index] ?? 0, isUnderWay: false, wasSeen: false, beganAtMs: 0 });
  events.at(POLLING.initialIntervalMs - 1, () => {
    for (let count = 0; count < busy; count += 1)
      channel.call({ operation: 'Other', key: count, onAnswered: () => {} }, Number.POSITIVE_INFINITY);
  });
  while (events.step());
  return { sent, ends: steps.map((step) => ends.get(step)) };
}

const doneTimes = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 10 });

it('asks single tasks only for what the list of the round shows unfinished, however late the list comes', () => {
  fc.assert(
    fc.property(doneTimes, fc.nat(12), (doneAtMs, busy) => {
      const { sent } = pollUntilDone(doneAtMs, busy);
      let waiting = [...doneAtMs];
      let at = 0;
      const reads = sent.filter(({ operation }) => operation !== 'Other');
      while (waiting.length > 0) {
        const pages = reads.slice(at, at + Math.ceil(waiting.length / 4));
        expect(pages.every(({ operation }) => operation === 'List')).toBe(true);
        const last = pages.at(-1);
        const observedMs = ((last?.sentMs ?? 0) + (last?.answeredMs ?? 0)) / 2;
        waiting = waiting.filter((doneMs) => doneMs > observedMs);
        const shown = reads.slice(at + pages.length, at + pages.length + waiting.length);
        expect(shown.map(({ operation }) => operation)).toEqual(waiting.map(() => 'Show'));
        at += pages.length + waiting.length;
      }
      expect(at).toBe(reads.length);
    }),
  );
});

it('ends every wait with the first round whose list was answered after its task was done, and none before', () => {
  fc.assert(
    fc.property(doneTimes, fc.nat(12), (doneAtMs, busy) => {
      const { ends } = pollUntilDone(doneAtMs, busy);
      for (const [index, endMs] of ends.entries()) {
        const doneMs = doneAtMs[index] ?? 0;
        expect(endMs).toBeGreaterThanOrEqual(doneMs);
        // One longest interval, and the calls of two rounds behind those that are before them.
        const callsMs = 2 * (doneAtMs.length * 2 + busy + 3) * (CALL_MS + 1_000);
        expect(endMs).toBeLessThanOrEqual(
          Math.max(doneMs, POLLING.initialIntervalMs) + POLLING.maxIntervalMs + callsMs,
        );
      }
    }),
  );
});
