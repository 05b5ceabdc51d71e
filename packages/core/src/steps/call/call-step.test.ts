import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recovery } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import { ProviderError, type ProviderErrorFields } from '../../provider/provider-error.ts';
import { STEP_SECRET, StepWorld, withOperation, withRecovery } from '../../testing/internal/step-world.ts';
import { Reference } from '../../value/value.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { stepToken } from '../tokens.ts';
import { runCallStep } from './call-step.ts';

const RECOVERIES: readonly Recovery[] = [
  { policy: 'token', argument: 'Token' },
  { policy: 'lookup' },
  { policy: 'inspect' },
  { policy: 'repeatable' },
  { policy: 'manual' },
];
const CLASSES: readonly ProviderErrorFields['class'][] = [
  'fatal',
  'forbidden',
  'unauthorized',
  'expired',
  'unusable',
  'unreachable',
  'throttled',
  'busy',
  'quota',
  'not-found',
  'withdrawn',
  'transient',
];

describe('a call that succeeds', () => {
  it('has its intent in the journal when it is sent, and its outcome when it is done', async () => {
    const world = await StepWorld.open();
    const atSending: string[][] = [];
    world.vendor.fault = () => {
      atSending.push(world.records.map(({ kind }) => kind));
      return 'none';
    };
    expect(await work(world)).toEqual({ kind: 'succeeded' });
    expect(atSending).toEqual([['step.intent']]);
    expect(world.records).toMatchObject([
      { kind: 'step.intent', step: 'orders.create', attempt: 1, operation: 'CreateTask', policy: 'lookup' },
      { kind: 'step.succeeded', step: 'orders.create', attempt: 1, outputs: { task_id: 'task-1' } },
    ]);
    expect(world.events).toEqual([{ kind: 'step.started', step: 'orders.create', unit: 'orders', attempt: 1 }]);
  });

  it('owns its task from then on', async () => {
    const world = await StepWorld.open();
    await work(world);
    expect(world.claims.all).toEqual(['task-1']);
  });

  it('keeps no more of its request than a digest, which differs exactly when the request does', async () => {
    const digestOf = async (name: unknown): Promise<unknown> => {
      const world = await StepWorld.open({ migration: { with: { name: name as string } } });
      await work(world);
      expect(JSON.stringify(world.records)).not.toContain(STEP_SECRET);
      const [intent] = world.records;
      return intent?.kind === 'step.intent' ? intent.requestDigest : undefined;
    };
    const secret = new Reference(['secrets', 'pw']);
    expect(await digestOf(secret)).toBe(await digestOf(STEP_SECRET));
    expect(await digestOf(secret)).not.toBe(await digestOf('another'));
  });
});

describe('an idempotency token', () => {
  const open = (name?: string) =>
    StepWorld.open({
      migration: { target: 'copy' },
      provider: (provider) =>
        name === undefined ? provider : withKind(provider, { name: 'orders', Token: name }, 'CreateTaskWithToken'),
    });

  it('follows from the step, and is the same in every attempt', async () => {
    const world = await open();
    world.vendor.fault = () => (world.vendor.calls.length === 1 ? 'busy' : 'none');
    await work(world);
    await work(world);
    const token = stepToken(world.context().tokenScope, 'create');
    expect(world.vendor.calls.map((call) => call.arguments['Token'])).toEqual([token, token]);
    expect(intentsOf(world)).toMatchObject([{ token }, { token }]);
  });

  it('that the plan gives is kept', async () => {
    const world = await open('mine');
    await work(world);
    expect(world.vendor.calls[0]?.arguments['Token']).toBe('mine');
    expect(intentsOf(world)).toMatchObject([{ token: 'mine' }]);
  });

  it('is made for no other recovery', async () => {
    for (const recovery of RECOVERIES.filter(({ policy }) => policy !== 'token')) {
      const world = await StepWorld.open({ provider: withRecovery(recovery) });
      await work(world);
      expect(intentsOf(world)[0]).not.toHaveProperty('token');
    }
  });
});

