import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, EMPTY_CHECKPOINT, type StepState } from '../journal/checkpoint.ts';
import type { DeclaredLimits } from '../plan/plan.ts';
import type { StepBlueprint } from '../provider/blueprint.ts';
import type { CheckFinding } from '../provider/check.ts';
import { CredentialsError } from '../provider/credentials-error.ts';
import type { Kind } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { Interpolation, Reference, type Value, type ValueObject } from '../value/value.ts';
import type { Preflight } from './preflight.ts';
import { type RunPreflightOptions, runPreflight } from './run-preflight.ts';

const END_AT_MS = Date.UTC(2026, 0, 1, 1);

describe('the findings of checks', () => {
  it.each<[CheckFinding, object]>([
    [
      { kind: 'passed', detail: 'fine' },
      { verdict: 'passed', detail: 'fine' },
    ],
    [
      { kind: 'warning', detail: 'odd', hint: 'look' },
      { verdict: 'warning', detail: 'odd', hint: 'look' },
    ],
    [
      { kind: 'passed', detail: 'fine', notes: ['twelve', 'without a lid'] },
      { verdict: 'passed', detail: 'fine', notes: ['twelve', 'without a lid'] },
    ],
    [
      { kind: 'failed', detail: 'bad', hint: 'mend' },
      { verdict: 'blocking', detail: 'bad', hint: 'mend' },
    ],
    [
      { kind: 'not-yet', detail: 'starting.' },
      { verdict: 'warning', detail: 'starting. This may resolve by itself: a run waits for it.' },
    ],
  ])('%o', async (finding, told) => {
    const world = new World();
    const { steps, credentials } = await world.preflight([checked('one', { finding: { ...finding } })]);
    expect(steps.get('one.check')).toEqual(told);
    expect(credentials.get('it')).toEqual({ verdict: 'passed', detail: 'ListTasks was answered.' });
  });

  it('reads once what many units ask, and judges each by what it expects', async () => {
    const world = new World();
    const migrations = Array.from({ length: 300 }, (_, index) =>
      checked(`unit-${index}`, { finding: { kind: index % 2 === 0 ? 'passed' : 'not-yet', detail: `unit ${index}` } }),
    );
    const progress: number[] = [];
    const found = await world.preflight(migrations, { onProgress: ({ done, total }) => progress.push(done, total) });
    expect(world.vendor.calls).toHaveLength(1);
    expect(found.steps.size).toBe(300);
    expect(found.steps.get('unit-7.check')).toMatchObject({ verdict: 'warning' });
    expect(progress).toEqual([1, 1]);
  });

  it('gives a judge both answers that it asks for, and shares either', async () => {
    const world = new World();
    const { steps } = await world.preflight([
      checked('pair', { read: 'a', beside: 'b', finding: {} }, 'compares'),
      checked('same', { read: 'a', beside: 'a', finding: {} }, 'compares'),
      checked('left', { read: 'a' }),
      checked('right', { read: 'b' }),
    ]);
    expect(world.vendor.calls.map((call) => call.arguments['read'])).toEqual(['a', 'b']);
    expect(steps.get('pair.check')).toEqual({ verdict: 'passed', detail: 'two answers' });
    expect(steps.get('same.check')).toEqual({ verdict: 'passed', detail: 'two answers' });
    expect(steps.size).toBe(4);
  });

  it('does not block for what units that come before may still change', async () => {
    const world = new World();
    const failed = { finding: { kind: 'failed', detail: 'no such index.', hint: 'make one' } };
    const { steps } = await world.preflight([
      checked('first', failed),
      { ...checked('second', failed), needs: ['first'] },
    ]);
    expect(steps.get('first.check')).toMatchObject({ verdict: 'blocking' });
    expect(steps.get('second.check')).toMatchObject({
      verdict: 'warning',
      detail: 'no such index. That is the case now; steps before it in the plan may change it.',
    });
  });

  it('asks nothing of units that have begun, and no check that comes after an effect', async () => {
    const world = new World();
    const done = (status: StepState['status']): StepState => ({ ...STATE, status });
    const checkpoint: Checkpoint = {
      ...EMPTY_CHECKPOINT,
      steps: new Map([
        ['begun.check', done('succeeded')],
        ['begun.create', done('intended')],
        ['looked.check', done('succeeded')],
        ['broken.check', done('failed')],
      ]),
    };
    const { steps } = await world.preflight(
      ['begun', 'looked', 'broken', 'left-out'].map((name) => checked(name, { read: name })),
      { checkpoint, selection: { target: [], exclude: [], leftOutCount: 1, includes: (unit) => unit !== 'left-out' } },
    );
    expect([...steps.keys()]).toEqual(['looked.check', 'broken.check']);
  });
});

