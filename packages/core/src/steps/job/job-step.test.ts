import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PLAN_BYTES, MAX_RESULT_BYTES, MAX_RESULTS_BYTES, MAX_SLICES } from '../../jobs/job-queue.ts';
import { JournalWriteError } from '../../journal/checkpoint-store.ts';
import type { StopReason } from '../../journal/record.ts';
import type { JobDefinition } from '../../provider/job.ts';
import type { Provider } from '../../provider/provider.ts';
import { ProviderError, type ProviderErrorClass } from '../../provider/provider-error.ts';
import { failedVerificationOf } from '../../provider/verification.ts';
import { STEP_SECRET, StepWorld, type StepWorldOptions } from '../../testing/internal/step-world.ts';
import { defined } from '../../value/defined.ts';
import { Reference, type ValueObject } from '../../value/value.ts';
import type { StepEnding } from '../step-context.ts';
import { MOST_MS_AFTER_STOP } from './end-soon-after.ts';
import { runJobStep } from './job-step.ts';

describe('own work that succeeds', () => {
  it('records its slices, the result of each, and of the outputs those that are declared', async () => {
    const world = await open({ slices: 2 });
    expect(await work(world)).toEqual({ kind: 'succeeded', detail: '2 counted' });
    const slices = [
      { name: '0', arguments: { from: 0 } },
      { name: '1', arguments: { from: 1 } },
    ];
    const fingerprint = expect.stringMatching(/^[0-9a-f]{16}$/);
    expect(world.records).toEqual([
      { kind: 'job.planned', step: 'orders.tally', attempt: 1, fingerprint, slices },
      { kind: 'slice.done', step: 'orders.tally', slice: '0', result: { counted: 1 } },
      { kind: 'slice.done', step: 'orders.tally', slice: '1', result: { counted: 1 } },
      { kind: 'step.succeeded', step: 'orders.tally', attempt: 1, fingerprint, outputs: { total: 2 } },
    ]);
    const job = world.fold.step('orders.tally')?.job;
    expect(job).toMatchObject({ sliceCount: 2, doneCount: 2, slices: [], results: {} });
  });

  it('tells how far it is, from the start', async () => {
    const world = await open({ slices: 2 });
    await work(world);
    const step = { step: 'orders.tally', unit: 'orders' };
    expect(world.events).toEqual([
      { kind: 'step.started', ...step, attempt: 1 },
      ...[0, 1, 2].map((done) => ({ kind: 'step.progressed', ...step, done, total: 2 })),
    ]);
  });

  it('shows what its slices report that they have done, beside those that are recorded', async () => {
    const world = await open({ slices: 2 }, (job) => ({
      ...job,
      counts: 'counted',
      planSlices: () => ['0', '1'].map((name) => ({ name, arguments: { counted: 90 } })),
      runSlice: async (_slice, { clock, report }) => {
        for (const done of [30, 60]) {
          await clock.sleep(2_000, new AbortController().signal);
          report?.(done);
        }
        return { counted: 90 };
      },
    }));
    world.places = 1;
    await work(world);
    const shown = world.events.flatMap((event) => (event.kind === 'step.progressed' ? [event] : []));
    const dones = [0, 30, 60, 90, 120, 150, 180];
    expect(shown.map((event) => event.work)).toEqual(dones.map((done) => ({ of: 'counted', done, total: 180 })));
    expect(shown.map(({ done }) => done)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });

  it('is done at once when there is nothing to do', async () => {
    const world = await open({ slices: 0 });
    expect(await work(world)).toEqual({ kind: 'succeeded', detail: '0 counted' });
  });

  it('holds no secret that its arguments have, neither in slices nor in results', async () => {
    const world = await open({ slices: 1 }, (job) => ({
      ...job,
      planSlices: () => [{ name: '0', arguments: { note: `from ${STEP_SECRET}` } }],
    }));
    world.vendor.data.result = () => ({ found: `a document with ${STEP_SECRET}` });
    await work(world);
    expect(JSON.stringify(world.records)).not.toContain(STEP_SECRET);
  });
});

describe('what slices leave out', () => {
  const leaving = (job: JobDefinition): JobDefinition => ({
    ...job,
    outputs: ['total', 'omitted'],
    runSlice: async (slice, { leftOut }) => {
      const found = { what: 'refused', id: `${slice.name} ${STEP_SECRET}`, details: { reason: 'strange' } };
      if (slice.name === '0') await leftOut?.add([found]);
      await leftOut?.add([]);
      return { counted: 1 };
    },
  });
  const PLACE = 'the memory of this process';

  it('is kept before their results are, without secrets, and the result says of which attempt', async () => {
    const world = await open({ slices: 2 }, leaving);
    await work(world);
    expect(world.leftOut.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        what: 'refused',
        id: '0 [redacted]',
        reason: 'strange',
        step: 'orders.tally',
        slice: '0',
        attempt: expect.stringMatching(/^state-1-0-[0-9a-f]{12}-[0-9a-f]{12}$/) as unknown,
      },
    ]);
    const results = world.records.flatMap((record) =>
      record.kind === 'slice.done' ? [[record.slice, record.result]] : [],
    );
    const { attempt } = JSON.parse(world.leftOut[0] ?? '') as { readonly attempt: string };
    expect(Object.fromEntries(results)).toEqual({ 0: { counted: 1, left_out: attempt }, 1: { counted: 1 } });
  });

  it('is named by the place of all of it, where the step fails and among what it omitted', async () => {
    const omitted = { count: 1, named: [{ what: 'refused', id: 'x' }] };
    const failing = await open({ slices: 1 }, (job) => ({
      ...leaving(job),
      summarize: () => ({ kind: 'failed', reason: '1 was refused', outputs: { omitted } }),
    }));
    expect(await work(failing)).toMatchObject({ message: `1 was refused. What it left out is in ${PLACE}.` });
    expect(failing.records.at(-1)).toMatchObject({ outputs: { omitted: { ...omitted, place: PLACE } } });
    const allowed = await open({ slices: 1 }, (job) => ({
      ...leaving(job),
      summarize: () => ({ kind: 'succeeded', outputs: { total: 2, omitted } }),
    }));
    await work(allowed);
    expect(allowed.records.at(-1)).toMatchObject({ outputs: { total: 2, omitted: { ...omitted, place: PLACE } } });
  });

  it('that cannot be kept ends the run before the result is recorded', async () => {
    const world = await open({ slices: 1 }, leaving);
    const full = {
      place: 'x',
      append: () => Promise.reject(new JournalWriteError('x', 'disk full')),
      read: readNothing,
    };
    const { jobs } = world.context();
    Object.assign(jobs, { leftOut: full });
    await expect(work(world)).rejects.toMatchObject({ code: 'JOURNAL_WRITE_FAILED' });
    expect(world.records.map(({ kind }) => kind)).toEqual(['job.planned']);
  });
});

