import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../provider/provider-error.ts';
import { StepWorld, withRecovery } from '../../testing/internal/step-world.ts';
import type { StepEnding } from '../step-context.ts';
import { runCallStep } from './call-step.ts';

const RELIES = { on: 'orders.pause', forMs: 60_000, anew: ['orders.pause'] };

describe('a call that is sent with a token, and relies on what may be over', () => {
  it('repeats one whose answer was lost with the token of that one, whenever it is too late to send it', async () => {
    const tokens: unknown[] = [];
    const world = await openWorld(tokens);
    expect(await work(world, [true, true])).toMatchObject({ kind: 'again' });
    // Too late before anything is written, and then right after the intent.
    expect(await work(world, [false])).toMatchObject({ kind: 'anew' });
    expect(await work(world, [true, false])).toMatchObject({ kind: 'anew' });
    expect(world.context().state('orders.create')).toMatchObject({ status: 'unknown' });
    expect(await work(world, [true, true])).toEqual({ kind: 'succeeded' });
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
  });

  it('leaves open what came of one whose answer was lost, where it can never be sent soon enough', async () => {
    const world = await openWorld([]);
    await work(world, [true, true]);
    for (const _time of [1, 2]) expect(await work(world, [false])).toMatchObject({ kind: 'anew' });
    const ended = await work(world, [false]);
    expect(ended).toMatchObject({ kind: 'unknown', code: 'RUN_HOLD_OVER' });
    expect(ended).toMatchObject({ message: expect.stringContaining('whose answer was lost') });
    expect(world.context().state('orders.create')).toMatchObject({ status: 'unknown' });
    // The run announces the ending; here it was only said that the answer was lost.
    expect(world.events.filter((event) => event.kind === 'step.unknown')).toMatchObject([{ needsPerson: false }]);
  });

  it('is tried again, and fails for good, where no answer was lost', async () => {
    const world = await openWorld([]);
    for (const _time of [1, 2]) expect(await work(world, [true, false])).toMatchObject({ kind: 'anew' });
    expect(world.context().state('orders.create')).toMatchObject({ status: 'retryable' });
    expect(await work(world, [true, false])).toMatchObject({
      kind: 'failed',
      code: 'RUN_HOLD_OVER',
      message:
        'What orders.pause did may no longer hold. It was repeated 2 times, and the step could still not be done soon enough after it.',
    });
    expect(world.context().state('orders.create')).toMatchObject({ status: 'failed' });
  });
});

/** The first answer is lost. Once it was too late, it may be too late once more. */
async function openWorld(tokens: unknown[]): Promise<StepWorld> {
  const lost = new ProviderError('no answer', { vendorCode: 'Lost', class: 'transient', effect: 'possible' });
  return await StepWorld.open({
    provider: withRecovery({ policy: 'token', argument: 'Token' }),
    migration: { maxAttempts: 2 },
    session: () => ({
      call: async (_operation: string, { Token }: { readonly Token?: unknown }) => {
        tokens.push(Token);
        if (tokens.length === 1) throw lost;
        return { response: { TaskId: 'task-1' } };
      },
    }),
  });
}

/** `isLately`: what is found each time that it is asked. */
function work(world: StepWorld, isLately: readonly boolean[]): Promise<StepEnding> {
  const answers = [...isLately];
  const context = world.context({ wasBegunLately: () => answers.shift() ?? true });
  return world.clock.runUntil(runCallStep({ ...world.call(), relies: RELIES }, context));
}
