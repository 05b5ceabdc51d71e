import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limits } from '../provider/limits.ts';
import { type AnsweredCall, EventCalls, type EventChannel } from './event-calls.ts';
import { EventQueue } from './event-queue.ts';

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

const limits = fc.record({
  requests: fc.record({ count: fc.integer({ min: 1, max: 5 }), intervalMs: fc.constantFrom(100, 1_000) }),
  inFlight: fc.integer({ min: 1, max: 5 }),
});

it('sends in every window no more than the rate, never more at once than places, and each call once', () => {
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 40 }), (declared, latencies) => {
      const events = new EventQueue();
      const sent: { readonly sentMs: number; readonly answeredMs: number }[] = [];
      const channel = openChannel({
        alias: 'cache',
        limits: declared,
        events,
        latencyMs: (key) => latencies[key] ?? 1,
        onAnswered: (call) => sent.push(call),
      });
      for (const key of latencies.keys()) channel.call({ operation: 'Show', key, onAnswered: () => {} }, 0);
      while (events.step());
      expect(sent).toHaveLength(latencies.length);
      for (const { sentMs } of sent) {
        const inWindow = sent.filter(
          (other) => other.sentMs > sentMs - declared.requests.intervalMs && other.sentMs <= sentMs,
        );
        expect(inWindow.length).toBeLessThanOrEqual(declared.requests.count);
        const atOnce = sent.filter((other) => other.sentMs <= sentMs && other.answeredMs > sentMs);
        expect(atOnce.length).toBeLessThanOrEqual(declared.inFlight);
      }
    }),
  );
});

it('gives the places of all answers of a moment to what waits, before anything follows from one of them', () => {
  const events = new EventQueue();
  const sent: string[] = [];
  const channel = openChannel({
    alias: 'cache',
    limits: { requests: { count: 100, intervalMs: 1_000 }, inFlight: 2 },
    events,
    latencyMs: () => 10,
    onAnswered: undefined,
  });
  const call = (operation: string, priority: number, onAnswered = () => {}): void => {
    channel.call({ operation, key: 0, onSent: () => sent.push(operation), onAnswered }, priority);
  };
  call('proves the credentials', 0);
  while (events.step());
  call('first', 0, () => call('follows', 9));
  call('second', 0);
  call('third', 0);
  call('fourth', 0);
  while (events.step());
  expect(sent).toEqual(['proves the credentials', 'first', 'second', 'third', 'fourth', 'follows']);
});

it('shares an answer for ten seconds, but not with those who have changed something since it was asked for', () => {
  const events = new EventQueue();
  const sent: number[] = [];
  const channel = openChannel({
    alias: 'cache',
    limits: { requests: { count: 100, intervalMs: 1_000 }, inFlight: 2 },
    events,
    latencyMs: () => 10,
    onAnswered: ({ sentMs }) => sent.push(sentMs),
  });
  const answered: number[] = [];
  const ask = (atMs: number, now: number, since: number): void =>
    events.at(atMs, () => {
      const call = { operation: 'List', key: 0, onAnswered: () => answered.push(atMs) };
      channel.readShared(call, { number: 0, freshness: { now, since } }, 0);
    });
  ask(0, 1, 0);
  ask(5, 1, 1);
  ask(9_000, 2, 1);
  ask(9_100, 2, 2);
  ask(9_105, 3, 2);
  ask(12_000, 3, 1);
  ask(19_100, 3, 0);
  while (events.step());
  expect(sent).toEqual([0, 9_100, 19_100]);
  expect(answered).toEqual([0, 5, 9_000, 9_100, 9_105, 12_000, 19_100]);
});