describe('what was there before', () => {
  it('is noted by the first attempt alone: what is seen later may be its own', async () => {
    const world = await StepWorld.open();
    world.vendor.tasks.push({ id: 'old', name: 'orders', createdAtMs: 0 });
    world.vendor.fault = () => (world.vendor.calls.length === 1 ? 'busy' : 'none');
    await work(world);
    world.vendor.tasks.push({ id: 'since', name: 'orders', createdAtMs: 0 });
    await work(world);
    expect(intentsOf(world)).toMatchObject([{ existingIds: ['old'] }, { attempt: 2, existingIds: ['old'] }]);
  });

  it('is asked only of effects that are found by a list', async () => {
    const asking = RECOVERIES.map(async (recovery) => {
      let asked = 0;
      const findExisting = async () => {
        asked += 1;
        return [];
      };
      const world = await StepWorld.open({ provider: withRecovery(recovery), session: () => ({ findExisting }) });
      await work(world);
      return [recovery.policy, asked];
    });
    expect(Object.fromEntries(await Promise.all(asking))).toEqual({
      token: 1,
      lookup: 1,
      inspect: 0,
      repeatable: 0,
      manual: 0,
    });
  });

  it('is read of an object that the call changes, where a wait of the unit asks for it, without secrets', async () => {
    for (const field of ['before', 'outputs']) {
      const world = await StepWorld.open({
        provider: (provider) =>
          withRecovery({ policy: 'inspect' })(withKind(provider, { name: 'orders' }, 'CreateTask', field)),
        session: () => ({ observeBefore: async () => ({ status: 'NEW', note: `is ${STEP_SECRET}` }) }),
      });
      await work(world);
      const before = field === 'before' ? { status: 'NEW', note: 'is [redacted]' } : undefined;
      expect(intentsOf(world)[0]?.before).toEqual(before);
    }
  });

  it.each(['expect', 'beside'])('is read as well where a check asks for it in `%s`', async (place) => {
    const world = await StepWorld.open({
      provider: (provider) => withRecovery({ policy: 'inspect' })(withCheck(provider, place)),
      session: () => ({ observeBefore: async () => ({ status: 'NEW' }) }),
    });
    await work(world);
    expect(intentsOf(world)[0]?.before).toEqual({ status: 'NEW' });
  });

  it('is asked for in vain of a session that cannot say it: a fault of the provider, and nothing is sent', async () => {
    const world = await StepWorld.open({
      provider: (provider) =>
        withRecovery({ policy: 'inspect' })(withKind(provider, { name: 'orders' }, 'CreateTask', 'before')),
      session: () => ({ observeBefore: undefined as never }),
    });
    await expect(work(world)).rejects.toMatchObject({
      code: 'PROVIDER_DEFECT',
      message: expect.stringContaining('in observeBefore: the step `await` needs what there was before `create`'),
    });
    expect(world.vendor.calls).toEqual([]);
    expect(intentsOf(world)).toEqual([]);
  });
});

describe('an error', () => {
  const errors = fc.record({
    class: fc.constantFrom(...CLASSES),
    effect: fc.constantFrom('none' as const, 'possible' as const),
    recovery: fc.constantFrom(...RECOVERIES),
    hasOtherTask: fc.boolean(),
  });

  it('of a call that was sent ends as its class and its effect say, and the journal agrees', async () => {
    await fc.assert(
      fc.asyncProperty(errors, async ({ class: errorClass, effect, recovery, hasOtherTask }) => {
        const error = errorOf(errorClass, effect);
        const world = await StepWorld.open({ provider: withRecovery(recovery), session: () => refusing(error) });
        const ending = await work(world, { hasOtherTask: () => hasOtherTask });
        const failures = world.records.flatMap((record) => (record.kind === 'step.failed' ? [record] : []));
        expect(failures).toMatchObject([{ code: 'CODE', message: 'Refused.', hint: 'Do this.', requestId: 'r-1' }]);
        const outcome = failures[0]?.outcome;
        // Only what may have happened is unknown, whatever the vendor calls it.
        expect(outcome === 'unknown').toBe(effect === 'possible');
        expect(outcome === 'terminal').toBe(ending.kind === 'failed');
        expect(ending.kind === 'unknown').toBe(effect === 'possible' && recovery.policy === 'manual');
        if (ending.kind !== 'unknown') expect(ending.kind === 'suspended').toBe(error.suspends);
        const waits = error.mayPass || (errorClass === 'quota' && hasOtherTask);
        if (effect === 'none' && !error.suspends) expect(ending.kind).toBe(waits ? 'again' : 'failed');
        const isTold = world.events.some((event) => event.kind === 'step.unknown');
        // Of a step that ends as unknown the run says it.
        expect(isTold).toBe(effect === 'possible' && ending.kind !== 'unknown');
      }),
    );
  });

  it('that refuses to repeat a call whose answer was lost does not say what came of that one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CLASSES), fc.boolean(), async (errorClass, hasOtherTask) => {
        const answers = [errorOf('transient', 'possible'), errorOf(errorClass, 'none')];
        const call = async (): Promise<never> => {
          throw answers.shift() ?? new Error('it is sent twice');
        };
        const world = await StepWorld.open({
          provider: withRecovery({ policy: 'token', argument: 'Token' }),
          session: () => ({ call }),
        });
        expect(await work(world)).toMatchObject({ kind: 'again' });
        const ending = await work(world, { hasOtherTask: () => hasOtherTask });
        expect(answers).toEqual([]);
        expect(ending.kind).not.toBe('failed');
        expect(world.context().state('orders.create')).toMatchObject({ status: 'unknown', attempt: 2 });
        const { mayPass, suspends } = errorOf(errorClass, 'none');
        const passes = mayPass || suspends || (errorClass === 'quota' && hasOtherTask);
        expect(ending.kind === 'unknown').toBe(!passes);
        // That of the lost answer alone: an ending that needs an operator is announced by the run.
        const said = world.events.filter((event) => event.kind === 'step.unknown');
        expect(said).toMatchObject([{ needsPerson: false }]);
      }),
    );
  });

  it('before the intent leaves nothing open: only a refusal that is final is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CLASSES), async (errorClass) => {
        const error = errorOf(errorClass, 'none');
        const findExisting = async () => {
          throw error;
        };
        const world = await StepWorld.open({ session: () => ({ findExisting }) });
        const ending = await work(world);
        expect(world.vendor.calls).toEqual([]);
        const outcomes = world.records.map((record) => record.kind === 'step.failed' && record.outcome);
        expect(outcomes).toEqual(ending.kind === 'failed' ? ['terminal'] : []);
      }),
    );
  });

  it('that is no refusal of the vendor is no ending of the step', async () => {
    const call = async (): Promise<never> => {
      throw new TypeError('a defect');
    };
    const world = await StepWorld.open({ session: () => ({ call }) });
    await expect(work(world)).rejects.toThrow('a defect');
    expect(world.records.map(({ kind }) => kind)).toEqual(['step.intent']);
  });

  it('is asked about at once when only an operator can settle it, and refused where nothing says who does', async () => {
    const error = errorOf('transient', 'possible');
    const undeclared = StepWorld.open({ provider: withRecovery(undefined), session: () => refusing(error) });
    await expect(undeclared).rejects.toThrow('needs an operation with a `recovery`, found CreateTask, which has none');
    const manual = withRecovery({ policy: 'manual' });
    const world = await StepWorld.open({ provider: manual, session: () => refusing(error) });
    expect(await work(world)).toMatchObject({ kind: 'unknown', code: 'CODE' });
    expect(world.events.filter((event) => event.kind === 'step.unknown')).toEqual([]);
    expect(await work(world)).toMatchObject({ kind: 'unknown' });
    expect(intentsOf(world)).toHaveLength(1);
  });
});