async function* readNothing(): AsyncIterable<string> {}

describe('own work that an earlier run began', () => {
  it('continues with the slices that are left, as they were planned', async () => {
    const world = await open({ slices: 4 });
    await work(world);
    const [planned, first] = world.records;
    const later = await open({ slices: 4 });
    for (const record of [planned, first]) if (record !== undefined) later.journal(record);
    expect(await work(later)).toEqual({ kind: 'succeeded', detail: '4 counted' });
    expect(later.vendor.data.planned).toBe(0);
    expect(later.vendor.data.ended.toSorted()).toEqual(['orders/1', 'orders/2', 'orders/3']);
    expect(later.records.at(-1)).toMatchObject({ kind: 'step.succeeded', attempt: 1 });
  });

  it('is planned anew when the step means something else now', async () => {
    const before = await open({ slices: 2 });
    await work(before);
    const world = await open({ slices: 3 });
    for (const record of before.records.slice(0, 2)) world.journal(record);
    expect(await work(world)).toEqual({ kind: 'succeeded', detail: '3 counted' });
    expect(world.vendor.data.ended).toHaveLength(3);
  });

  it('does all slices again when their results failed the step and it is retried', async () => {
    const world = await open({ slices: 2 });
    world.vendor.data.isRight = false;
    const failure = { code: 'RUN_JOB_FAILED', message: 'It counted 2.', hint: 'Look at the data.' };
    expect(await work(world)).toEqual({ kind: 'failed', ...failure });
    expect(world.fold.step('orders.tally')).toMatchObject({ status: 'failed', failure });
    world.journal({ kind: 'step.retried', step: 'orders.tally', by: 'ann', reason: 'repaired' });
    world.vendor.data.isRight = true;
    expect(await work(world)).toMatchObject({ kind: 'succeeded' });
    expect(world.vendor.data.ended).toHaveLength(4);
    expect(world.records.at(-1)).toMatchObject({ attempt: 2 });
  });
});

