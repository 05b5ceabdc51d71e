import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AwaitStep } from '../../graph/graph.ts';
import type { Observation, Poll, PollHistory, Verdict } from '../../provider/poll.ts';
import { ProviderError, type ProviderErrorFields } from '../../provider/provider-error.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { defined } from '../../value/defined.ts';
import { Poller } from './poller.ts';

const POLLING = { initialIntervalMs: 5_000, maxIntervalMs: 30_000 };
const HOUR_MS = 3_600_000;

describe('many waits', () => {
  it('share each round, and each ends once, within one interval of its task', async () => {
    const tasks = fc.array(fc.record({ addedMs: fc.nat(120_000), lastsMs: fc.nat(600_000) }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(tasks, async (durations) => {
        const world = new PollWorld();
        const endOf = new Map<string, number>();
        const latest = durations.toSorted((left, right) => left.addedMs - right.addedMs);
        for (const [index, { addedMs, lastsMs }] of latest.entries()) {
          await world.clock.advance(addedMs - world.clock.monotonicMs());
          endOf.set(`t${index}`, world.clock.monotonicMs() + lastsMs);
          world.ends.set(`t${index}`, world.clock.monotonicMs() + lastsMs);
          world.add(`t${index}`);
        }
        await world.clock.advance(HOUR_MS);
        expect(world.ended.map(({ step }) => step).toSorted()).toEqual([...endOf.keys()].toSorted());
        for (const { step, atMs } of world.ended) {
          expect(atMs).toBeGreaterThanOrEqual(endOf.get(step) ?? 0);
          expect(atMs).toBeLessThanOrEqual((endOf.get(step) ?? 0) + POLLING.maxIntervalMs);
        }
        // One read for all that wait at the time, and none when nobody does.
        for (const { atMs, items } of world.rounds) {
          const waiting = world.added.filter(
            ({ step, atMs: since }) => since < atMs && atMs <= (world.endedAtMs(step) ?? HOUR_MS),
          );
          expect(items).toBe(waiting.length);
        }
        expect(world.rounds.at(-1)?.atMs).toBe(Math.max(...world.ended.map(({ atMs }) => atMs)));
      }),
      { numRuns: 40 },
    );
  });

  it('that begin anew after the last one ended are looked at again', async () => {
    const world = new PollWorld();
    world.ends.set('a', 0);
    world.ends.set('b', 0);
    world.add('a');
    await world.clock.advance(60_000);
    world.add('b');
    await world.clock.advance(60_000);
    expect(world.ended.map(({ step }) => step)).toEqual(['a', 'b']);
    expect(world.rounds).toHaveLength(2);
  });
});

describe('a round that fails', () => {
  it('ends no wait before its timeout, is reported each time, and does not count as a round', async () => {
    const world = new PollWorld({ timeoutMs: 100_000 });
    world.fault = () => (world.clock.monotonicMs() < 60_000 ? errorOf('transient') : undefined);
    world.ends.set('a', 0);
    world.add('a');
    await world.clock.advance(59_000);
    expect(world.errors.length).toBeGreaterThan(1);
    expect(world.ended).toEqual([]);
    await world.clock.advance(60_000);
    expect(world.ended).toMatchObject([{ step: 'a', verdict: { kind: 'reached' } }]);
    expect(world.rounds.map(({ round }) => round)).toEqual(world.rounds.map(() => 0));
  });

  it('each time ends the wait at its timeout, and says that the task was never seen', async () => {
    const world = new PollWorld({ timeoutMs: 100_000 });
    world.fault = () => errorOf('transient');
    world.add('a');
    await world.clock.advance(HOUR_MS);
    expect(world.ended).toMatchObject([
      {
        verdict: {
          kind: 'failed',
          status: 'not seen',
          reason: expect.stringContaining('Timed out after 100s without any answer about the task.'),
          isStillRunning: true,
        },
      },
    ]);
    expect(world.ended[0]?.atMs).toBeLessThanOrEqual(100_000 + POLLING.maxIntervalMs);
  });

  it('while the connection is down says at the timeout of which one', async () => {
    const world = new PollWorld({ timeoutMs: 100_000 });
    world.fault = () => (world.clock.monotonicMs() < 20_000 ? undefined : errorOf('unreachable'));
    world.add('a');
    await world.clock.advance(HOUR_MS);
    const reason = /^Timed out after 100s in status RUNNING\. Connection \S+ cannot be reached: .*\. The remote task/;
    expect(world.ended).toMatchObject([{ verdict: { kind: 'failed', reason: expect.stringMatching(reason) } }]);
  });

  it('because it is forbidden ends every wait at once: it would be refused until the permission is granted', async () => {
    const world = new PollWorld();
    world.fault = () => (world.clock.monotonicMs() < 8_000 ? undefined : errorOf('forbidden'));
    world.add('a');
    world.add('b');
    await world.clock.advance(HOUR_MS);
    const verdict = { kind: 'failed', status: 'RUNNING', code: 'CODE', isStillRunning: true, hint: 'Ask.' };
    expect(world.ended).toMatchObject([
      { step: 'a', verdict },
      { step: 'b', verdict },
    ]);
    expect(world.errors).toEqual([]);
    expect(world.rounds).toHaveLength(2);
  });
});

describe('the judge', () => {
  it('is given how long the wait has lasted, in this run and before', async () => {
    const world = new PollWorld({ earlierMs: 1_000_000 });
    world.add('a');
    await world.clock.advance(20_000);
    expect(world.histories.map(({ waitedMs, nowMs }) => waitedMs === nowMs)).not.toContain(false);
    for (const { waitedMs, sinceReadyMs } of world.histories) expect(sinceReadyMs).toBe(waitedMs + 1_000_000);
  });

  it('is given the statuses so far without repetitions, and at most 32', async () => {
    const world = new PollWorld();
    world.statusOf = () => `S${Math.floor(world.rounds.length / 2)}`;
    world.add('a');
    await world.clock.advance(HOUR_MS);
    const last = world.histories.at(-1)?.statuses ?? [];
    expect(last).toHaveLength(32);
    expect(new Set(last).size).toBe(32);
    expect(world.histories[3]?.statuses).toEqual(['S0', 'S1']);
  });

  it('is given since when, and in how many polls, the condition has held without a break', async () => {
    const world = new PollWorld();
    const holds = [false, true, true, false, true, true];
    world.holds = () => holds[world.rounds.length - 1] ?? false;
    world.add('a');
    await world.clock.advance(120_000);
    const times = world.rounds.map(({ atMs }) => atMs);
    expect(world.histories.slice(0, 7).map(({ heldSinceMs }) => heldSinceMs)).toEqual([
      undefined,
      undefined,
      times[1],
      times[1],
      undefined,
      times[4],
      times[4],
    ]);
    expect(world.histories.slice(0, 7).map(({ heldPolls }) => heldPolls)).toEqual([0, 0, 1, 2, 0, 1, 2]);
  });

  it('that throws ends the polling, once', async () => {
    const world = new PollWorld();
    world.statusOf = () => {
      throw new TypeError('a defect');
    };
    world.add('a');
    await world.clock.advance(HOUR_MS);
    expect(world.broken).toMatchObject([{ message: 'a defect' }]);
    expect(world.rounds).toHaveLength(1);
  });
});

it('polls less and less often while nothing changes, and as often as at first when something does', async () => {
  const world = new PollWorld();
  world.statusOf = () => (world.clock.monotonicMs() < 200_000 ? 'WAITING' : 'RUNNING');
  world.add('a');
  await world.clock.advance(400_000);
  const times = world.rounds.map(({ atMs }) => atMs);
  const pauses = times.map((atMs, index) => atMs - (times[index - 1] ?? 0));
  const change = times.findIndex((atMs) => atMs >= 200_000);
  expect(pauses[0]).toBe(5_000);
  expect(pauses[change]).toBe(30_000);
  expect(pauses[change + 1]).toBe(5_000);
});

it('polls right after ends that answers let foresee, once for those that come together, and not sooner for a task that has come to a standstill', async () => {
  const world = new PollWorld();
  world.statusOf = () => `${world.clock.monotonicMs()} done`;
  world.ends.set('a', 18_100);
  world.ends.set('b', 19_000);
  world.add('a');
  world.add('b');
  await world.clock.advance(60_000);
  expect(world.rounds.map(({ atMs }) => atMs)).toEqual([5_000, 10_000, 19_000]);
  world.statusOf = () => 'RUNNING';
  world.ends.set('c', 67_000);
  world.add('c');
  await world.clock.advance(60_000);
  // What is seen for the first time is a change.
  expect(world.rounds.slice(3).map(({ atMs }) => atMs)).toEqual([65_000, 67_000]);
  world.restOf = () => 100;
  world.add('d');
  await world.clock.advance(60_000);
  const times = world.rounds.slice(5).map(({ atMs }) => atMs);
  expect(times.slice(0, 4)).toEqual([125_000, 126_000, 131_000, 136_000]);
});

it('a wait ends at its timeout in the status last seen, and the task is left alone', async () => {
  const world = new PollWorld({ timeoutMs: 100_000 });
  world.add('a');
  await world.clock.advance(HOUR_MS);
  expect(world.ended).toMatchObject([
    {
      verdict: {
        kind: 'failed',
        status: 'RUNNING',
        reason: expect.stringContaining('Timed out after 100s in status RUNNING.'),
        isStillRunning: true,
        hint: expect.stringContaining('--retry-failed'),
      },
    },
  ]);
});

it('a run that stops lets its waits go without a verdict, also when a read fails because of it', async () => {
  for (const fault of [undefined, errorOf('transient')]) {
    const world = new PollWorld();
    world.add('a');
    await world.clock.advance(5_500);
    world.fault = () => fault;
    world.stopping.abort(new Error('stopped on request'));
    await world.clock.advance(HOUR_MS);
    expect([world.ended, world.errors, world.broken]).toEqual([[], [], []]);
    expect(world.rounds).toHaveLength(1);
  }
});

/** Tasks that run until a time of the test's clock; reads take a second. */
class PollWorld {
  readonly clock = new VirtualClock();
  readonly stopping = new AbortController();
  /** When each task ends; never where it is not named. */
  readonly ends = new Map<string, number>();
  readonly added: { readonly step: string; readonly atMs: number }[] = [];
  readonly ended: { readonly step: string; readonly verdict: Verdict; readonly atMs: number }[] = [];
  readonly rounds: { readonly atMs: number; readonly items: number; readonly round: number }[] = [];
  readonly histories: PollHistory[] = [];
  readonly errors: unknown[] = [];
  readonly broken: unknown[] = [];
  fault: () => ProviderError | undefined = () => undefined;
  statusOf: () => string = () => 'RUNNING';
  holds: () => boolean = () => false;
  /** Nothing says how long a task takes that never ends. */
  restOf: (endMs: number | undefined) => number | undefined = (endMs) =>
    endMs === undefined ? undefined : endMs - this.clock.monotonicMs();
  readonly #poller: Poller;
  readonly #span: { readonly timeoutMs: number; readonly earlierMs: number };

  constructor({ timeoutMs = 24 * HOUR_MS, earlierMs = 0 }: { timeoutMs?: number; earlierMs?: number } = {}) {
    this.#span = { timeoutMs, earlierMs };
    this.#poller = new Poller({
      poll: this.#poll(),
      read: async () => null,
      connection: {
        alias: 'p',
        session: {} as ProviderSession,
        call: async () => ({ response: null }),
        read: async () => null,
      },
      polling: POLLING,
      clock: this.clock,
      stopping: this.stopping.signal,
      onVerdict: (step, verdict) => {
        if (verdict.kind !== 'pending') this.ended.push({ step: step.name, verdict, atMs: this.clock.monotonicMs() });
      },
      onBroken: (error) => this.broken.push(error),
      onError: (error) => this.errors.push(error),
    });
  }

  add(name: string): void {
    this.added.push({ step: name, atMs: this.clock.monotonicMs() });
    this.#poller.add(awaitStep(name), { id: name }, this.#span);
  }

  endedAtMs(name: string): number | undefined {
    return this.ended.find(({ step }) => step === name)?.atMs;
  }

  #poll(): Poll {
    return {
      scope: () => 'all',
      callsOfRound: () => [],
      assumedDuration: () => ({ p50Ms: 1, p90Ms: 1, source: 'a guess' }),
      read: async (items, { round }) => {
        this.rounds.push({ atMs: this.clock.monotonicMs(), items: items.length, round });
        const fault = this.fault();
        if (fault !== undefined) throw fault;
        return items.map((item): Observation => ({ isDone: this.#isDone(item.arguments['id']) }));
      },
      judge: (item, observation, history) => {
        this.histories.push(history);
        if (observation?.['isDone'] === true) return { kind: 'reached', status: 'SUCCESS', outputs: {} };
        const restMs = this.restOf(this.#endOf(item.arguments['id']));
        return { kind: 'pending', status: this.statusOf(), holds: this.holds(), ...defined({ restMs }) };
      },
    };
  }

  #endOf(name: unknown): number | undefined {
    return typeof name === 'string' ? this.ends.get(name) : undefined;
  }

  #isDone(name: unknown): boolean {
    return this.clock.monotonicMs() >= (this.#endOf(name) ?? Number.POSITIVE_INFINITY);
  }
}

function awaitStep(name: string): AwaitStep {
  return {
    kind: 'await',
    address: `unit.${name}`,
    name,
    unit: 'unit',
    provider: 'it',
    title: 'wait',
    needs: [],
    always: false,
    height: 1,
    poll: 'tasks',
    goal: 'done',
    arguments: {},
  };
}

function errorOf(errorClass: ProviderErrorFields['class']): ProviderError {
  return new ProviderError('Refused.', { vendorCode: 'CODE', class: errorClass, effect: 'none', hint: 'Ask.' });
}