describe('checks that are asked with what others show', () => {
  const askedOf = (world: World) => world.vendor.calls.map((call) => call.arguments['read']);

  it('are asked once those have passed, one after the other', async () => {
    const world = new World();
    const { steps } = await world.preflight([checked('one', { read: 'a' }, 'chains')]);
    expect(askedOf(world)).toEqual(['a', 'a!', 'a!!']);
    expect([...steps].map(([step, { verdict }]) => [step, verdict])).toEqual([
      ['one.check', 'passed'],
      ['one.second', 'passed'],
      ['one.third', 'passed'],
    ]);
  });

  it('are not asked after one that failed, and say what they wait for', async () => {
    const world = new World();
    const failed = { kind: 'failed', detail: 'no such index.', hint: 'make one' };
    const { steps } = await world.preflight([
      checked('bad', { read: 'a', finding: failed }, 'chains'),
      checked('good', { read: 'b' }, 'chains'),
    ]);
    expect(askedOf(world)).toEqual(['a', 'b', 'b!', 'b!!']);
    expect(steps.get('bad.check')).toMatchObject({ verdict: 'blocking' });
    expect(steps.get('bad.third')).toEqual({
      verdict: 'unasked',
      detail: 'read becomes known once bad has run.',
      becauseOf: 'shows',
    });
  });

  it('say so when time ends before them', async () => {
    const world = new World({ latencyMs: 600 });
    const { steps } = await world.preflight([checked('one', { read: 'a' }, 'chains')], { timeLimitMs: 1_000 });
    expect(steps.get('one.check')).toMatchObject({ verdict: 'passed' });
    expect(steps.get('one.second')).toEqual({ verdict: 'unasked', detail: 'There was no answer within 1s.' });
    expect(steps.get('one.third')).toMatchObject({ verdict: 'unasked' });
  });
});