describe('own work that compares', () => {
  it.each([
    ['different', 'RUN_VERIFY_DIFFERENT'],
    ['unstable', 'RUN_VERIFY_UNSTABLE'],
  ] as const)('and finds both sides %s fails as %s, and keeps what it declares', async (result, code) => {
    const world = await open({ slices: 1 }, (job) => ({
      ...job,
      outputs: ['result', 'documents'],
      summarize: () => ({ kind: 'failed', reason: 'They differ.', result, outputs: { result, more: 'is not kept' } }),
    }));
    expect(await work(world)).toEqual({ kind: 'failed', code, message: 'They differ.' });
    expect(world.records.at(-1)).toMatchObject({ kind: 'step.failed', outcome: 'terminal', code, outputs: { result } });
    expect(world.fold.step('orders.tally')?.outputs).toEqual({ result });
    expect(failedVerificationOf(code)).toBe(result);
  });
});

describe('a slice that fails', () => {
  const passing: readonly ProviderErrorClass[] = ['throttled', 'busy', 'transient', 'expired', 'unreachable'];
  const final: readonly ProviderErrorClass[] = ['fatal', 'forbidden', 'quota', 'not-found', 'withdrawn'];

  it('is tried again while the reason may pass; the others are done meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...passing), fc.integer({ min: 1, max: 5 }), async (errorClass, times) => {
        const world = await open({ slices: 3 });
        let left = times;
        world.vendor.data.fault = (slice) => {
          if (slice !== 'orders/1' || left === 0) return 'none';
          left -= 1;
          return errorClass;
        };
        expect(await work(world)).toMatchObject({ kind: 'succeeded' });
        expect(world.events.filter(({ kind }) => kind === 'step.retrying')).toHaveLength(times);
        expect(world.records.filter(({ kind }) => kind === 'slice.done')).toHaveLength(3);
      }),
      { numRuns: 20 },
    );
  });

  it('fails the step after the attempts of `retry:`', async () => {
    const world = await open({ slices: 1 }, undefined, { maxAttempts: 3 });
    world.vendor.data.fault = () => 'transient';
    const message = 'Slice 0 failed: slice orders/0 was refused';
    expect(await work(world)).toEqual({ kind: 'failed', code: 'FAKE_TRANSIENT', message });
    expect(world.vendor.data.slices).toHaveLength(3);
  });

  it.each(final)(
    'fails the step at once when it is %s; slices in work are recorded and no more are begun',
    async (cause) => {
      const world = await open({ slices: 9 });
      world.places = 1;
      world.vendor.data.fault = (slice) => (slice === 'orders/1' ? cause : 'none');
      expect(await work(world)).toMatchObject({ kind: 'failed', code: `FAKE_${cause.toUpperCase()}` });
      expect(world.vendor.data.ended).toEqual(['orders/0', 'orders/2']);
      expect(world.records.filter(({ kind }) => kind === 'slice.done')).toHaveLength(2);
      world.journal({ kind: 'step.retried', step: 'orders.tally', by: 'ann', reason: 'repaired' });
      world.vendor.data.fault = () => 'none';
      expect(await work(world)).toMatchObject({ kind: 'succeeded' });
      expect(world.vendor.data.planned).toBe(1);
      expect(world.vendor.data.ended).toHaveLength(9);
    },
  );

  it('plans all of it anew when what it works on is found anew', async () => {
    const world = await open({ slices: 9 });
    world.places = 1;
    world.vendor.data.fault = (slice) => (slice === 'orders/1' ? 'fatal' : 'none');
    expect(await work(world)).toMatchObject({ kind: 'failed' });
    const done = world.vendor.data.ended.length;
    const retried = { kind: 'step.retried', step: 'orders.tally', by: 'ann', reason: 'repaired' } as const;
    world.journal({ ...retried, plansAnew: true });
    world.vendor.data.fault = () => 'none';
    expect(await work(world)).toMatchObject({ kind: 'succeeded' });
    expect(world.vendor.data.planned).toBe(2);
    expect(world.vendor.data.ended).toHaveLength(done + 9);
  });

  it.each(['unauthorized', 'unusable'] as const)(
    'suspends its connection when it is %s, and fails nothing',
    async (cause) => {
      const world = await open({ slices: 2 });
      world.vendor.data.fault = () => cause;
      expect(await work(world)).toMatchObject({ kind: 'suspended', error: { class: cause } });
      expect(world.records.map(({ kind }) => kind)).toEqual(['job.planned']);
    },
  );

  it('names the connection that refused a call of it', async () => {
    const world = await open({ slices: 1 });
    world.vendor.fault = () => 'unauthorized';
    expect(await work(world)).toMatchObject({ kind: 'suspended', connection: 'it' });
  });

  it('ends the run when it threw something else', async () => {
    const world = await open({ slices: 2 });
    world.vendor.data.fault = () => 'bug';
    await expect(work(world)).rejects.toMatchObject({
      code: 'PROVIDER_DEFECT',
      message: expect.stringContaining('no such'),
    });
    expect(world.vendor.data.inUse.get('it')).toBe(0);
  });
});

