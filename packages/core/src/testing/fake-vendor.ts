import type { Clock } from '../clock.ts';
import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { KindInput } from '../provider/kind.ts';
import type { Verdict } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError, type ProviderErrorClass } from '../provider/provider-error.ts';
import type { LostCall, ProviderSession, ReconcileContext, Reconciliation } from '../provider/session.ts';
import { defined } from '../value/defined.ts';
import { isJsonObject, type Json, type JsonObject, Reference, type ValueObject } from '../value/value.ts';
import { FakeData, fakeJob } from './fake-job.ts';

/** What happens to one call, decided by the test. `lost-…`: the effect happened or not, and the answer never comes. */
export type FakeFault =
  | 'none'
  | 'lost-before-effect'
  | 'lost-after-effect'
  | 'throttled'
  | 'busy'
  | 'server-fault'
  | 'quota'
  | 'fatal'
  | 'forbidden'
  | 'expired'
  | 'unreachable'
  | 'unusable'
  | 'unauthorized';

export interface FakeTask {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
}

export interface FakeCall {
  readonly operation: string;
  readonly arguments: JsonObject;
  readonly startedAtMs: number;
}

/**
 * A vendor made of data, on the test's clock: tasks are created by name or with a token, run for a while and are listed.
 * It survives the runs that call it, as a real vendor does, and logs every call and every effect.
 */
export class FakeVendor {
  readonly calls: FakeCall[] = [];
  readonly tasks: FakeTask[] = [];
  readonly deleted: string[] = [];
  readonly data: FakeData = new FakeData();
  readonly #clock: Clock;
  readonly #byToken = new Map<string, FakeTask>();
  readonly taskDurationMs: number;
  readonly latencyMs: number;
  inFlight = 0;
  maxInFlight = 0;
  /** Decides the fate of each call; called before the effect. */
  fault: (call: FakeCall) => FakeFault = () => 'none';
  /** Names whose task ends as FAILED. */
  readonly failing: Set<string> = new Set();

  constructor(clock: Clock, options: { readonly taskDurationMs?: number; readonly latencyMs?: number } = {}) {
    this.#clock = clock;
    this.taskDurationMs = options.taskDurationMs ?? 60_000;
    this.latencyMs = options.latencyMs ?? 20;
  }