describe('what cannot be asked', () => {
  it('says why, for secrets without a value and for outputs that are not there yet', async () => {
    const world = new World();
    const found = await world.preflight(
      [
        checked('first', {}),
        checked('of-output', { read: new Reference(['migrations', 'first', 'outputs', 'task_id']) }),
        checked('of-secrets', { read: new Interpolation([secret('gone'), ':', secret('empty'), secret('there')]) }),
        checked('of-token', { read: new Reference(['unit', 'token']) }),
        checked('of-one', { expect: { password: secret('gone') } }),
      ],
      {
        secrets: ['there', 'gone', 'empty'],
        readSecret: (source) =>
          new Map([
            ['there', 'x'],
            ['empty', ''],
          ]).get(source.kind === 'env' ? source.name : ''),
      },
    );
    expect(found.secrets).toEqual(
      new Map([
        ['there', true],
        ['gone', false],
        ['empty', false],
      ]),
    );
    expect(found.steps.get('of-output.check')).toEqual({
      verdict: 'unasked',
      detail: 'task_id becomes known once first has run.',
    });
    expect(found.steps.get('of-secrets.check')).toMatchObject({ detail: 'Secrets gone, empty have no value.' });
    expect(found.steps.get('of-one.check')).toEqual({ verdict: 'unasked', detail: 'Secret gone has no value.' });
    expect(found.steps.get('of-token.check')).toMatchObject({ verdict: 'unasked' });
    expect(world.vendor.calls).toHaveLength(1);
  });

  it('asks with outputs that an earlier run has captured', async () => {
    const world = new World();
    const outputs = { task_id: 'task-1' };
    const checkpoint = {
      ...EMPTY_CHECKPOINT,
      steps: new Map([['first.create', { ...STATE, status: 'succeeded' as const, outputs }]]),
    };
    const { steps } = await world.preflight(
      [checked('first', {}), checked('next', { read: new Reference(['migrations', 'first', 'outputs', 'task_id']) })],
      { checkpoint },
    );
    expect(steps.get('next.check')).toMatchObject({ verdict: 'passed' });
    expect(world.vendor.calls.map((call) => call.arguments)).toContainEqual({ read: 'task-1' });
  });

  it('stops after the time limit and leaves the rest unasked', async () => {
    const world = new World();
    const { steps } = await world.preflight(keys('unit', 100), { limits: SLOW, timeLimitMs: 10_000 });
    const verdicts = [...steps.values()].map((finding) => finding.verdict);
    expect(verdicts.filter((verdict) => verdict === 'passed').length).toBeGreaterThanOrEqual(5);
    expect(verdicts.filter((verdict) => verdict === 'unasked').length).toBeGreaterThan(80);
    expect(steps.get('unit-99.check')).toEqual({ verdict: 'unasked', detail: 'There was no answer within 10s.' });
    expect(world.clock.monotonicMs()).toBe(10_000);
  });

  it('gives up a call that nobody answers', async () => {
    const world = new World({ latencyMs: 3_600_000 });
    const { steps, credentials } = await world.preflight(keys('unit', 2));
    expect(steps.get('unit-0.check')).toEqual({ verdict: 'unasked', detail: 'There was no answer within 1m.' });
    expect(credentials.get('it')).toMatchObject({ verdict: 'unasked' });
  });

  it('rejects when it is aborted', async () => {
    const world = new World();
    const controller = new AbortController();
    const stop = new Error('enough');
    const work = world.preflight(keys('unit', 100), {
      limits: SLOW,
      signal: controller.signal,
      onProgress: () => controller.abort(stop),
    });
    await expect(work).rejects.toBe(stop);
    await expect(world.preflight([], { signal: controller.signal })).rejects.toBe(stop);
    expect(world.vendor.calls.length).toBeLessThan(3);
  });
});

describe('credentials', () => {
  it('sends nothing more once they are refused', async () => {
    const world = new World();
    world.vendor.fault = () => 'unauthorized';
    const { steps, credentials } = await world.preflight(keys('unit', 50));
    expect(world.vendor.calls).toHaveLength(1);
    expect(credentials.get('it')).toMatchObject({ verdict: 'blocking', detail: 'refused with SignatureDoesNotMatch' });
    expect(new Set([...steps.values()].map(({ verdict }) => verdict))).toEqual(new Set(['unasked']));
    expect(steps.size).toBe(50);
  });

  it('are looked for even where no check leads to a call', async () => {
    const world = new World();
    const { credentials } = await world.preflight([{ name: 'plain', target: 'move' }]);
    expect(credentials.get('it')).toMatchObject({ verdict: 'passed' });
    expect(world.vendor.calls.map((call) => call.operation)).toEqual(['ListTasks']);
  });

  it('that cannot be found block', async () => {
    const world = new World();
    world.provider.connect = () => Promise.reject(new CredentialsError('No key for it.', 'Set KEY.'));
    const { steps, credentials } = await world.preflight(keys('unit', 2));
    expect(credentials.get('it')).toEqual({ verdict: 'blocking', detail: 'No key for it.', hint: 'Set KEY.' });
    expect(steps.get('unit-1.check')).toEqual({
      verdict: 'unasked',
      detail: 'Provider it was not called: its check credentials-work did not pass.',
    });
  });

  it.each([
    [false, [['it', { atMs: END_AT_MS, leftMs: expect.any(Number) }]]],
    [true, []],
  ])('that end are reported unless they renew themselves (%s)', async (renewsCredentials, ends) => {
    const world = new World();
    const { connect } = world.provider;
    world.provider.connect = async (options) =>
      Object.assign(await connect(options), { credentialsEndAtMs: END_AT_MS, renewsCredentials });
    const { credentials, credentialsEnd } = await world.preflight(keys('unit', 1));
    expect(credentials.get('it')).toMatchObject({ verdict: 'passed' });
    expect([...(credentialsEnd ?? [])]).toEqual(ends);
  });

  it('that rest on a secret without a value are not tried', async () => {
    const world = new World();
    const { credentials } = await world.preflight(keys('unit', 1), {
      secrets: ['key'],
      config: { access_key: secret('key') },
    });
    expect(credentials.get('it')).toEqual({ verdict: 'unasked', detail: 'Secret key has no value.' });
    expect(world.vendor.calls).toHaveLength(0);
  });
});

