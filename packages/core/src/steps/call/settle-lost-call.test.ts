import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import { ProviderError, type ProviderErrorFields } from '../../provider/provider-error.ts';
import type { LostCall, Reconciliation } from '../../provider/session.ts';
import { STEP_SECRET, StepWorld, withRecovery } from '../../testing/internal/step-world.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { settleLostCall } from './settle-lost-call.ts';

const POLICIES: Readonly<Record<Recovery['policy'], Recovery>> = {
  token: { policy: 'token', argument: 'Token' },
  lookup: { policy: 'lookup' },
  inspect: { policy: 'inspect' },
  repeatable: { policy: 'repeatable' },
  manual: { policy: 'manual' },
};
const HAPPENED: Reconciliation = {
  kind: 'happened',
  response: { id: 'task-9' },
  evidence: 'Task task-9 has the name.',
};

describe('by its policy, a lost call', () => {
  it.each(['token', 'repeatable'] as const)('with %s is sent again without a question', async (policy) => {
    const world = await open({ policy, reconcile: async () => expect.fail('nothing needs to be asked') });
    expect(await settle(world)).toBe('send');
    expect(world.records).toEqual([]);
  });

  it('with manual is left to an operator, with what is known of it', async () => {
    const world = await open({ policy: 'manual' });
    expect(await settle(world)).toEqual({
      kind: 'unknown',
      code: 'RUN_OUTCOME_UNKNOWN',
      message: 'It is not known whether CreateTask happened.',
    });
    const lost = await open({ policy: 'manual', lastFailure: { code: 'ECONNRESET', message: 'It broke.' } });
    expect(await settle(lost)).toEqual({ kind: 'unknown', code: 'ECONNRESET', message: 'It broke.' });
    expect(lost.records).toEqual([]);
  });

  it.each(['lookup', 'inspect'] as const)(
    'with %s counts as done when it is found to have happened',
    async (policy) => {
      const world = await open({ policy, reconcile: async () => HAPPENED });
      expect(await settle(world)).toEqual({ kind: 'succeeded', detail: 'Task task-9 has the name.' });
      expect(world.records).toMatchObject([
        { kind: 'step.resolved', attempt: 3, resolution: 'happened', by: 'lookup', outputs: { task_id: 'task-9' } },
      ]);
      expect(world.events).toMatchObject([{ kind: 'step.resolved', resolution: 'happened' }]);
      // A task that was there before, and that the call only changed, is nobody's.
      expect(world.claims.all).toEqual(policy === 'lookup' ? ['task-9'] : []);
    },
  );

  it.each(['lookup', 'inspect'] as const)('with %s is sent when it certainly did not happen', async (policy) => {
    const world = await open({ policy, reconcile: async () => ({ kind: 'did-not-happen', evidence: 'no such task' }) });
    expect(await settle(world)).toBe('send');
    expect(world.records).toMatchObject([{ kind: 'step.resolved', resolution: 'did-not-happen', outputs: {} }]);
  });
});

it('a call with other arguments than those sent is left to an operator, whatever its policy, and nothing is asked', async () => {
  for (const policy of Object.keys(POLICIES) as Recovery['policy'][]) {
    const world = await open({
      policy,
      fingerprint: 'of an older plan',
      reconcile: async () => expect.fail('the new arguments tell nothing'),
    });
    expect(await settle(world)).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('the plan changed its arguments'),
    });
    // The fingerprint stays that of what was sent, so that undoing the change settles it.
    expect(world.records).toMatchObject([{ outcome: 'unknown', fingerprint: 'of an older plan' }]);
  }
});

it('the look-up is given what the intent has, and what other steps own', async () => {
  const asked: LostCall[] = [];
  const world = await open({
    policy: 'lookup',
    reconcile: async (lost) => {
      asked.push(lost);
      return HAPPENED;
    },
  });
  world.claims.add(['task-1']);
  await settle(world);
  expect(asked).toEqual([
    {
      operation: 'CreateTask',
      arguments: { name: 'orders' },
      existingIds: ['old'],
      before: { status: 'NEW' },
      takenIds: ['task-1'],
      intendedAtMs: world.context().state('orders.create')?.intendedAtMs,
    },
  ]);
});

describe('a look-up that settles nothing', () => {
  it('is an operator’s, and its reason is recorded once, however often it is looked up', async () => {
    const reason = `Two tasks have the name, ${STEP_SECRET}.`;
    const world = await open({ policy: 'lookup', reconcile: async () => ({ kind: 'undecided', reason }) });
    for (const _ of [1, 2, 3]) expect(await settle(world)).toMatchObject({ kind: 'unknown', message: reason });
    expect(world.records).toMatchObject([{ kind: 'step.failed', attempt: 3, outcome: 'unknown' }]);
  });

  it('records a reason that changed', async () => {
    let looks = 0;
    const reconcile = async (): Promise<Reconciliation> => {
      looks += 1;
      return { kind: 'undecided', reason: `reason ${looks}` };
    };
    const world = await open({ policy: 'lookup', reconcile });
    await settle(world);
    await settle(world);
    expect(world.records).toMatchObject([{ message: 'reason 1' }, { message: 'reason 2' }]);
  });

  it('includes one that the provider does not offer', async () => {
    const world = await open({ policy: 'lookup', reconcile: undefined });
    expect(await settle(world)).toMatchObject({ kind: 'unknown', message: 'CreateTask cannot be looked up.' });
  });

  it('looks again when another step was quicker to claim the task, and records nothing', async () => {
    const world = await open({ policy: 'lookup', reconcile: async () => HAPPENED });
    world.claims.add(['task-9']);
    expect(await settle(world)).toMatchObject({ kind: 'again' });
    expect(world.records).toEqual([]);
  });
});