describe('a run that stops', () => {
  it('ends slices where they are, and records nothing of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 45_000 }), async (atMs) => {
        const world = await open({ slices: 7 });
        const ended = runJobStep(world.job(), world.context());
        await world.clock.advance(atMs);
        world.stopping.abort(new Error('stop'));
        const before = world.records.length;
        const { kind } = await world.clock.runUntil(ended);
        expect(kind).toBe(world.records.at(-1)?.kind === 'step.succeeded' ? 'succeeded' : 'stopped');
        expect(world.records).toHaveLength(before);
        expect([...world.vendor.data.inUse.values()].filter((used) => used > 0)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a run that an operator stops', () => {
  const ask: Pick<JobDefinition, 'runSlice'> = {
    runSlice: async (_slice, { clock, signal, connectionsAtStop }) => {
      expect(connectionsAtStop?.()).toBe(undefined);
      try {
        await clock.sleep(60_000, signal);
        return {};
      } catch (error) {
        await connectionsAtStop?.()?.[0]?.call('ListTasks', {});
        throw error;
      }
    },
  };

  it.each([
    [true, 1],
    [false, 0],
  ])('lets a slice end what others do for it, and no other end does: %s', async (isStoppedByOperator, calls) => {
    const world = await open({ slices: 1 }, (job) => ({ ...job, ...ask }));
    const ended = runJobStep(world.job(), world.context());
    await world.clock.advance(5_000);
    world.isStoppedByOperator = isStoppedByOperator;
    world.stopping.abort(new Error('stop'));
    expect(await world.clock.runUntil(ended)).toEqual({ kind: 'stopped' });
    expect(world.vendor.calls.filter(({ operation }) => operation === 'ListTasks')).toHaveLength(calls);
  });
});

describe('own work that takes longer than the timeout of its migration', () => {
  const defaults = { timeoutMs: 600_000 };
  const failure = {
    code: 'RUN_JOB_TIMED_OUT',
    hint: 'If this much time is needed, raise `timeout:`; then retry the unit. Slices that are done stay done.',
  };

  function never(signal: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('ended')), { once: true });
    });
  }

  it('fails with its slice, and keeps what others have done', async () => {
    const world = await open(
      { slices: 2 },
      (job) => ({
        ...job,
        runSlice: (slice, context) => (slice.name === '1' ? never(context.signal) : job.runSlice(slice, context)),
      }),
      defaults,
    );
    const beganMs = world.clock.monotonicMs();
    const message = 'Slice 1 failed: Timed out after 10m.';
    expect(await work(world)).toEqual({ kind: 'failed', ...failure, message });
    expect(world.clock.monotonicMs() - beganMs).toBe(defaults.timeoutMs);
    expect(world.records.map(({ kind }) => kind)).toEqual(['job.planned', 'slice.done', 'step.failed']);
  });

  it('fails half a minute later where the slice does not end when it is stopped', async () => {
    const world = await open({ slices: 1 }, (job) => ({ ...job, runSlice: () => new Promise(() => {}) }), defaults);
    const beganMs = world.clock.monotonicMs();
    expect(await work(world)).toMatchObject({ kind: 'failed', ...failure });
    expect(world.clock.monotonicMs() - beganMs).toBe(defaults.timeoutMs + MOST_MS_AFTER_STOP);
  });

  it('fails while its slices are planned', async () => {
    const world = await open({}, (job) => ({ ...job, planSlices: ({ signal }) => never(signal) }), defaults);
    expect(await work(world)).toEqual({ kind: 'failed', ...failure, message: 'Timed out after 10m.' });
    expect(world.records.map(({ kind }) => kind)).toEqual(['step.failed']);
  });

  it('counts each slice and each try from its own beginning', async () => {
    const world = await open(
      { slices: 3 },
      (job) => ({
        ...job,
        runSlice: async (slice, context) => {
          await context.clock.sleep(defaults.timeoutMs - 1, context.signal);
          return await job.runSlice(slice, { ...context, signal: new AbortController().signal });
        },
      }),
      defaults,
    );
    world.places = 1;
    expect(await work(world)).toMatchObject({ kind: 'succeeded' });
  });

  it('leaves nothing to wait for where it ends in time', async () => {
    const world = await open({ slices: 1 }, undefined, defaults);
    await work(world);
    await expect(world.clock.runUntil(new Promise(() => {}))).rejects.toThrow('never comes');
  });
});

