import {
  type CallResult,
  type Clock,
  type Json,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type Reference,
  resolveValue,
  type StepBlueprint,
  type Value,
  type ValueObject,
  type Verdict,
} from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import {
  createFixedClock,
  createRealClock,
  createVirtualClock,
  type Sandbox,
  type SandboxClock,
  type SandboxOptions,
  startSandbox,
} from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';
import { afterEach, describe, expect, test } from 'vitest';

const START_MS = Date.parse('2026-01-15T08:00:00Z');
const INSTANCE = 'es-cn-n6w1o1x0w001c';
const PAIR = {
  InstanceId: INSTANCE,
  sourceIndex: 'orders',
  sourceType: '_doc',
  sinkIndex: 'new-orders',
  sinkType: '_doc',
};
const GIVEN = {
  InstanceId: INSTANCE,
  sourceCluster: {
    endpoint: 'http://10.0.0.1:9200',
    username: 'elastic',
    password: 'source-password',
    index: 'orders',
    type: '_doc',
  },
  sinkCluster: {
    username: 'elastic',
    password: 'sink-password',
    index: 'new-orders',
    type: '_doc',
    settings: { index: { number_of_shards: '1' } },
    mapping: { _doc: { properties: { id: { type: 'keyword' } } } },
  },
};
/** As a kind sends it. */
const CREATE: JsonObject = {
  InstanceId: INSTANCE,
  ClientToken: 'token-1',
  sourceCluster: { dataSourceType: 'elasticsearch', ...GIVEN.sourceCluster },
  sinkCluster: {
    dataSourceType: 'elasticsearch',
    ...GIVEN.sinkCluster,
    settings: JSON.stringify(GIVEN.sinkCluster.settings),
    mapping: JSON.stringify(GIVEN.sinkCluster.mapping),
  },
};

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const resource of open.splice(0).toReversed()) await resource[Symbol.asyncDispose]();
});

describe.each(['acs3', 'hmac-sha1'])('signed with %s', (signature) => {
  test('a create whose answer was lost is sent again with its token: one task', async () => {
    const { sandbox, session } = await start({
      config: { signature },
      faults: [{ operation: 'CreateDataTasks', nth: 1, fault: { kind: 'reset', when: 'after' } }],
    });
    const existing = await session.findExisting?.('CreateDataTasks', CREATE, reader(session));
    expect(existing).toEqual([]);
    expect(await refusal(session, 'CreateDataTasks', CREATE)).toMatchObject({ class: 'transient', effect: 'possible' });
    await call(session, 'CreateDataTasks', CREATE);
    expect(sandbox.control.state().alicloud.created).toEqual({ [`${INSTANCE}/orders -> new-orders`]: 1 });
    expect(sandbox.control.requests({ operation: 'CreateDataTasks' }).map((request) => request.effects)).toEqual([
      1, 0,
    ]);

    const found = await poll(session, 'found', { ...PAIR, existing_ids: existing ?? [] });
    const taskId = sandbox.control.state().alicloud.tasks[0]?.taskId;
    expect(found).toMatchObject({ kind: 'reached', outputs: { task_id: taskId } });
  });

  test('a delete whose answer was lost is sent again with its token', async () => {
    const { session } = await start({
      config: { signature },
      faults: [{ operation: 'DeleteDataTask', nth: 1, fault: { kind: 'malformed', body: 'html' } }],
    });
    await call(session, 'CreateDataTasks', CREATE);
    const found = await poll(session, 'found', PAIR);
    const task = { InstanceId: INSTANCE, taskId: found.kind === 'reached' ? (found.outputs['task_id'] ?? null) : null };
    expect(await poll(session, 'absent', task)).toMatchObject({ kind: 'pending' });
    const remove = { ...task, ClientToken: 'token-2' };
    expect(await refusal(session, 'DeleteDataTask', remove)).toMatchObject({ class: 'transient', effect: 'possible' });
    expect((await call(session, 'DeleteDataTask', remove)).response).toMatchObject({ Result: true });
    expect(await poll(session, 'absent', task)).toMatchObject({ kind: 'reached' });
    expect(await poll(session, 'succeeded', task)).toMatchObject({ kind: 'pending', status: 'not listed' });
    expect(await poll(session, 'succeeded', task, ['not listed'])).toMatchObject({ kind: 'failed' });
  });
});

