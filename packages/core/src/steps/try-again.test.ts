import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderError, type ProviderErrorFields } from '../provider/provider-error.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { type StepContext, type StepEnding, Tries } from './step-context.ts';
import { endingAfterRefusal, endingAfterTakenTask } from './try-again.ts';

const TIMEOUT_MS = 60_000;
const RETRY = { maxAttempts: 5, initialIntervalMs: 1_000, backoffCoefficient: 2, maxIntervalMs: 30_000 };

describe('a refusal that passes by itself', () => {
  it('is tried again until the timeout, the last time right at its end, and only then fails', async () => {
    const world = new Waiting();
    let ending = world.refuse('busy');
    let waitedMs = 0;
    while (ending.kind === 'again') {
      waitedMs += ending.delayMs;
      await world.clock.advance(ending.delayMs);
      ending = world.refuse('busy');
    }
    expect(waitedMs).toBe(TIMEOUT_MS);
    expect(ending).toMatchObject({ kind: 'failed', code: 'CODE' });
    expect(textOf(ending)).toBe('Refused. This lasted for the whole timeout of the migration (1m).');
  });

  it('with a wait longer than what is left of the timeout says that, and nothing that was not so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(TIMEOUT_MS - 1), fc.integer({ min: 1, max: 86_400 }), async (elapsedMs, seconds) => {
        const world = new Waiting();
        await world.clock.advance(elapsedMs);
        const ending = world.refuse('throttled', seconds * 1_000);
        if (seconds * 1_000 <= TIMEOUT_MS - elapsedMs) {
          expect(ending.kind).toBe('again');
          return;
        }
        expect(ending.kind).toBe('failed');
        expect(textOf(ending)).toContain('The server asks to wait for ');
        expect(textOf(ending)).toContain('of its timeout (1m) left');
        expect(textOf(ending)).not.toContain('whole timeout');
      }),
    );
  });

  it('of a connection that is down names it, because no message of a socket does', async () => {
    const world = new Waiting();
    await world.clock.advance(TIMEOUT_MS);
    const message = 'connect ECONNREFUSED 127.0.0.1:1';
    expect(textOf(world.refuse('unreachable', undefined, message))).toBe(
      `${message}. Connection search could not be reached for the whole timeout of the migration (1m).`,
    );
  });

  it('waits for a connection that is down however long the next probe takes', () => {
    expect(new Waiting().refuse('unreachable', 10 * TIMEOUT_MS)).toMatchObject({ kind: 'again', delayMs: TIMEOUT_MS });
  });
});

it('a look-up that finds the task of another step is repeated until retry.max_attempts, and then an operator decides', () => {
  const world = new Waiting();
  const endings = Array.from({ length: RETRY.maxAttempts }, () => world.findTaken().kind);
  expect(endings).toEqual([...Array.from({ length: RETRY.maxAttempts - 1 }, () => 'again'), 'unknown']);
});

class Waiting {
  readonly clock = new VirtualClock();
  readonly #context: StepContext;

  constructor() {
    // Only what the decision reads.
    this.#context = {
      channel: { alias: 'search' },
      tries: new Tries(this.clock.monotonicMs()),
      clock: this.clock,
      random: createSeededRandom(1),
      unit: { unit: { migration: { retry: RETRY, timeoutMs: TIMEOUT_MS } } },
    } as unknown as StepContext;
  }

  findTaken(): StepEnding {
    return endingAfterTakenTask(this.#context);
  }

  refuse(errorClass: ProviderErrorFields['class'], retryAfterMs?: number, message = 'Refused.'): StepEnding {
    const fields = { vendorCode: 'CODE', class: errorClass, effect: 'none' } as const;
    const error = new ProviderError(message, { ...fields, ...defined({ retryAfterMs }) });
    return endingAfterRefusal(error, message, this.#context);
  }
}

function textOf(ending: StepEnding): string {
  return ending.kind === 'failed' ? ending.message : '';
}