describe('faults', () => {
  it.each(['unreachable', 'lost-before-effect'] as const)(
    'leave out of reach (%s) what has to be reached, which blocks',
    async (fault) => {
      const world = new World();
      world.vendor.fault = () => fault;
      const reaching = Array.from({ length: 5 }, (_, index) =>
        checked(`reaching-${index}`, { read: `reach-${index}`, reach: true }),
      );
      const { steps, credentials } = await world.preflight([...keys('unit', 3), ...reaching]);
      expect(credentials.get('it')).toMatchObject({ verdict: 'unasked' });
      for (let index = 0; index < 5; index += 1)
        expect(steps.get(`reaching-${index}.check`)).toEqual({
          verdict: 'blocking',
          detail: expect.stringMatching(/^The store it cannot be reached from this machine: /),
          hint: 'Name another one.',
        });
      for (let index = 0; index < 3; index += 1)
        expect(steps.get(`unit-${index}.check`)).toMatchObject({ verdict: 'unasked' });
    },
  );

  it('of a server leave open whether it can be reached', async () => {
    const world = new World();
    world.vendor.fault = () => 'busy';
    const { steps } = await world.preflight([checked('reaching', { read: 'a', reach: true }), ...keys('unit', 3)]);
    expect(steps.get('reaching.check')).toMatchObject({ verdict: 'unasked' });
  });

  it('leave a provider alone that does not answer', async () => {
    const world = new World();
    world.vendor.fault = () => 'lost-before-effect';
    const { steps, credentials } = await world.preflight(keys('unit', 20));
    expect(credentials.get('it')).toEqual({
      verdict: 'unasked',
      detail: 'The check could not be run: the connection broke',
    });
    // The reason is said once, with the provider.
    const unasked = { verdict: 'unasked', detail: 'Provider it did not answer; its check credentials-work says why.' };
    expect([...new Set([...steps.values()].map((finding) => JSON.stringify(finding)))]).toEqual([
      JSON.stringify(unasked),
    ]);
    expect(steps.size).toBe(20);
    // Five attempts of one read, and then another one without an answer: the connection is lost.
    expect(world.vendor.calls).toHaveLength(6);
  });

  it('tells what came of the only read', async () => {
    const world = new World();
    world.vendor.fault = () => 'lost-before-effect';
    const { credentials } = await world.preflight([{ name: 'plain', target: 'move' }]);
    expect(credentials.get('it')).toMatchObject({ detail: 'The check could not be run: the connection broke' });
  });

  it('that pass are gone over, and one that stays is told', async () => {
    const world = new World();
    let calls = 0;
    world.vendor.fault = (call) => {
      calls += 1;
      if (call.arguments['read'] === 'unit-3') return 'lost-before-effect';
      return call.arguments['read'] === 'unit-4' ? 'fatal' : calls === 1 ? 'throttled' : 'none';
    };
    const { steps, credentials } = await world.preflight(keys('unit', 6));
    const verdicts = Object.fromEntries([...steps].map(([step, { verdict }]) => [step, verdict]));
    expect(verdicts).toEqual({
      'unit-0.check': 'passed',
      'unit-1.check': 'passed',
      'unit-2.check': 'passed',
      'unit-3.check': 'unasked',
      'unit-4.check': 'blocking',
      'unit-5.check': 'passed',
    });
    expect(credentials.get('it')).toMatchObject({ verdict: 'passed' });
  });
});

