import { expect, test } from 'vitest';
import type { Rate } from '../provider/limits.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { CallDriver } from './call-driver.ts';
import { CredentialTrust } from './credential-trust.ts';

const SECOND = { count: 5, intervalMs: 1_000 };
const MINUTE = { count: 20, intervalMs: 60_000 };
const HOUR_MS = 3_600_000;

/** One account that several rates hold for. */
class RateWindows {
  readonly #calls: CallDriver;
  readonly #lane: ReturnType<CallDriver['open']>;
  readonly #trust = new CredentialTrust();
  #turn: Disposable | undefined;

  constructor(rates: readonly Rate[], clock: VirtualClock) {
    this.#calls = new CallDriver(clock);
    this.#lane = this.#calls.open(rates.map((requests) => ({ requests, inFlight: 9 })));
  }

  gauges() {
    return this.#lane.gauges(this.#calls.clock.monotonicMs());
  }

  async admit(stopping: AbortSignal): Promise<void> {
    this.#turn = await this.#calls.turn(this.#lane, { priority: 0, trust: this.#trust, stopping });
  }

  answered(): void {
    this.#turn?.[Symbol.dispose]();
  }
}

test('a call keeps every rate at once', async () => {
  const clock = new VirtualClock();
  const windows = new RateWindows([SECOND, MINUTE, SECOND], clock);
  expect(windows.gauges()).toHaveLength(2);
  const sent: number[] = [];
  const work = (async () => {
    for (let call = 0; call < 60; call += 1) {
      await windows.admit(new AbortController().signal);
      sent.push(clock.now());
      windows.answered();
    }
  })();
  await clock.runUntil(work, HOUR_MS);
  for (const { count, intervalMs } of [SECOND, MINUTE]) {
    for (const [index, at] of sent.entries()) {
      expect(sent.slice(index).filter((later) => later < at + intervalMs).length).toBeLessThanOrEqual(count);
    }
  }
});

test('a call that is given up while it waits for the second rate gives back its place in the first', async () => {
  const clock = new VirtualClock();
  const windows = new RateWindows([SECOND, { count: 1, intervalMs: 60_000 }], clock);
  const signal = new AbortController();
  await windows.admit(signal.signal);
  windows.answered();
  const waiting = windows.admit(signal.signal);
  signal.abort(new Error('given up'));
  await expect(clock.runUntil(waiting, HOUR_MS)).rejects.toThrow('given up');
  await clock.runUntil(clock.sleep(60_000), HOUR_MS);
  await clock.runUntil(windows.admit(new AbortController().signal), HOUR_MS);
});
