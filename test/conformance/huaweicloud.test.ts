import {
  type AwaitBlueprint,
  assertInvariant,
  type Blueprint,
  type CheckBlueprint,
  type Clock,
  isJsonObject,
  type Json,
  type JsonObject,
  ProviderError,
  type ProviderSession,
  type ReadCall,
  type Reconciliation,
  resolveValue,
  type StepBlueprint,
  type Value,
  type ValueObject,
  type Verdict,
} from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { createHuaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import type { HuaweicloudTaskReport } from '@waybill/provider-huaweicloud-dcs/stand';
import {
  createRealClock,
  createVirtualClock,
  type FaultScript,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  type VirtualClock,
} from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const provider = createHuaweicloudDcs({ readTextFile: async () => undefined });
const ajv = new Ajv2020({ strict: false });

const SOURCE_ID = 'a4a05df0-1c38-47c5-bb5a-0a7b3673b3bd';
const TARGET_ID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';
const NETWORK: ValueObject = {
  vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
  subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
  security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
};
const ONLINE: ValueObject = {
  name: 'sessions',
  description: 'Move the sessions',
  ...NETWORK,
  migration_method: 'full_amount_migration',
  source_instance: { id: SOURCE_ID, password: 'source-password' },
  target_instance: { id: TARGET_ID, password: 'target-password' },
};
const INCREMENTAL: ValueObject = { ...ONLINE, migration_method: 'incremental_migration', bandwidth_limit_mb: 100 };
const LOW_LEVEL: JsonObject = resolveValue(
  { name: 'by-hand', description: 'by hand', ...NETWORK },
  noReference,
) as JsonObject;

describe('signing against the sandbox', () => {
  it.each(['unscoped', 'scoped', 'token'] as const)('%s', async (signing) => {
    await using bench = await openBench({ config: { signing } });
    expect(await bench.read('ListMigrationTask', { name: 'a b/c*' })).toMatchObject({ migration_tasks: [] });
    expect(bench.session.limitScope).toBe(`${bench.sandbox.url} ${bench.sandbox.credentials.huaweicloud.projectId}`);
  });

  it('with temporary keys', async () => {
    await using bench = await openBench({
      sandbox: { credentials: { huaweicloud: { securityToken: 'temporary-token' } } },
      config: { credentials: { security_token: 'temporary-token' } },
    });
    expect(await bench.read('ListMigrationTask', {})).toMatchObject({ migration_tasks: [] });
  });

  it.each(['unscoped', 'scoped', 'token'] as const)('%s, with the project looked up by region', async (signing) => {
    await using bench = await openBench({ config: { signing, project_id: null, region: 'eu-de' } });
    expect(await bench.read('ListMigrationTask', {})).toMatchObject({ migration_tasks: [] });
  });

  it('with a token that expires in the middle', async () => {
    await using bench = await openBench({ config: { signing: 'token', project_id: null, region: 'eu-de' } });
    await bench.read('ListMigrationTask', {});
    bench.clock.advance(25 * 3_600_000);
    await bench.read('ListMigrationTask', {});
    const issued = bench.sandbox.control.requests({ operation: 'KeystoneCreateUserTokenByPassword' });
    expect(issued).toHaveLength(2);
  });

  it('is refused with a wrong key, once', async () => {
    await using bench = await openBench({ config: { credentials: { secret_key: 'wrong' } } });
    const error = await bench.failure('ListMigrationTask', {});
    expect(error).toMatchObject({ vendorCode: 'APIGW.0301', class: 'unauthorized', effect: 'none' });
    expect(error.requestId).toBeTruthy();
    expect(bench.sandbox.control.requests()).toHaveLength(1);
  });

  it('is refused for another project', async () => {
    await using bench = await openBench({ config: { project_id: 'another' } });
    expect(await bench.failure('ListMigrationTask', {})).toMatchObject({
      vendorCode: 'DCS.1004',
      class: 'unauthorized',
    });
  });
});

describe('kinds against the sandbox', () => {
  it('migrates fully and deletes the task', async () => {
    await using bench = await openBench();
    const run = await bench.run('online-migration', ONLINE, { cleanup: 'delete' });
    expect(run.outputs).toEqual({ task_id: run.taskId, target_instance_id: TARGET_ID });
    expect(bench.tasks()).toMatchObject([
      { taskId: run.taskId, migrationMethod: 'full_amount_migration', isDeleted: true },
    ]);
    expect(bench.sandbox.control.state().huaweicloud.created).toEqual({ 'sessions-0123456789ab': 1 });
  });

  it('migrates incrementally and stops after the cut-over', async () => {
    await using bench = await openBench();
    const cutover = { mode: 'manual', max_lag: 1_000, lag_for: '30s' };
    await bench.run('online-migration', INCREMENTAL, { cutover, cleanup: 'delete' });
    expect(bench.tasks()).toMatchObject([{ isDeleted: true, migrationMethod: 'incremental_migration' }]);
    expect(bench.tasks()[0]?.phases).toContain('stopping');
  });

  it('understands the other spelling of the incremental phase', async () => {
    await using bench = await openBench({
      sandbox: { settings: { huaweicloud: { incrementalSpelling: 'INCRMIGRATING' } } },
    });
    await bench.run('online-migration', INCREMENTAL, { cutover: { mode: 'none' } });
    expect(bench.tasks()[0]?.status).toBe('INCRMIGRATING');
  });

  it('needs neither a job id nor numeric statistics', async () => {
    await using bench = await openBench({
      sandbox: { settings: { huaweicloud: { omitJobId: true, statsStyle: 'text' } } },
    });
    await bench.run('online-migration', INCREMENTAL, {});
    expect(bench.tasks()[0]?.status).toBe('TERMINATED');
  });

  it('exchanges addresses, which can be undone', async () => {
    await using bench = await openBench();
    const cutover = {
      mode: 'exchange-ip',
      exchanged_ip: ['192.168.0.200', '192.168.0.153'],
    } as const;
    const { taskId } = await bench.run('online-migration', INCREMENTAL, { cutover });
    expect(bench.tasks()[0]?.taskStatus).toBe('EXCHANGE_SUCCESS');
    await bench.runOperation('RollbackExchangeInstanceIp', { task_id: taskId });
    expect(bench.tasks()[0]?.taskStatus).toBe('ROLLBACK_SUCCESS');
  });

  it('imports a backup', async () => {
    await using bench = await openBench();
    const values = {
      task_name: 'import',
      backup_files: { file_source: 'self_build_obs', bucket_name: 'backups', files: [{ file_name: 'dump.rdb' }] },
      target_instance: { id: TARGET_ID, password: 'target-password' },
    };
    await bench.run('backup-import', values, { cleanup: 'delete' });
    expect(bench.tasks()).toMatchObject([{ name: 'import-0123456789ab', kind: 'import', isDeleted: true }]);
  });

  it('reports a migration that fails, with the vendor’s reason', async () => {
    const fault = { kind: 'task-fails', status: 'MIGRATION_FAILED', message: 'ERR invalid password' } as const;
    await using bench = await openBench({ sandbox: { faults: [{ operation: 'SetOnlineMigrationTask', fault }] } });
    await expect(bench.run('online-migration', ONLINE, {})).rejects.toThrow('ERR invalid password');
  });

  it('waits through a status that no document names', async () => {
    const fault = { kind: 'unknown-status', word: 'PONDERING' } as const;
    await using bench = await openBench({ sandbox: { faults: [{ operation: 'CreateOnlineMigrationTask', fault }] } });
    const { warnings } = await bench.run('online-migration', ONLINE, {});
    expect(warnings.join()).toContain('PONDERING');
  });

  it('refuses a target that another task uses', async () => {
    await using bench = await openBench();
    await bench.run('online-migration', INCREMENTAL, { cutover: { mode: 'none' } });
    await expect(bench.run('online-migration', { ...ONLINE, name: 'second' }, {})).rejects.toThrow(
      'created by a Waybill plan',
    );
  });
});

describe('operations against the sandbox', () => {
  it('stops, restarts, updates and deletes in batches', async () => {
    await using bench = await openBench();
    const { taskId } = await bench.run('online-migration', INCREMENTAL, {
      cutover: { mode: 'none' },
    });
    await bench.runOperation('UpdateMigrationTask', { task_id: taskId, resume_mode: 'manual' });
    await bench.runOperation('BatchStopMigrationTasks', { migration_tasks: [taskId] });
    expect(bench.tasks()[0]?.status).toBe('TERMINATED');
    await bench.runOperation('BatchRestartOnlineMigrationTasks', { migration_tasks: [taskId] });
    expect(bench.tasks()[0]?.status).toBe('INCRMIGEATING');
    await bench.runOperation('StopMigrationTaskSync', { task_id: taskId });
    await bench.runOperation('DeleteMigrationTask', { task_id_list: [taskId] });
    expect(bench.tasks()[0]?.isDeleted).toBe(true);
  });

  it('names the member of a batch that was refused', async () => {
    await using bench = await openBench();
    const error = await bench.failure('BatchStopMigrationTasks', {
      migration_tasks: ['00000000-0000-0000-0000-000000000000'],
    });
    expect(error).toMatchObject({ httpStatus: 200, effect: 'none' });
    expect(error.message).toContain('00000000-0000-0000-0000-000000000000');
  });

  it('reads every documented kind of answer', async () => {
    await using bench = await openBench();
    const { taskId } = await bench.run('online-migration', ONLINE, {});
    expect(await bench.read('ShowMigrationTask', { task_id: taskId })).toMatchObject({ status: 'SUCCESS' });
    expect(await bench.read('ListMigrationTaskLogs', { task_id: taskId, limit: 5 })).toHaveProperty('migration_logs');
    expect(await bench.read('ShowMigrationTaskStats', { task_id: taskId })).toHaveProperty('offset');
    expect(await bench.read('ShowInstance', { instance_id: TARGET_ID })).toHaveProperty('status', 'RUNNING');
    expect(await bench.read('ListInstances', { limit: 10 })).toHaveProperty('instances');
    const backups = await bench.read('ListBackupRecords', { instance_id: TARGET_ID, limit: 10 });
    expect(backups).toMatchObject({ total_num: 0, backup_record_response: [] });
  });

  it.each([
    ['StopMigrationTask', { task_id: '00000000-0000-0000-0000-000000000000' }, 'DCS.4133', 'not-found'],
    ['ListMigrationTask', { limit: 1001 }, '111400063', 'fatal'],
  ])('%s %j is refused as %s', async (operation, args, vendorCode, errorClass) => {
    await using bench = await openBench();
    expect(await bench.failure(operation, args)).toMatchObject({ vendorCode, class: errorClass, effect: 'none' });
  });

  it('finds a task that is configured too early busy', async () => {
    await using bench = await openBench();
    const created = await bench.read('CreateOnlineMigrationTask', LOW_LEVEL);
    const error = await bench.failure('SetOnlineMigrationTask', setArguments(created));
    expect(error).toMatchObject({ vendorCode: 'DCS.4957', class: 'busy', isRetryable: true });
  });
});

describe('faults of the sandbox', () => {
  it.each([
    [
      'throttling',
      { kind: 'throttle', retryAfterMs: 3_000 },
      { class: 'throttled', effect: 'none', retryAfterMs: 3_000 },
    ],
    ['a server error', { kind: 'status', status: 500, when: 'after' }, { class: 'transient', effect: 'possible' }],
    ['a gateway time-out', { kind: 'status', status: 504, when: 'before' }, { class: 'transient', effect: 'possible' }],
    ['a reset', { kind: 'reset', when: 'after' }, { class: 'transient', effect: 'possible' }],
    ['a withdrawn operation', { kind: 'withdrawn' }, { class: 'withdrawn', effect: 'none' }],
    ['an empty answer', { kind: 'malformed', body: 'empty' }, { class: 'transient', effect: 'possible' }],
    ['an error page', { kind: 'malformed', body: 'html' }, { class: 'transient', effect: 'possible' }],
    ['a truncated answer', { kind: 'malformed', body: 'truncated' }, { class: 'transient', effect: 'possible' }],
    ['wrong types', { kind: 'malformed', body: 'wrong-types' }, { class: 'transient', effect: 'possible' }],
  ] as const)('%s', async (_what, fault, expected) => {
    await using bench = await openBench({ sandbox: { faults: [{ operation: 'CreateOnlineMigrationTask', fault }] } });
    expect(await bench.failure('CreateOnlineMigrationTask', LOW_LEVEL)).toMatchObject(expected);
  });

  it('a body that is cut off', async () => {
    // A virtual clock would hold the second half back for ever.
    const faults: FaultScript = [{ operation: 'CreateOnlineMigrationTask', fault: { kind: 'cut-body' } }];
    await using bench = await openBench({
      sandbox: { clock: createRealClock(), settings: { maxSkewMs: null }, faults },
    });
    const error = await bench.failure('CreateOnlineMigrationTask', LOW_LEVEL);
    expect(error).toMatchObject({ class: 'transient', effect: 'possible' });
  });
});

describe('lost answers', () => {
  const reset = (when: 'before' | 'after'): FaultScript[number]['fault'] => ({ kind: 'reset', when });

  it.each(['before', 'after'] as const)('of a create, lost %s the effect', async (when) => {
    await using bench = await openBench({
      sandbox: { faults: [{ operation: 'CreateOnlineMigrationTask', times: 1, fault: reset(when) }] },
    });
    const settled = await bench.lose('CreateOnlineMigrationTask', LOW_LEVEL);
    const [task] = bench.tasks();
    if (when === 'before') expect(settled.kind).toBe('did-not-happen');
    else expect(settled).toMatchObject({ kind: 'happened', response: { instance_id: task?.taskId } });
  });

  it('of a create whose task is listed late', async () => {
    await using bench = await openBench({
      sandbox: {
        faults: [
          { operation: 'CreateOnlineMigrationTask', times: 1, fault: reset('after') },
          { operation: 'CreateOnlineMigrationTask', fault: { kind: 'hidden-in-list', ms: 12_000 } },
        ],
      },
    });
    expect((await bench.lose('CreateOnlineMigrationTask', LOW_LEVEL)).kind).toBe('happened');
  });

  it('of a create beside a task of the same name', async () => {
    await using bench = await openBench();
    await bench.read('CreateOnlineMigrationTask', LOW_LEVEL);
    bench.sandbox.control.setFaults([{ operation: 'CreateOnlineMigrationTask', fault: reset('after') }]);
    const settled = await bench.lose('CreateOnlineMigrationTask', LOW_LEVEL);
    expect(settled).toMatchObject({ kind: 'happened', response: { instance_id: bench.tasks()[1]?.taskId } });
  });

  it.each(['before', 'after'] as const)('of a configuration, lost %s the effect', async (when) => {
    await using bench = await openBench();
    const created = await bench.read('CreateOnlineMigrationTask', LOW_LEVEL);
    bench.clock.advance(10_000);
    bench.sandbox.control.setFaults([{ operation: 'SetOnlineMigrationTask', fault: reset(when) }]);
    const settled = await bench.lose('SetOnlineMigrationTask', setArguments(created));
    expect(settled.kind).toBe(when === 'before' ? 'did-not-happen' : 'happened');
  });

  it.each([
    ['StopMigrationTask', 'before', 'did-not-happen'],
    ['StopMigrationTask', 'after', 'happened'],
    ['ExchangeInstanceIp', 'before', 'did-not-happen'],
    ['ExchangeInstanceIp', 'after', 'happened'],
  ] as const)('of %s, lost %s the effect: %s', async (operation, when, expected) => {
    await using bench = await openBench();
    const { taskId } = await bench.run('online-migration', INCREMENTAL, {
      cutover: { mode: 'none' },
    });
    bench.sandbox.control.setFaults([{ operation, fault: reset(when) }]);
    const exchange = { exchanged_ip: ['192.168.0.200'], is_exchange_domain: false };
    const args = { task_id: taskId, ...(operation === 'ExchangeInstanceIp' ? exchange : {}) };
    expect((await bench.lose(operation, args)).kind).toBe(expected);
  });

  it.each([
    ['before', 'did-not-happen'],
    ['after', 'happened'],
  ] as const)('of a restart, lost %s the effect: %s', async (when, expected) => {
    await using bench = await openBench();
    const { taskId } = await bench.run('online-migration', INCREMENTAL, {});
    bench.clock.advance(600_000);
    bench.sandbox.control.setFaults([{ operation: 'BatchRestartOnlineMigrationTasks', fault: reset(when) }]);
    expect((await bench.lose('BatchRestartOnlineMigrationTasks', { migration_tasks: [taskId] })).kind).toBe(expected);
  });
});

interface BenchSetting {
  readonly sandbox?: SandboxOptions;
  readonly config?: JsonObject;
}

/** A sandbox and a session with it, on one clock that moves only when somebody waits. */
async function openBench(setting: BenchSetting = {}): Promise<Bench> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 15, 8));
  const sandbox = await startSandbox({ clock, ...setting.sandbox });
  const transport = createUndiciTransport();
  const { huaweicloud: identity } = sandbox.credentials;
  const { credentials, ...config } = setting.config ?? {};
  const session = await provider.connect({
    alias: 'cache',
    config: {
      endpoint: sandbox.url,
      iam_endpoint: sandbox.url,
      project_id: identity.projectId,
      credentials: {
        access_key: identity.accessKey,
        secret_key: identity.secretKey,
        username: identity.username,
        password: identity.password,
        domain_name: identity.domainName,
        ...(isJsonObject(credentials) ? credentials : {}),
      },
      ...config,
    },
    env: {},
    transport,
    clock: clientClock(clock),
    random: createSeededRandom(1),
  });
  return new Bench({ sandbox, clock, session, transport });
}