describe('the kind, step by step', () => {
  test.each(['sample', 'table'] as const)('with lists in the shape of the vendor’s %s', async (listShape) => {
    const { sandbox, session } = await start({ settings: { alicloud: { listShape } } });
    const outputs = await runKind(session, () => sandbox.control.advance(1_000));
    const tasks = sandbox.control.state().alicloud.tasks;
    expect(tasks).toEqual([
      expect.objectContaining({ sourceIndex: 'orders', sinkIndex: 'new-orders', isDeleted: true }),
    ]);
    expect(outputs).toEqual({ task_id: tasks[0]?.taskId, index: 'new-orders' });
    expect(sandbox.control.metrics().operations).toMatchObject({
      CreateDataTasks: { calls: 1, effects: 1 },
      DeleteDataTask: { effects: 1 },
    });
  });

  test('does not begin when the sink has the index', async () => {
    const instances = [{ instanceId: INSTANCE, indices: ['new-orders'] }];
    const { sandbox, session } = await start({ settings: { alicloud: { instances } } });
    await expect(runKind(session, () => undefined)).rejects.toThrow(
      'check-sink: The sink has an index new-orders already.',
    );
    expect(sandbox.control.state().alicloud.tasks).toEqual([]);
  });

  test('does not begin on an instance of another version', async () => {
    const instances = [{ instanceId: INSTANCE, esVersion: '7.10.0_with_X-Pack' }];
    const { session } = await start({ settings: { alicloud: { instances } } });
    await expect(runKind(session, () => undefined)).rejects.toThrow('check-instance: ');
  });

  test('fails when the task fails', async () => {
    const { session, sandbox } = await start({
      faults: [{ operation: 'CreateDataTasks', fault: { kind: 'task-fails' } }],
    });
    await expect(runKind(session, () => sandbox.control.advance(1_000))).rejects.toThrow(
      /await: Data task et_cn_\w+ ended with status FAILED/,
    );
  });
});

describe('waiting', () => {
  test('a task that the list shows late is found late', async () => {
    const { session, sandbox } = await start({
      faults: [{ operation: 'CreateDataTasks', fault: { kind: 'hidden-in-list', ms: 5_000 } }],
    });
    await call(session, 'CreateDataTasks', CREATE);
    expect(await poll(session, 'found', PAIR)).toMatchObject({ kind: 'pending', status: 'not listed' });
    sandbox.control.advance(5_000);
    expect(await poll(session, 'found', PAIR)).toMatchObject({ kind: 'reached' });
  });

  test('a word that no document names means still running', async () => {
    const { session } = await start({
      faults: [{ operation: 'CreateDataTasks', fault: { kind: 'unknown-status', word: 'REBALANCING' } }],
    });
    await call(session, 'CreateDataTasks', CREATE);
    expect(await poll(session, 'succeeded', PAIR)).toMatchObject({
      kind: 'pending',
      status: 'REBALANCING',
      warning: expect.any(String) as unknown,
    });
  });

  test('the words of the plan decide', async () => {
    const statusWords = { success: 'FINISHED' };
    const config = { statuses: { success: ['finished'] } };
    const { session, sandbox } = await start({ config, settings: { alicloud: { statusWords } } });
    await call(session, 'CreateDataTasks', CREATE);
    sandbox.control.advance(60_000);
    expect(await poll(session, 'succeeded', PAIR)).toMatchObject({ kind: 'reached', status: 'FINISHED' });
  });

  test('an old task with the same indices is not taken for ours', async () => {
    const { session } = await start({});
    await call(session, 'CreateDataTasks', CREATE);
    const existing = (await session.findExisting?.('CreateDataTasks', CREATE, reader(session))) ?? [];
    expect(existing).toHaveLength(1);
    expect(await poll(session, 'found', { ...PAIR, existing_ids: existing })).toMatchObject({ kind: 'pending' });
  });
});