const RUN_STARTED = {
  kind: 'run.started',
  plan: 'fixture',
  planDigest: 'digest',
  stepCount: 1,
  versions: {},
  owner: { host: 'here', pid: 1, user: 'ann' },
} as const;

it('says how often an operator has let the work begin, by stops and by retries alone', async () => {
  const seen: (number | undefined)[] = [];
  const note: Pick<JobDefinition, 'runSlice'> = {
    runSlice: async ({ name }, { beginning }) => {
      seen.push(beginning);
      if (name === '0') throw new ProviderError('refused', { vendorCode: 'X', class: 'fatal', effect: 'none' });
      return {};
    },
  };
  const world = await open({ slices: 2 }, (job) => ({ ...job, ...note }));
  world.places = 1;
  const begin = async (): Promise<void> => {
    seen.length = 0;
    const runs = world.fold.runs.length + 1;
    world.journal({ ...RUN_STARTED, run: `run-${runs}` });
    await work(world);
  };
  const end = (stopReason?: StopReason): void =>
    world.journal({ kind: 'run.ended', run: 'run', outcome: 'stopped', unitCounts: {}, ...defined({ stopReason }) });
  const retry = () => world.journal({ kind: 'step.retried', step: 'orders.tally', by: 'ann', reason: 'repaired' });
  await begin();
  expect(seen[0]).toBe(1);
  end({ kind: 'deadline', message: 'out of time' });
  retry();
  await begin();
  expect(seen[0]).toBe(2);
  end({ kind: 'interrupted', message: 'SIGINT' });
  await begin();
  expect(seen[0]).toBe(3);
  retry();
  await begin();
  expect(seen[0]).toBe(4);
});