describe('a look-up that fails', () => {
  const ENDINGS: Readonly<Record<ProviderErrorFields['class'], StepEnding['kind']>> = {
    unauthorized: 'suspended',
    unusable: 'suspended',
    forbidden: 'unknown',
    fatal: 'again',
    'not-found': 'again',
    withdrawn: 'again',
    quota: 'again',
    transient: 'again',
    expired: 'again',
    throttled: 'again',
    busy: 'again',
    unreachable: 'again',
  };
  /** Bounded by the timeout of the migration, and not by a number of tries. */
  const PASSING = ['expired', 'throttled', 'busy', 'unreachable'];
  const failing = (errorClass: ProviderErrorFields['class']) => {
    const error = new ProviderError('Refused.', { vendorCode: 'CODE', class: errorClass, effect: 'none' });
    return open({
      policy: 'lookup',
      reconcile: async () => {
        throw error;
      },
    });
  };

  it.each(Object.entries(ENDINGS))('as %s: %s', async (errorClass, kind) => {
    const world = await failing(errorClass as ProviderErrorFields['class']);
    expect(((await settle(world)) as StepEnding).kind).toBe(kind);
    expect(world.context().tries.faults > 0).toBe(kind === 'again' && !PASSING.includes(errorClass));
    expect(world.records).toHaveLength(kind === 'unknown' ? 1 : 0);
  });

  it('again and again never sends, and ends in an operator’s decision', async () => {
    const classes = Object.keys(ENDINGS) as ProviderErrorFields['class'][];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...classes), async (errorClass) => {
        const world = await failing(errorClass);
        let ending = await settle(world);
        for (let looks = 0; ending !== 'send' && ending.kind === 'again'; looks += 1) {
          if (looks > 1_000) expect.fail('it never ends');
          await world.clock.advance(ending.delayMs);
          ending = await settle(world);
        }
        expect(ending).toMatchObject({ kind: ENDINGS[errorClass] === 'suspended' ? 'suspended' : 'unknown' });
        expect(world.records).toHaveLength(ENDINGS[errorClass] === 'suspended' ? 0 : 1);
      }),
      { numRuns: 24 },
    );
  });

  it('because the run stops leaves the call as it was', async () => {
    const world = await failing('transient');
    world.stopping.abort(new Error('stopped on request'));
    expect(await settle(world)).toEqual({ kind: 'stopped' });
    expect(world.records).toEqual([]);
  });

  it('by a defect is no ending of the step', async () => {
    const world = await open({
      policy: 'lookup',
      reconcile: async () => {
        throw new TypeError('a defect');
      },
    });
    await expect(settle(world)).rejects.toThrow('a defect');
  });
});

interface Lost {
  readonly policy: Recovery['policy'];
  readonly reconcile?: ((lost: LostCall) => Promise<Reconciliation>) | undefined;
  readonly fingerprint?: string;
  readonly lastFailure?: { readonly code: string; readonly message: string };
}

/** A unit whose create was sent three times and never answered. */
async function open({ policy, reconcile, fingerprint, lastFailure }: Lost): Promise<StepWorld> {
  const world = await StepWorld.open({
    migration: { maxAttempts: 4, timeoutMs: 600_000 },
    provider: withRecovery(POLICIES[policy]),
    session: () => ({ reconcile }) as object,
  });
  await world.clock.advance(5_000);
  const sent = { step: 'orders.create', attempt: 3, fingerprint: fingerprint ?? fingerprintStep(world.call()) };
  world.journal({
    kind: 'step.intent',
    ...sent,
    operation: 'CreateTask',
    requestDigest: '',
    policy,
    existingIds: ['old'],
    before: { status: 'NEW' },
  });
  if (lastFailure !== undefined) world.journal({ kind: 'step.failed', ...sent, outcome: 'unknown', ...lastFailure });
  world.records.length = 0;
  return world;
}

/** What a journal keeps is clean. */
function settle(world: StepWorld): Promise<StepEnding | 'send'> {
  const context: StepContext = world.context({
    record: async (body) =>
      world.journal('message' in body ? { ...body, message: world.redactor.text(body.message) } : body),
  });
  const step = world.call();
  const operation = context.provider.operations[step.operation] as Operation & { readonly recovery: Recovery };
  const state = context.state(step.address);
  if (state === undefined) throw new Error('the call was sent');
  return world.clock.runUntil(settleLostCall({ step, operation, state }, context));
}