  statusOf(task: FakeTask): string {
    if (this.#clock.now() < task.createdAtMs + this.taskDurationMs) return 'RUNNING';
    return this.failing.has(task.name) ? 'FAILED' : 'SUCCESS';
  }

  async call(operation: string, args: JsonObject): Promise<JsonObject> {
    const call: FakeCall = { operation, arguments: args, startedAtMs: this.#clock.monotonicMs() };
    this.calls.push(call);
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    try {
      await this.#clock.sleep(this.latencyMs);
      return this.#answer(call);
    } finally {
      this.inFlight -= 1;
    }
  }

  #answer(call: FakeCall): JsonObject {
    const fault = this.fault(call);
    if (fault === 'throttled') throw refusal('Throttling', 'throttled', 1_000);
    if (fault === 'server-fault') throw refusal('InternalError', 'transient');
    if (fault === 'busy') throw refusal('Busy', 'busy');
    if (fault === 'quota') throw refusal('QuotaExceeded', 'quota');
    if (fault === 'fatal') throw refusal('InvalidParameter', 'fatal');
    if (fault === 'forbidden') throw refusal('Forbidden', 'forbidden');
    if (fault === 'expired') throw refusal('InvalidSecurityToken.Expired', 'expired');
    if (fault === 'unreachable') throw refusal('ECONNREFUSED', 'unreachable');
    if (fault === 'unusable') throw refusal('CERT_HAS_EXPIRED', 'unusable');
    if (fault === 'unauthorized') throw refusal('SignatureDoesNotMatch', 'unauthorized');
    if (fault === 'lost-before-effect') throw lostAnswer(call);
    const answer = this.#perform(call);
    if (fault === 'lost-after-effect') throw lostAnswer(call);
    return answer;
  }

  #perform({ operation, arguments: args }: FakeCall): JsonObject {
    switch (operation) {
      case 'CreateTask':
        return { id: this.#create(textOf(args['name'])).id };
      case 'CreateTaskWithToken': {
        const token = textOf(args['Token']);
        const task = this.#byToken.get(token) ?? this.#create(textOf(args['name']));
        this.#byToken.set(token, task);
        return { id: task.id };
      }
      case 'DeleteTask':
        this.deleted.push(textOf(args['id']));
        return {};
      case 'ListTasks':
        return { tasks: this.tasks.map((task) => ({ id: task.id, name: task.name, status: this.statusOf(task) })) };
      default:
        throw refusal('InvalidApi.NotFound', 'withdrawn');
    }
  }

  #create(name: string): FakeTask {
    const task: FakeTask = { id: `task-${this.tasks.length + 1}`, name, createdAtMs: this.#clock.now() };
    this.tasks.push(task);
    return task;
  }
}

/**
 * A provider over a `FakeVendor`. Kinds: `move` (create by unique name, recovered by look-up → await → delete), `copy`
 * (create with a token → await), `tally` (own work), `moved` (create → await → own work → delete), `gated` (create → await → gate → delete), `held` (the same, and the task runs until it is deleted), `blind` (create that nothing recovers), `transfer` (steps on
 * the connections `from` and `to` of its `with`). `others`: vendors of their own behind connections, by alias.
 */
export function createFakeProvider(vendor: FakeVendor, others: ReadonlyMap<string, FakeVendor> = new Map()): Provider {
  return {
    type: 'fake',
    version: '1',
    configSchema: { type: 'object' },
    operations: OPERATIONS,
    kinds: {
      move: kind('move', (input) => [createStep('CreateTask', input), awaitStep(), deleteStep()]),
      copy: kind('copy', (input) => [createStep('CreateTaskWithToken', input), awaitStep()]),
      transfer: {
        ...kind('transfer', transferSteps),
        withSchema: {
          type: 'object',
          properties: {
            from: { type: 'string', 'x-connection': 'fake' },
            to: { type: 'string', 'x-connection': 'fake' },
          },
        },
        writes: ({ name, to }) =>
          typeof name !== 'string'
            ? []
            : [
                {
                  label: name,
                  identity: [name],
                  path: ['name'],
                  within: 'connection',
                  ...(typeof to === 'string' ? { connection: to } : {}),
                },
              ],
      },
      tally: kindOfWork('tally', (input) => [tallyStep(input)]),
      moved: kindOfWork('moved', (input) => [
        createStep('CreateTask', input),
        awaitStep(),
        tallyStep(input),
        deleteStep(),
      ]),
      blind: kind('blind', (input) => [createStep('CreateTaskBlind', input), awaitStep()]),
      held: kind(
        'held',
        (input) => [
          createStep('CreateTask', input),
          awaitStep(),
          { kind: 'gate', name: 'cutover', title: 'wait for approval', instruction: 'Stop the writers.' },
          deleteStep(),
        ],
        'delete',
      ),
      gated: kind('gated', (input) => [
        createStep('CreateTask', input),
        awaitStep(),
        { kind: 'gate', name: 'cutover', title: 'wait for approval', instruction: 'Stop the writers.' },
        deleteStep(),
      ]),
    },
    checks: {
      'none-of-name': {
        judge: (left, _args, { name }, right) => {
          const found = [left, right].flatMap((answer) =>
            isJsonObject(answer ?? null) ? namesIn(answer ?? null) : [],
          );
          return found.includes(textOf(name))
            ? { kind: 'failed', detail: 'One side has a task of that name.', hint: 'Delete it.' }
            : { kind: 'passed', detail: 'Neither side has one.' };
        },
      },
    },
    jobs: { tally: fakeJob(vendor.data) },
    polls: {
      tasks: {
        scope: () => 'all',
        read: async (items, { read }) => {
          const response = await read('ListTasks', {});
          const tasks =
            isJsonObject(response) && Array.isArray(response['tasks']) ? response['tasks'].filter(isJsonObject) : [];
          return items.map((item) => tasks.find((task) => task['id'] === item.arguments['id']));
        },
        judge: (_item, observation): Verdict => {
          const status = textOf(observation?.['status'] ?? 'not listed');
          if (status === 'SUCCESS') return { kind: 'reached', status, outputs: {} };
          return status === 'FAILED'
            ? { kind: 'failed', status, reason: 'The task failed.' }
            : { kind: 'pending', status };
        },
        callsOfRound: () => [{ operation: 'ListTasks', calls: 1 }],
        assumedDuration: () => ({ p50Ms: 60_000, p90Ms: 120_000, source: 'a guess' }),
      },
    },
    defaultLimits: { requests: { count: 1_000, intervalMs: 1_000 }, inFlight: 8 },
    defaultPolling: { initialIntervalMs: 5_000, maxIntervalMs: 30_000 },
    buildRequest: (_config, operation, args) => ({
      method: 'POST',
      endpoint: 'http://127.0.0.1',
      path: `/${operation}`,
      query: {},
      body: args,
    }),
    connect: async ({ alias, clock }) =>
      new FakeSession(others.get(alias) ?? vendor, clock, others.has(alias) ? `fake of ${alias}` : 'fake'),
  };
}

const OPERATIONS: Provider['operations'] = {
  CreateTask: {
    ...operation('CreateTask'),
    recovery: { policy: 'lookup' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  CreateTaskWithToken: {
    ...operation('CreateTaskWithToken'),
    recovery: { policy: 'token', argument: 'Token' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  CreateTaskBlind: {
    ...operation('CreateTask'),
    recovery: { policy: 'manual' },
    outputs: { task_id: '/response/id' },
    taskId: '/response/id',
  },
  DeleteTask: { ...operation('DeleteTask'), recovery: { policy: 'repeatable' }, outputs: {} },
  ListTasks: { ...operation('ListTasks'), outputs: {} },
};

function operation(name: string) {
  return { name, title: name, document: 'fake', requestSchema: { type: 'object' }, responseSchema: { type: 'object' } };
}

function kind(
  name: string,
  steps: (input: KindInput) => readonly StepBlueprint[],
  closes = 'await',
): Provider['kinds'][string] {
  const target = (input: KindInput) => input.with['target'] ?? input.address;
  return {
    name,
    title: name,
    withSchema: { type: 'object' },
    outputs: ['task_id'],
    expand: (input): Blueprint => ({
      steps: steps(input),
      outputs: { task_id: new Reference(['steps', 'create', 'outputs', 'task_id']) },
      activity: { opens: 'create', closes, target: target(input) },
    }),
  };
}

/** Outputs are those of the work. Without the task that `kind` has an activity for when there is none. */
function kindOfWork(name: string, steps: (input: KindInput) => readonly StepBlueprint[]): Provider['kinds'][string] {
  const made = kind(name, steps);
  const outputs = { total: new Reference(['steps', 'tally', 'outputs', 'total']) };
  return {
    ...made,
    outputs: ['total'],
    expand: (input): Blueprint => {
      const { activity, ...blueprint } = made.expand(input);
      const opens = blueprint.steps.some(({ name: step }) => step === 'create');
      return { ...blueprint, outputs, ...(opens && activity !== undefined ? { activity } : {}) };
    },
  };
}

function tallyStep({ address, with: { slices = 3, connections } }: KindInput): StepBlueprint {
  const aliases = Array.isArray(connections) ? { connections: connections.map(String) } : {};
  return {
    kind: 'job',
    name: 'tally',
    title: 'count the data',
    job: 'tally',
    arguments: { slices, label: `${address}/` },
    ...aliases,
  };
}

function createStep(operationName: string, input: KindInput, more: ValueObject = {}): StepBlueprint {
  const name = input.with['name'] ?? input.address;
  return {
    kind: 'call',
    name: 'create',
    title: 'create the task',
    operation: operationName,
    arguments: { name, ...more },
  };
}

function awaitStep(): StepBlueprint {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']);
  return { kind: 'await', name: 'await', title: 'wait for the task', poll: 'tasks', goal: 'done', arguments: { id } };
}

function deleteStep(): StepBlueprint {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']);
  return { kind: 'call', name: 'delete', title: 'delete the task', operation: 'DeleteTask', arguments: { id } };
}

/** Opens something on one side, makes and awaits a task on the other, and closes what it opened, whatever became of it. */
function transferSteps(input: KindInput): readonly StepBlueprint[] {
  const name = input.with['name'] ?? input.address;
  const from = connectionIn(input, 'from');
  const to = connectionIn(input, 'to');
  const entry = input.connections?.get(from.connection ?? '');
  const remote = entry === undefined ? {} : { remote: entry.config };
  const opened = new Reference(['steps', 'open', 'outputs', 'task_id']);
  return [
    {
      kind: 'check',
      name: 'free',
      title: 'the name is free on both sides',
      operation: 'ListTasks',
      arguments: {},
      check: 'none-of-name',
      beside: { operation: 'ListTasks', arguments: {}, ...to },
      expect: { name },
      ...from,
    },
    { ...createStep('CreateTask', input), name: 'open', ...from },
    { ...createStep('CreateTask', input, remote), ...to },
    { ...awaitStep(), ...to },
    {
      kind: 'call',
      name: 'close',
      title: 'close what was opened',
      operation: 'DeleteTask',
      arguments: { id: opened },
      needs: ['open', 'await'],
      always: true,
      ...from,
    },
  ];
}

function connectionIn({ with: given }: KindInput, key: string): { readonly connection?: string } {
  const alias = given[key];
  return typeof alias === 'string' ? { connection: alias } : {};
}

function namesIn(answer: Json): readonly string[] {
  const tasks = isJsonObject(answer) && Array.isArray(answer['tasks']) ? answer['tasks'].filter(isJsonObject) : [];
  return tasks.map((task) => textOf(task['name']));
}

class FakeSession implements ProviderSession {
  readonly limitScope: string;
  readonly taskScope: string;
  readonly secrets: readonly string[] = [];
  readonly #vendor: FakeVendor;
  readonly #clock: Clock;

  constructor(vendor: FakeVendor, clock: Clock, limitScope: string) {
    this.limitScope = limitScope;
    this.taskScope = limitScope;
    this.#vendor = vendor;
    this.#clock = clock;
  }

  async call(operationName: string, args: JsonObject) {
    const wire = operationName === 'CreateTaskBlind' ? 'CreateTask' : operationName;
    return { response: await this.#vendor.call(wire, args) };
  }

  async findExisting(_operation: string, args: JsonObject): Promise<readonly string[]> {
    return this.#vendor.tasks.filter((task) => task.name === args['name']).map((task) => task.id);
  }

  async reconcile(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
    await this.#clock.sleep(1_000, context.signal);
    await context.read('ListTasks', {});
    const matches = this.#vendor.tasks.filter((task) => task.name === lost.arguments['name']);
    const ours = matches.filter((task) => !lost.existingIds.includes(task.id) && !lost.takenIds.includes(task.id));
    const [first, second] = ours;
    if (first === undefined) return { kind: 'did-not-happen', evidence: 'no task of that name' };
    if (second !== undefined) return { kind: 'undecided', reason: 'several tasks of that name' };
    return { kind: 'happened', response: { id: first.id }, evidence: `task ${first.id} has the name` };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`the fake vendor expects text, not ${JSON.stringify(value)}`);
  return value;
}

function refusal(code: string, errorClass: ProviderErrorClass, retryAfterMs?: number): ProviderError {
  return new ProviderError(`refused with ${code}`, {
    vendorCode: code,
    class: errorClass,
    effect: 'none',
    ...defined({ retryAfterMs }),
  });
}

function lostAnswer(call: FakeCall): ProviderError {
  const hasEffect = call.operation !== 'ListTasks';
  return new ProviderError('the connection broke', {
    vendorCode: 'ECONNRESET',
    class: 'transient',
    effect: hasEffect ? 'possible' : 'none',
  });
}