function clientClock(clock: VirtualClock): Clock {
  return { now: () => clock.now(), monotonicMs: () => clock.now(), sleep: async (ms) => clock.advance(ms) };
}

interface KindRun {
  readonly taskId: string;
  readonly outputs: JsonObject;
  readonly warnings: readonly string[];
}

/** Runs blueprints step by step, one after another, in the simplest way that keeps to the contract. */
class Bench implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly session: ProviderSession;
  readonly #transport: AsyncDisposable;

  constructor(parts: { sandbox: Sandbox; clock: VirtualClock; session: ProviderSession; transport: AsyncDisposable }) {
    this.sandbox = parts.sandbox;
    this.clock = parts.clock;
    this.session = parts.session;
    this.#transport = parts.transport;
  }

  readonly read: ReadCall = async (operation, args) => {
    const { response } = await this.session.call(operation, args, { signal: new AbortController().signal });
    return response;
  };

  tasks(): readonly HuaweicloudTaskReport[] {
    return this.sandbox.control.state().huaweicloud.tasks;
  }

  async failure(operation: string, args: JsonObject): Promise<ProviderError> {
    try {
      await this.read(operation, args);
    } catch (error) {
      if (error instanceof ProviderError) return error;
      throw error;
    }
    throw new Error(`${operation} was accepted`);
  }

  /** Sends an effect whose answer gets lost, and settles it. */
  async lose(operation: string, args: JsonObject): Promise<Reconciliation> {
    const existingIds = (await this.session.findExisting?.(operation, args, this.read)) ?? [];
    const intendedAtMs = this.clock.now();
    const error = await this.failure(operation, args);
    expect(error).toMatchObject({ class: 'transient', effect: 'possible' });
    const lost = { operation, arguments: args, existingIds, takenIds: [], intendedAtMs };
    const context = { read: this.read, clock: clientClock(this.clock), signal: new AbortController().signal };
    assertInvariant(this.session.reconcile !== undefined, 'the session can settle lost calls');
    return await this.session.reconcile(lost, context);
  }

  async run(
    kindName: string,
    values: ValueObject,
    options: Parameters<Kind['expand']>[0]['options'],
  ): Promise<KindRun> {
    const kind = provider.kinds[kindName];
    assertInvariant(kind !== undefined, `there is a kind ${kindName}`);
    expectValid(kind.withSchema, resolveValue(values, noReference), kindName);
    const blueprint = kind.expand({ address: 'unit', with: values, options });
    expect(blueprint.problems?.filter((problem) => problem.severity === 'error') ?? []).toEqual([]);
    return await this.#runSteps(blueprint);
  }

  async runOperation(name: string, args: JsonObject): Promise<void> {
    const operation = provider.operations[name];
    const completion = operation?.completion?.(args);
    const steps: StepBlueprint[] = [{ kind: 'call', name: 'call', title: '', operation: name, arguments: args }];
    if (completion !== undefined) steps.push({ kind: 'await', name: 'await', title: '', ...completion });
    await this.#runSteps({ steps, outputs: {} });
  }

  async #runSteps(blueprint: Blueprint): Promise<KindRun> {
    const captured = new Map<string, JsonObject>();
    const warnings: string[] = [];
    const fillIn = (value: Value): Json => resolveValue(value, ({ path }) => lookUp(path, captured));
    for (const step of blueprint.steps) {
      if (step.kind === 'check') await this.#check(step, fillIn);
      if (step.kind === 'call')
        captured.set(step.name, await this.#call(step.operation, fillIn(step.arguments) as JsonObject));
      if (step.kind === 'await') warnings.push(...(await this.#wait(step, fillIn(step.arguments) as JsonObject)));
    }
    const taskId = captured.get('create')?.['task_id'];
    return {
      taskId: typeof taskId === 'string' ? taskId : '',
      outputs: fillIn(blueprint.outputs) as JsonObject,
      warnings,
    };
  }

  async #check(step: CheckBlueprint, fillIn: (value: Value) => Json): Promise<void> {
    const args = fillIn(step.arguments) as JsonObject;
    const response = await this.read(step.operation, args);
    const { beside } = step;
    const other =
      beside === undefined ? undefined : await this.read(beside.operation, fillIn(beside.arguments) as JsonObject);
    const expected = fillIn(step.expect ?? {}) as JsonObject;
    const finding = provider.checks[step.check]?.judge(response, args, expected, other);
    if (finding?.kind !== 'passed') throw new Error(finding?.detail ?? `there is no check ${step.check}`);
  }

  async #call(name: string, args: JsonObject): Promise<JsonObject> {
    const operation = provider.operations[name];
    assertInvariant(operation !== undefined, `there is an operation ${name}`);
    expectValid(operation.requestSchema, args, name);
    const response = await this.read(name, args);
    if (response !== null) expectValid(operation.responseSchema, response, name);
    const outputs = Object.entries(operation.outputs);
    return Object.fromEntries(
      outputs.map(([output, pointer]) => [output, pointed({ request: args, response }, pointer)]),
    );
  }

  async #wait(step: AwaitBlueprint, args: JsonObject): Promise<readonly string[]> {
    const poll = provider.polls[step.poll];
    assertInvariant(poll !== undefined, `there is a poll ${step.poll}`);
    const item = { goal: step.goal, arguments: args };
    const startMs = this.clock.now();
    const statuses: string[] = [];
    const warnings: string[] = [];
    let heldSinceMs: number | undefined;
    let heldPolls = 0;
    for (let round = 0; round < 200; round += 1) {
      const [observation] = await poll.read([item], { read: this.read, round });
      const nowMs = this.clock.now();
      const verdict: Verdict = poll.judge(item, observation, {
        waitedMs: nowMs - startMs,
        heldSinceMs,
        heldPolls,
        nowMs,
        statuses,
      });
      if (verdict.kind === 'failed') throw new Error(`${step.name}: ${verdict.reason}`);
      if (verdict.kind === 'reached') return warnings;
      if (verdict.status !== statuses.at(-1)) statuses.push(verdict.status);
      if (verdict.warning !== undefined) warnings.push(verdict.warning);
      heldSinceMs = verdict.holds === true ? (heldSinceMs ?? nowMs) : undefined;
      heldPolls = verdict.holds === true ? heldPolls + 1 : 0;
      // Short enough to see a simulated task on its way.
      this.clock.advance(400);
    }
    throw new Error(`${step.name} never came to an end: ${statuses.join(', ')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
    await this.#transport[Symbol.asyncDispose]();
    await this.sandbox.close();
  }
}

type Kind = (typeof provider.kinds)[string];

function setArguments(created: Json): JsonObject {
  const taskId = isJsonObject(created) ? (created['instance_id'] ?? null) : null;
  return {
    task_id: taskId,
    migration_method: 'incremental_migration',
    resume_mode: 'auto',
    source_instance: { addrs: '192.168.1.1:6379,192.168.0.7:6379', password: 'source-password' },
    target_instance: { id: TARGET_ID, password: 'target-password' },
  };
}

function expectValid(schema: object, value: Json, what: string): void {
  const validate = ajv.compile(schema);
  expect({ what, isValid: validate(value), errors: validate.errors }).toEqual({ what, isValid: true, errors: null });
}

function lookUp(path: readonly string[], captured: ReadonlyMap<string, JsonObject>): Json {
  if (path.join('.') === 'unit.token') return '0123456789ab';
  // None of the tasks here is its own to take over.
  if (path.join('.') === 'unit.tokens') return ['ba9876543210'];
  if (path.join('.') === 'unit.mark') return 'fedcba987654';
  const [root, step = '', , output = ''] = path;
  assertInvariant(root === 'steps', `kinds refer to steps and the unit: ${path.join('.')}`);
  return captured.get(step)?.[output] ?? null;
}

function noReference(): never {
  throw new Error('these values hold no references');
}

function pointed(root: JsonObject, pointer: string): Json {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Json>((value, key) => (isJsonObject(value) ? (value[key] ?? null) : null), root);
}