describe('what the service refuses', () => {
  test('a withdrawn create', async () => {
    const { session } = await start({ faults: [{ operation: 'CreateDataTasks', fault: { kind: 'withdrawn' } }] });
    expect(await refusal(session, 'CreateDataTasks', CREATE)).toMatchObject({ class: 'withdrawn', effect: 'none' });
  });

  test.each([400, 429] as const)('too many calls, with HTTP %i', async (style) => {
    const { session } = await start({ faults: [{ fault: { kind: 'throttle', style, retryAfterMs: 1_500 } }] });
    expect(await refusal(session, 'ListDataTasks', PAIR)).toMatchObject({ class: 'throttled', retryAfterMs: 1_500 });
  });

  test('the same token with another task', async () => {
    const { session } = await start({});
    await call(session, 'CreateDataTasks', CREATE);
    const other = { ...CREATE, migrateConfig: { sourceFilterParams: 'index=1' } };
    expect(await refusal(session, 'CreateDataTasks', other)).toMatchObject({
      class: 'fatal',
      effect: 'none',
      vendorCode: 'IdempotentParameterMismatch',
    });
  });

  test('a wrong key', async () => {
    const config = { credentials: { access_key_id: 'SandboxAccessKeyId', access_key_secret: 'wrong' } };
    const { session } = await start({ config });
    expect(await refusal(session, 'ListDataTasks', PAIR)).toMatchObject({
      class: 'unauthorized',
      vendorCode: 'SignatureDoesNotMatch',
    });
  });

  test('an unknown instance, which fails its check', async () => {
    const { session } = await start({ settings: { autoCreateInstances: false } });
    await expect(runKind(session, () => undefined)).rejects.toThrow(`check-instance: There is no instance ${INSTANCE}`);
  });

  test('our clock, once: the server’s time is taken over', async () => {
    // The Date header is the machine's, so the sandbox keeps the machine's time here; the provider is an hour late.
    const { session } = await start({ clock: createRealClock(), skewMs: -3_600_000 });
    expect(await refusal(session, 'ListDataTasks', PAIR)).toMatchObject({
      class: 'transient',
      vendorCode: 'InvalidTimeStamp.Expired',
    });
    expect((await call(session, 'ListDataTasks', PAIR)).response).toMatchObject({ Result: [] });
  });
});

describe('a create whose answer cannot be used may have happened', () => {
  test.each([
    { kind: 'malformed', body: 'empty' },
    { kind: 'malformed', body: 'html' },
    { kind: 'malformed', body: 'truncated' },
    { kind: 'malformed', body: 'error-in-200' },
    { kind: 'cut-body' },
    { kind: 'reset', when: 'after' },
    { kind: 'reset', when: 'before' },
    { kind: 'status', status: 500, when: 'after' },
    { kind: 'status', status: 503, when: 'before' },
  ] as const)('%o', async (fault) => {
    const { session } = await start({
      clock: createFixedClock(START_MS),
      faults: [{ operation: 'CreateDataTasks', fault }],
    });
    const error = await refusal(session, 'CreateDataTasks', CREATE);
    expect(error).toMatchObject({ class: 'transient', effect: 'possible' });
    expect(`${error.message} ${String(error.cause)}`).not.toMatch(/source-password|sink-password/);
  });

  test('while nothing listens, nothing can have happened', async () => {
    const { sandbox, session } = await start({});
    await sandbox.close();
    expect(await refusal(session, 'CreateDataTasks', CREATE)).toMatchObject({ class: 'unreachable', effect: 'none' });
  });
});

describe('a read whose answer cannot be used is asked again', () => {
  test.each(['ListDataTasks', 'DescribeInstance', 'GetClusterDataInformation'])('%s', async (operation) => {
    for (const body of ['empty', 'html', 'truncated', 'wrong-types', 'error-in-200'] as const) {
      const { session } = await start({ faults: [{ operation, fault: { kind: 'malformed', body } }] });
      const args = { InstanceId: INSTANCE, dataSourceType: 'elasticsearch', instanceId: INSTANCE };
      const asked =
        operation === 'GetClusterDataInformation' ? { dataSourceType: 'elasticsearch', instanceId: INSTANCE } : args;
      expect(await refusal(session, operation, asked)).toMatchObject({ class: 'transient', effect: 'none' });
    }
  });
});

interface Setup extends Pick<SandboxOptions, 'faults' | 'settings'> {
  readonly config?: JsonObject;
  /** Default: a virtual one. */
  readonly clock?: SandboxClock;
  /** How far the provider's clock is ahead of the sandbox's. */
  readonly skewMs?: number;
}

interface Started {
  readonly sandbox: Sandbox;
  readonly session: ProviderSession;
}

