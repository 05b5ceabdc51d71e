import { describe, expect, it } from 'vitest';
import type { CheckStep } from '../../graph/graph.ts';
import type { Check, CheckFinding } from '../../provider/check.ts';
import { ProviderError, type ProviderErrorFields } from '../../provider/provider-error.ts';
import { STEP_SECRET, StepWorld } from '../../testing/internal/step-world.ts';
import type { Json } from '../../value/value.ts';
import type { StepEnding } from '../step-context.ts';
import { runCheckStep } from './check-step.ts';

const TIMEOUT_MS = 100_000;

describe('by what its judge finds, a check', () => {
  it('that passed is done, and keeps nothing of the answer', async () => {
    const world = await open(() => ({ kind: 'passed', detail: 'It is there.' }));
    expect(await work(world)).toEqual({ kind: 'succeeded', detail: 'It is there.' });
    expect(world.records).toMatchObject([{ kind: 'step.succeeded', step: 'orders.look', attempt: 1 }]);
    expect(world.records[0]).toHaveProperty('outputs', {});
  });

  it('that warns is done, and says so', async () => {
    const world = await open(() => ({ kind: 'warning', detail: 'It is small.', hint: 'Take a larger one.' }));
    expect(await work(world)).toMatchObject({
      kind: 'succeeded',
      detail: 'Warning: It is small.',
      hint: expect.any(String),
    });
    const said = { warning: 'It is small.', hint: 'Take a larger one.' };
    expect(world.records).toMatchObject([{ kind: 'step.succeeded', ...said }]);
    expect(world.records[0]).toHaveProperty('outputs', {});
  });

  it('records of a warning no more than a bound, and nothing of a secret that the bound would cut', async () => {
    const detail = `${'x'.repeat(990)} ${STEP_SECRET} ${'y'.repeat(990)}`;
    const world = await open(() => ({ kind: 'warning', detail, hint: 'Take a larger one.' }));
    await work(world);
    const { warning } = world.records[0] as { readonly warning: string };
    expect(warning).toHaveLength(1_000);
    expect(warning).toMatch(/^x{990} \[redacte?d?…$/);
  });

  it('that decides is done as the preview says, and fails where it would decide otherwise now', async () => {
    const world = await open(() => ({ kind: 'passed', detail: 'It can.', decision: 'remote' }));
    expect(await work(world)).toMatchObject({ kind: 'succeeded' });
    expect(await work(world, {}, 'remote')).toMatchObject({ kind: 'succeeded' });
    expect(await work(world, {}, 'bulk')).toMatchObject({
      kind: 'failed',
      message: 'The preview says bulk, but now it would be remote. It can.',
    });
  });

  it('that failed is final, and names the tasks that do the work already', async () => {
    const found = { kind: 'failed', detail: 'It is in use.', hint: 'Take another.' } as const;
    const failure = { code: 'RUN_CHECK_FAILED', message: 'It is in use.', hint: 'Take another.' };
    const world = await open(() => found);
    expect(await work(world)).toEqual({ kind: 'failed', ...failure });
    expect(world.records).toMatchObject([{ kind: 'step.failed', outcome: 'terminal', ...failure }]);
    expect(world.records[0]).not.toHaveProperty('otherTasks');
    const taken = await open(() => ({ ...found, otherTasks: ['task-7'] }));
    await work(taken);
    expect(taken.records).toMatchObject([{ ...failure, otherTasks: ['task-7'] }]);
  });

  it('that compared two sides fails with what it found', async () => {
    const world = await open(() => ({ kind: 'failed', detail: 'One more.', hint: 'Count.', result: 'different' }));
    expect(await work(world)).toMatchObject({ kind: 'failed', code: 'RUN_VERIFY_DIFFERENT', message: 'One more.' });
  });

  it('that is not so yet is asked again until the timeout, and recorded only when that is over', async () => {
    const world = await open(() => ({ kind: 'not-yet', detail: 'It is starting.' }));
    const startedMs = world.clock.monotonicMs();
    let ending = await work(world);
    let asked = 1;
    for (; ending.kind === 'again' && asked < 10; asked += 1) {
      expect(world.records).toEqual([]);
      const leftMs = TIMEOUT_MS - (asked - 1) * 30_000;
      expect(ending).toEqual({ kind: 'again', delayMs: Math.min(30_000, leftMs), reason: 'It is starting.' });
      await world.clock.advance(ending.delayMs);
      ending = await work(world);
    }
    expect(asked).toBe(1 + Math.ceil(TIMEOUT_MS / 30_000));
    // The last time is when the timeout ends, and no whole interval later.
    expect(world.clock.monotonicMs() - startedMs).toBe(TIMEOUT_MS);
    expect(ending).toMatchObject({ kind: 'failed', message: expect.stringContaining('It is starting. ') });
    expect(world.records).toMatchObject([{ kind: 'step.failed', outcome: 'terminal' }]);
  });
});

describe('by how its read is refused, a check', () => {
  it.each([
    ['unauthorized', 'suspended'],
    ['unusable', 'suspended'],
    ['forbidden', 'failed'],
    ['fatal', 'failed'],
    ['not-found', 'failed'],
    ['withdrawn', 'failed'],
    ['quota', 'failed'],
    ['expired', 'again'],
    ['unreachable', 'again'],
    ['throttled', 'again'],
    ['busy', 'again'],
    ['transient', 'again'],
  ] as const)('as %s ends as %s', async (errorClass, kind) => {
    const world = await open(() => expect.fail('there is no answer to judge'), {}, refusing(errorClass));
    expect((await work(world)).kind).toBe(kind);
    const failure = { kind: 'step.failed', outcome: 'terminal', code: 'CODE', message: 'Refused.', hint: 'Do this.' };
    // A refusal that is final is the finding; nothing else is one.
    expect(world.records).toMatchObject(kind === 'failed' ? [failure] : []);
  });

  it('because there is no such thing is judged where the check can', async () => {
    const judgeNotFound = (): CheckFinding => ({ kind: 'passed', detail: 'free' });
    const world = await open(() => expect.fail('there is no answer'), { judgeNotFound }, refusing('not-found'));
    expect(await work(world)).toEqual({ kind: 'succeeded', detail: 'free' });
  });

  it('by a fault that lasts is final after retry.max_attempts', async () => {
    const world = await open(() => expect.fail('there is no answer'), {}, refusing('transient'));
    const endings = [await work(world), await work(world), await work(world)];
    expect(endings.map(({ kind }) => kind)).toEqual(['again', 'again', 'failed']);
    expect(world.records).toMatchObject([{ kind: 'step.failed', code: 'CODE' }]);
  });

  it('because there is no connection is final after retry.max_attempts where the check is about reach', async () => {
    const unreachable = { what: 'The store it', hint: 'Name another one.' };
    const world = await open(() => expect.fail('there is no answer'), {}, refusing('unreachable'));
    const endings = [await work(world, { unreachable })];
    while (endings.at(-1)?.kind === 'again') endings.push(await work(world, { unreachable }));
    expect(endings.map(({ kind }) => kind)).toEqual(['again', 'again', 'failed']);
    const failure = { message: 'The store it cannot be reached from this machine: The connection is down: Refused.' };
    expect(endings.at(-1)).toEqual({ kind: 'failed', code: 'CODE', ...failure, hint: unreachable.hint });
    expect(world.records).toMatchObject([{ kind: 'step.failed', outcome: 'terminal', ...failure }]);
  });

  it.each([
    ['throttled', 400_000],
    ['busy', 100_001],
  ] as const)('as %s until after its timeout is final at once, and says so', async (errorClass, retryAfterMs) => {
    const refusal = refusing(errorClass, { retryAfterMs });
    const world = await open(() => expect.fail('there is no answer'), {}, refusal);
    const startedMs = world.clock.monotonicMs();
    expect(await work(world)).toMatchObject({ kind: 'failed', message: expect.stringContaining('Raise `timeout:`.') });
    expect([world.clock.monotonicMs() - startedMs, world.asked]).toEqual([0, ['ListTasks']]);
  });

  it('as throttled for less than its timeout is asked again, and never after it', async () => {
    const refusal = refusing('throttled', { retryAfterMs: 30_000 });
    const world = await open(() => expect.fail('there is no answer'), {}, refusal);
    const startedMs = world.clock.monotonicMs();
    let ending = await work(world);
    while (ending.kind === 'again') {
      await world.clock.advance(ending.delayMs);
      ending = await work(world);
    }
    expect(ending).toMatchObject({ kind: 'failed', message: expect.stringContaining('has 10s of its timeout') });
    expect(world.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(TIMEOUT_MS);
    expect(world.asked).toHaveLength(4);
  });

  it('by a defect has no ending', async () => {
    const world = await open(() => {
      throw new TypeError('a defect');
    });
    await expect(work(world)).rejects.toThrow('a defect');
    expect(world.records).toEqual([]);
  });

  it('because the run stops is left for the next one', async () => {
    const world = await open(() => expect.fail('nothing is asked any more'));
    world.stopping.abort(new Error('stopped on request'));
    expect(await work(world)).toEqual({ kind: 'stopped' });
    expect(world.records).toEqual([]);
    expect(world.vendor.calls).toEqual([]);
  });
});

describe('the judge', () => {
  it('is given both answers, what was asked, and what the step expects, with everything filled in', async () => {
    const given: unknown[] = [];
    const judge: Check['judge'] = (...all) => {
      given.push(all);
      return { kind: 'passed', detail: '' };
    };
    const world = await open(judge);
    const second = { operation: 'ListTasks', arguments: { side: 'sink' } };
    await work(world, { arguments: { side: 'source' }, beside: second, expect: { size: 3 } });
    expect(given).toEqual([[answer('source'), { side: 'source' }, { size: 3 }, answer('sink')]]);
  });

  it('shares one answer with every check that asks the same, whatever each expects', async () => {
    const world = await open(() => ({ kind: 'passed', detail: '' }));
    await work(world, { expect: { size: 1 } });
    await work(world, { expect: { size: 2 } });
    expect(world.asked).toEqual(['ListTasks']);
    await work(world, { arguments: { page: 2 } });
    expect(world.asked).toEqual(['ListTasks', 'ListTasks']);
  });
});

it('a low-level read is done when it is answered, and keeps what its operation declares', async () => {
  const world = await open(() => expect.fail('it has no judge'));
  expect(await work(world, { check: 'answered', arguments: { side: 'source' } })).toMatchObject({ kind: 'succeeded' });
  expect(world.records).toMatchObject([{ outputs: { side: 'source' } }]);
});

it('a comparison of sides that are equal keeps how thoroughly they were compared, for a report', async () => {
  const world = await open(() => ({ kind: 'passed', detail: '', compared: 'counts' }));
  expect(await work(world)).toMatchObject({ kind: 'succeeded' });
  expect(world.records).toMatchObject([{ outputs: { result: 'equal', level: 'counts' } }]);
});

interface CheckWorld extends StepWorld {
  readonly asked: string[];
}

async function open(judge: Check['judge'], check: Partial<Check> = {}, refusal?: ProviderError): Promise<CheckWorld> {
  const asked: string[] = [];
  const world = await StepWorld.open({
    migration: { timeoutMs: TIMEOUT_MS, maxAttempts: 3 },
    provider: (provider) => {
      const list = { ...provider.operations['ListTasks'], outputs: { side: '/response/side' } } as never;
      const operations = { ...provider.operations, ListTasks: list };
      return { ...provider, operations, checks: { seen: { judge, ...check } } };
    },
    session: () => ({
      call: async (operation, args) => {
        asked.push(operation);
        if (refusal !== undefined) throw refusal;
        return { response: answer(args['side']) };
      },
    }),
  });
  return Object.assign(world, { asked });
}

function answer(side: Json | undefined): Json {
  return { side: side ?? null };
}

function refusing(errorClass: ProviderErrorFields['class'], more: Partial<ProviderErrorFields> = {}): ProviderError {
  const fields = { vendorCode: 'CODE', class: errorClass, effect: 'none', hint: 'Do this.', ...more } as const;
  return new ProviderError('Refused.', fields);
}

function work(world: StepWorld, changes: Partial<CheckStep> = {}, decided?: string): Promise<StepEnding> {
  const step: CheckStep = {
    kind: 'check',
    address: 'orders.look',
    name: 'look',
    unit: 'orders',
    provider: 'it',
    title: 'look',
    needs: [],
    always: false,
    height: 1,
    operation: 'ListTasks',
    arguments: {},
    check: 'seen',
    expect: {},
    ...changes,
  };
  return world.clock.runUntil(runCheckStep(step, { ...world.context(), decided }));
}