describe('bounds', () => {
  const long = 'x'.repeat(MAX_RESULT_BYTES / 2);
  const plans: Readonly<Record<string, JobDefinition['planSlices']>> = {
    'too many slices': () =>
      Array.from({ length: MAX_SLICES + 1 }, (_, index) => ({ name: `${index}`, arguments: {} })),
    'one name twice': () => ['a', 'a'].map((name) => ({ name, arguments: {} })),
    'an empty name': () => [{ name: '', arguments: {} }],
    'a long name': () => [{ name: 'n'.repeat(201), arguments: {} }],
    'too much text': () =>
      Array.from({ length: 1 + (2 * MAX_PLAN_BYTES) / MAX_RESULT_BYTES }, (_, index) => ({
        name: `${index}`,
        arguments: { long },
      })),
  };

  it.each(Object.entries(plans))('refuse %s before anything is done', async (_, planSlices) => {
    const world = await open({}, (job) => ({ ...job, planSlices }));
    expect(await work(world)).toMatchObject({ kind: 'failed', code: 'RUN_JOB_TOO_LARGE' });
    expect(world.records.map(({ kind }) => kind)).toEqual(['step.failed']);
  });

  it('refuse results that are too much together, and keep those that fit', async () => {
    const world = await open({ slices: 2 + (2 * MAX_RESULTS_BYTES) / MAX_RESULT_BYTES });
    world.vendor.data.result = () => ({ long });
    expect(await work(world)).toMatchObject({ kind: 'failed', code: 'RUN_JOB_TOO_LARGE' });
    const kept = world.records.filter(({ kind }) => kind === 'slice.done');
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(1.1 * MAX_RESULTS_BYTES);
    expect(kept.length).toBeGreaterThan(30);
  });

  it('refuse one result that is too large', async () => {
    const world = await open({ slices: 1 });
    world.vendor.data.result = () => ({ long: `${long}${long}` });
    expect(await work(world)).toMatchObject({ kind: 'failed', code: 'RUN_JOB_TOO_LARGE' });
  });
});

describe('an input that does not fit the schema of the job', () => {
  const secret = new Reference(['secrets', 'pw']);

  it('fails the step before anything is planned, and shows no value of it', async () => {
    const change = (job: JobDefinition): JobDefinition => ({
      ...job,
      inputSchema: { type: 'object', properties: { slices: { type: 'string', pattern: '^[0-9]+$' } } },
    });
    const world = await open({ slices: secret }, change);
    expect(await work(world)).toMatchObject({
      kind: 'failed',
      code: 'RUN_JOB_INPUT',
      message: 'The job tally does not accept its input: slices (pattern).',
    });
    expect([world.records.map(({ kind }) => kind), world.vendor.data.planned]).toEqual([['step.failed'], 0]);
    expect(JSON.stringify([world.records, world.events])).not.toContain(STEP_SECRET.slice(0, 7));
  });

  it('is asked of it with everything filled in, so that a bound value which fits is worked on', async () => {
    const change = (job: JobDefinition): JobDefinition => ({
      ...job,
      inputSchema: { type: 'object', required: ['slices'], properties: { slices: { const: STEP_SECRET } } },
    });
    expect(await work(await open({ slices: secret }, change))).toMatchObject({ kind: 'succeeded' });
  });
});

describe('slices that cannot be planned', () => {
  it.each([
    ['busy', { kind: 'again' }],
    ['unauthorized', { kind: 'suspended', connection: 'it' }],
    ['fatal', { kind: 'failed', code: 'InvalidParameter' }],
  ] as const)('because a call was refused as %s', async (fault, ending) => {
    const world = await open({}, (job) => ({
      ...job,
      planSlices: async ({ connections: [source] }) => {
        await source?.call('ListTasks', {});
        return [];
      },
    }));
    world.vendor.fault = () => fault;
    expect(await work(world)).toMatchObject(ending);
    expect(world.records.map(({ kind }) => kind)).toEqual(fault === 'fatal' ? ['step.failed'] : []);
  });
});

function open(
  values: ValueObject,
  change: (job: JobDefinition) => JobDefinition = (job) => job,
  migration: StepWorldOptions['migration'] = {},
): Promise<StepWorld> {
  const changed = (provider: Provider): Provider => {
    const job = provider.jobs?.['tally'];
    if (job === undefined) throw new Error('the fake provider has it');
    return { ...provider, jobs: { tally: change(job) } };
  };
  return StepWorld.open({ migration: { target: 'tally', with: values, ...migration }, provider: changed });
}

/** As a run: each time with tries of its own. */
function work(world: StepWorld): Promise<StepEnding> {
  return world.clock.runUntil(runJobStep(world.job(), world.context()));
}