async function start({
  config = {},
  clock = createVirtualClock(START_MS),
  skewMs = 0,
  ...options
}: Setup): Promise<Started> {
  const sandbox = await startSandbox({ clock, ...options });
  const transport = createUndiciTransport();
  open.push(sandbox, transport);
  const { accessKeyId, accessKeySecret } = sandbox.credentials.alicloud;
  let drawn = 0;
  const session = await alicloudElasticsearch.connect({
    alias: 'search',
    config: { endpoint: sandbox.url, ...config },
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret },
    transport,
    clock: clockOf(clock, skewMs),
    random: {
      bytes: (length) => {
        drawn += 1;
        return new Uint8Array(length).fill(drawn);
      },
      fraction: () => 0.5,
    },
  });
  return { sandbox, session };
}

function clockOf(clock: SandboxClock, skewMs: number): Clock {
  return { now: () => clock.now() + skewMs, monotonicMs: () => clock.now(), sleep: () => Promise.resolve() };
}

/** Runs the kind's steps one after the other, as the engine would without faults. */
async function runKind(session: ProviderSession, pass: () => void): Promise<JsonObject> {
  const blueprint = alicloudElasticsearch.kinds['index-migration']?.expand({
    address: 'orders',
    with: GIVEN,
    options: { cleanup: 'delete' },
  });
  const captured = new Map<string, JsonObject>();
  const lookUp = ({ path: [, step = '', field, output = ''] }: Reference): Json =>
    field === 'existing' ? [] : (captured.get(step)?.[output] ?? null);
  const resolve = (value: Value): JsonObject => resolveValue(value, lookUp) as JsonObject;
  for (const step of blueprint?.steps ?? []) captured.set(step.name, await runStep(step, { session, pass, resolve }));
  return resolve((blueprint?.outputs ?? {}) satisfies ValueObject);
}

async function runStep(
  step: StepBlueprint,
  { session, pass, resolve }: { session: ProviderSession; pass: () => void; resolve: (value: Value) => JsonObject },
): Promise<JsonObject> {
  switch (step.kind) {
    case 'call':
      await call(session, step.operation, { ...resolve(step.arguments), ClientToken: `token-of-${step.name}` });
      return {};
    case 'check': {
      const finding = await findingOf(step, session, resolve(step.arguments), resolve(step.expect ?? {}));
      if (finding.kind === 'passed') return {};
      throw new Error(`${step.name}: ${finding.detail}`);
    }
    case 'await':
      for (let round = 0; round < 100; round += 1) {
        const verdict = await poll(session, step.goal, resolve(step.arguments));
        if (verdict.kind === 'reached') return verdict.outputs;
        if (verdict.kind === 'failed') throw new Error(`${step.name}: ${verdict.reason}`);
        pass();
      }
      throw new Error(`${step.name}: still waiting`);
    default:
      throw new Error(`${step.name}: this kind has no step of the kind ${step.kind}`);
  }
}

async function findingOf(
  step: Extract<StepBlueprint, { kind: 'check' }>,
  session: ProviderSession,
  args: JsonObject,
  expected: JsonObject,
): Promise<{ kind: string; detail: string }> {
  const check = alicloudElasticsearch.checks[step.check];
  try {
    const { response } = await call(session, step.operation, args);
    return check?.judge(response, args, expected) ?? expect.unreachable(`no check ${step.check}`);
  } catch (error) {
    const finding =
      error instanceof ProviderError && error.class === 'not-found'
        ? check?.judgeNotFound?.(args, expected)
        : undefined;
    if (finding === undefined) throw error;
    return finding;
  }
}

async function poll(
  session: ProviderSession,
  goal: string,
  args: JsonObject,
  statuses: readonly string[] = [],
): Promise<Verdict> {
  const poll = alicloudElasticsearch.polls['data-tasks'] ?? expect.unreachable('no poll');
  const item = { goal, arguments: args };
  const [observation] = await poll.read([item], { round: 0, read: reader(session) });
  return poll.judge(item, observation, { waitedMs: 0, heldSinceMs: undefined, nowMs: 0, statuses });
}

function reader(session: ProviderSession): (operation: string, args: JsonObject) => Promise<Json> {
  return async (operation, args) => (await call(session, operation, args)).response;
}

function call(session: ProviderSession, operation: string, args: JsonObject): Promise<CallResult> {
  return session.call(operation, args, { signal: new AbortController().signal });
}

async function refusal(session: ProviderSession, operation: string, args: JsonObject): Promise<ProviderError> {
  try {
    await call(session, operation, args);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  return expect.unreachable('the call succeeded');
}