describe('safety', () => {
  it('sends no effect, keeps the limits and has a word on every check, whatever the plan and the faults', async () => {
    const faults = fc.constantFrom<FakeFault>(
      'none',
      'throttled',
      'busy',
      'fatal',
      'unauthorized',
      'lost-after-effect',
    );
    const migrations = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        target: fc.constantFrom('move', 'copy', 'gated', 'blind', 'checked', 'compares'),
        count: fc.integer({ min: 1, max: 8 }),
        reads: fc.integer({ min: 1, max: 4 }),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(migrations, fc.array(faults, { maxLength: 12 }), async (shapes, script) => {
        const world = new World();
        const rest = script[Symbol.iterator]();
        world.vendor.fault = () => rest.next().value ?? 'none';
        const plan = shapes.flatMap(({ name, target, count, reads }) =>
          Array.from(
            { length: count },
            (_, index): MigrationFixture => ({
              name: `${name}${index}`,
              target,
              with: {
                name: `${name}${index}`,
                read: `r${index % reads}`,
                beside: 'r0',
                finding: { kind: 'passed', detail: '' },
              },
            }),
          ),
        );
        const { steps, credentials } = await world.preflight(plan, { limits: { inFlight: 3 } });
        expect(world.vendor.tasks).toEqual([]);
        expect(new Set(world.vendor.calls.map((call) => call.operation))).toEqual(new Set(['ListTasks']));
        expect(world.vendor.maxInFlight).toBeLessThanOrEqual(3);
        const asking = plan.filter(({ target }) => target === 'checked' || target === 'compares');
        expect(steps.size).toBe(asking.length);
        expect(credentials.size).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it('is not begun for a kind that asks for an effect as a check', () => {
    const world = new World();
    expect(() => world.preflight([checked('bad', {}, 'creating')])).toThrow(
      'Provider fake breaks its contract in the steps of creating: the step `check` needs an operation without a `recovery`, found CreateTask, which has one: an effect is a call',
    );
    expect(world.vendor.calls).toEqual([]);
  });

  it('lets no secret into a finding', async () => {
    const canary = 'canary-51/+"x';
    const world = new World();
    world.provider.connect = async () => ({
      limitScope: 'x',
      secrets: ['session-canary'],
      findExisting: async () => [],
      reconcile: async () => ({ kind: 'undecided', reason: 'Nothing was sent.' }),
      call: (_operation, args) => {
        const message = `no ${JSON.stringify(args['read'])} ${encodeURIComponent(canary)} session-canary ${canary}`;
        throw new ProviderError(message, { vendorCode: 'X', class: 'fatal', effect: 'none', hint: message });
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
    const found = await world.preflight(
      [
        checked('one', { read: secret('pass') }),
        checked('two', { finding: { kind: 'passed', detail: secret('pass'), notes: [secret('pass')] } }),
      ],
      { secrets: ['pass'], readSecret: () => canary },
    );
    const written = JSON.stringify([[...found.steps], [...found.credentials], [...found.secrets]]);
    expect(found.steps.get('one.check')).toMatchObject({ verdict: 'blocking' });
    for (const form of [canary, 'canary-51', 'session-canary']) expect(written).not.toContain(form);
  });
});

const SLOW: DeclaredLimits = { requests: { count: 1, intervalMs: 1_000 } };

const STATE: StepState = {
  status: 'succeeded',
  attempt: 1,
  fingerprint: '',
  acceptedFingerprint: undefined,
  before: undefined,
  outputs: {},
  token: undefined,
  existingIds: [],
  intendedAtMs: 0,
  failure: undefined,
  at: 0,
};

function secret(name: string): Reference {
  return new Reference(['secrets', name]);
}

/** A unit with one check. `finding` is what its judge will say; `read` tells one read from another. */
function checked(name: string, options: ValueObject, target = 'checked'): MigrationFixture {
  return { name, target, with: { read: 'r', finding: { kind: 'passed', detail: 'fine' }, ...options } };
}

function keys(name: string, count: number): readonly MigrationFixture[] {
  return Array.from({ length: count }, (_, index) => checked(`${name}-${index}`, { read: `${name}-${index}` }));
}

interface PreflightSetting extends Partial<RunPreflightOptions> {
  readonly limits?: DeclaredLimits;
  readonly secrets?: readonly string[];
  readonly config?: ValueObject;
}

class World {
  readonly clock = new VirtualClock();
  readonly vendor: FakeVendor;
  readonly provider: { -readonly [Key in keyof Provider]: Provider[Key] };

  constructor(options: { readonly latencyMs?: number } = {}) {
    this.vendor = new FakeVendor(this.clock, options);
    const base = createFakeProvider(this.vendor);
    const kinds = {
      checked: checking('checked', 'ListTasks'),
      compares: checking('compares', 'ListTasks'),
      creating: checking('creating', 'CreateTask'),
      chains: chaining(),
    };
    this.provider = {
      ...base,
      kinds: { ...base.kinds, ...kinds },
      checks: {
        tells: { judge: (_response, _args, expected) => expected['finding'] as unknown as CheckFinding },
        shows: {
          judge: (_response, _args, expected) => expected['finding'] as unknown as CheckFinding,
          outputs: { read: '/request/read' },
        },
        compares: {
          judge: (response, _args, _expected, beside) => ({
            kind: 'passed',
            detail: response !== null && beside !== undefined && beside !== null ? 'two answers' : 'one answer',
          }),
        },
      },
      probe: () => ({ operation: 'ListTasks', arguments: {} }),
    };
  }

  preflight(migrations: readonly MigrationFixture[], setting: PreflightSetting = {}): Promise<Preflight> {
    const { limits, secrets = [], config = {}, ...more } = setting;
    const registry = createRegistry([this.provider]);
    const { plan, graph } = buildPlanFixture(migrations, registry, defined({ limits }));
    const providers = new Map([...plan.providers].map(([alias, entry]) => [alias, { ...entry, config }]));
    const sources = new Map(secrets.map((name) => [name, { kind: 'env', name } as const]));
    const work = runPreflight({
      plan: { ...plan, providers, secrets: sources },
      graph,
      registry,
      transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
      clock: this.clock,
      random: createSeededRandom(2),
      env: {},
      readSecret: () => undefined,
      ...more,
    });
    return this.clock.runUntil(work);
  }
}

/** Three checks, each asked with what the one before it was. */
function chaining(): Kind {
  const after = (step: string) => new Interpolation([new Reference(['steps', step, 'outputs', 'read']), '!']);
  const check = (name: string, read: Value, finding: Value): StepBlueprint => ({
    kind: 'check',
    name,
    title: `look at ${name}`,
    operation: 'ListTasks',
    arguments: { read },
    check: 'shows',
    expect: { finding },
  });
  const fine = { kind: 'passed', detail: 'fine' };
  return {
    name: 'chains',
    title: 'chains',
    withSchema: { type: 'object' },
    outputs: [],
    expand: ({ with: { read = null, finding = fine } }) => ({
      steps: [
        check('check', read, finding),
        check('second', after('check'), fine),
        check('third', after('second'), fine),
      ],
      outputs: {},
    }),
  };
}

/** One check and then an effect. */
function checking(name: string, operation: string): Kind {
  return {
    name,
    title: name,
    withSchema: { type: 'object' },
    outputs: ['task_id'],
    expand: ({ address, with: given }) => {
      const steps: readonly StepBlueprint[] = [
        {
          kind: 'check',
          name: 'check',
          title: 'look first',
          operation,
          arguments: { read: given['read'] ?? null },
          check: given['beside'] === undefined ? 'tells' : 'compares',
          ...defined({
            beside: given['beside'] === undefined ? undefined : { operation, arguments: { read: given['beside'] } },
          }),
          expect: { finding: given['finding'] ?? {}, more: given['expect'] ?? null },
          ...defined({
            unreachable: given['reach'] === undefined ? undefined : { what: 'The store it', hint: 'Name another one.' },
          }),
        },
        { kind: 'call', name: 'create', title: 'create', operation: 'CreateTask', arguments: { name: address } },
        { kind: 'check', name: 'verify', title: 'look again', operation, arguments: { read: 'after' }, check: 'tells' },
      ];
      return { steps, outputs: { task_id: new Reference(['steps', 'create', 'outputs', 'task_id']) } };
    },
  };
}