it('a run that stops before the turn of the call leaves no intent', async () => {
  const world = await StepWorld.open();
  world.stopping.abort(new Error('stopped on request'));
  expect(await work(world)).toEqual({ kind: 'stopped' });
  expect(world.records).toEqual([]);
  expect(world.vendor.calls).toEqual([]);
});

it('a call whose outcome is open is settled before anything is sent', async () => {
  const world = await StepWorld.open();
  world.vendor.fault = () => (world.vendor.calls.length === 1 ? 'lost-after-effect' : 'none');
  expect(await work(world)).toMatchObject({ kind: 'again' });
  expect(await work(world)).toMatchObject({ kind: 'succeeded' });
  expect(world.vendor.tasks).toHaveLength(1);
  expect(world.records.map(({ kind }) => kind)).toEqual(['step.intent', 'step.failed', 'step.resolved']);
});

function work(world: StepWorld, changes: Partial<StepContext> = {}): Promise<StepEnding> {
  return world.clock.runUntil(runCallStep(world.call(), world.context(changes)));
}

function intentsOf(world: StepWorld) {
  return world.records.flatMap((record) => (record.kind === 'step.intent' ? [record] : []));
}

function errorOf(errorClass: ProviderErrorFields['class'], effect: ProviderErrorFields['effect']): ProviderError {
  const fields = { vendorCode: 'CODE', class: errorClass, effect, hint: 'Do this.', requestId: 'r-1' };
  return new ProviderError('Refused.', fields);
}

function refusing(error: ProviderError) {
  return {
    call: async (): Promise<never> => {
      throw error;
    },
  };
}

/** `move` with a create of these arguments, and a wait that refers to a field of the create. */
function withKind(
  provider: Provider,
  args: { readonly name: string; readonly Token?: string },
  operation: string,
  field = 'outputs',
) {
  const seen = new Reference(['steps', 'create', field, 'status']);
  const expand = () => ({
    steps: [
      { kind: 'call', name: 'create', title: 'create', operation, arguments: args },
      { kind: 'await', name: 'await', title: 'wait', poll: 'tasks', goal: 'done', arguments: { seen } },
    ] as const,
    outputs: {},
  });
  const kinds = Object.entries(provider.kinds).map(([name, kind]) => [name, { ...kind, expand }]);
  return { ...withOperation(provider, operation, (same) => same), kinds: Object.fromEntries(kinds) };
}

/** The unit's call, and a check that asks in one place what there was before. */
function withCheck(provider: Provider, place: string): Provider {
  const seen = new Reference(['steps', 'create', 'before', 'status']);
  const asked = place === 'expect' ? { expect: { seen } } : { beside: { operation: 'ListTasks', arguments: { seen } } };
  const name = { name: 'orders' };
  const expand = () => ({
    steps: [
      { kind: 'call', name: 'create', title: 'create', operation: 'CreateTask', arguments: name },
      { kind: 'check', name: 'look', title: '', operation: 'ListTasks', arguments: {}, check: 'answered', ...asked },
    ] as const,
    outputs: {},
  });
  const kinds = Object.entries(provider.kinds).map(([kind, same]) => [kind, { ...same, expand }]);
  return { ...withOperation(provider, 'CreateTask', (same) => same), kinds: Object.fromEntries(kinds) };
}
