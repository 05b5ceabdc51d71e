import { expect, it } from 'vitest';
import { ProviderError } from '../provider/provider-error.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { CallDriver } from './call-driver.ts';
import { Budget, Channel } from './channel.ts';
import { ConnectionGate } from './connection-gate.ts';

const LATENCY_MS = 100;

/** Two providers on accounts of their own, with one cap over both; every call takes as long. */
class TwoProviders {
  readonly clock = new VirtualClock();
  readonly sentAtMs: { readonly alias: string; readonly atMs: number }[] = [];
  throttles = false;
  atOnce = 0;
  mostAtOnce = 0;
  readonly stopping = new AbortController();
  readonly #calls: CallDriver;

  constructor(parallelism: number) {
    this.#calls = new CallDriver(this.clock, { policy: 'parallelism', callsAtOnce: parallelism });
  }

  open(alias: string): Channel {
    return new Channel({
      alias,
      session: {
        limitScope: alias,
        secrets: [],
        call: () => this.#answer(alias),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      },
      budget: new Budget([{ requests: { count: 100, intervalMs: 1_000 }, inFlight: 3 }], this.#calls),
      gate: new ConnectionGate({ clock: this.clock, random: createSeededRandom(1) }),
      retry: { maxAttempts: 1, initialIntervalMs: 1, backoffCoefficient: 1, maxIntervalMs: 1 },
      clock: this.clock,
      random: createSeededRandom(1),
      stopping: this.stopping.signal,
      onThrottled: () => {},
    });
  }

  async #answer(alias: string) {
    this.sentAtMs.push({ alias, atMs: this.clock.monotonicMs() });
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    const isThrottled = alias === 'strict' && this.throttles;
    this.throttles = this.throttles && alias !== 'strict';
    await this.clock.sleep(LATENCY_MS, new AbortController().signal);
    this.atOnce -= 1;
    if (!isThrottled) return { response: {} };
    throw new ProviderError('too many', {
      vendorCode: 'Throttling',
      class: 'throttled',
      effect: 'none',
      operation: 'Ask',
      retryAfterMs: 5_000,
    });
  }
}

function ask(channel: Channel, count: number): Promise<unknown> {
  return Promise.allSettled(Array.from({ length: count }, (_, n) => channel.read('Ask', { n }, 0)));
}

it('keeps one cap over the calls of all providers, and uses it', async () => {
  const world = new TwoProviders(4);
  const work = Promise.all([ask(world.open('one'), 20), ask(world.open('two'), 20)]);
  await world.clock.runUntil(work);
  expect(world.sentAtMs).toHaveLength(40);
  expect(world.mostAtOnce).toBe(4);
});

it('sends nothing of a provider that was throttled while its calls waited for those of another', async () => {
  const world = new TwoProviders(1);
  world.throttles = true;
  const strict = world.open('strict');
  await world.clock.runUntil(Promise.all([ask(strict, 3), ask(world.open('other'), 5)]));
  const [first, second] = world.sentAtMs.filter(({ alias }) => alias === 'strict');
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(5_000 + LATENCY_MS);
  expect(world.sentAtMs).toHaveLength(8);
  expect(world.mostAtOnce).toBe(1);
});

it('lets go of calls that still wait when the run stops', async () => {
  const world = new TwoProviders(1);
  const work = ask(world.open('one'), 3);
  await world.clock.advance(LATENCY_MS / 2);
  world.stopping.abort(new Error('stopped'));
  await world.clock.runUntil(work);
  expect(world.sentAtMs).toHaveLength(1);
});
