// What the types of the public entries accept and refuse. Nothing here runs: the compiler reads it, in this repository
// against the sources and in `packed.test.ts` against the declarations that are published. A line that is refused no
// longer, or refused for being possible now, is an error there.
import type {
  Check,
  CheckFinding,
  CheckpointStore,
  Decision,
  InboxRequest,
  JobDefinition,
  JournalRecord,
  Kind,
  Lease,
  NewRecord,
  Operation,
  PollDefinition,
  Provider,
  ProviderDefinition,
  ProviderSession,
  Reconciliation,
  RunEvent,
  RunOutcome,
  RunResult,
  StateHeader,
  Step,
  StepBlueprint,
  StoredRequest,
  UnitStatus,
  Verdict,
} from '@waybill/core';
import { createRegistry } from '@waybill/core';
import {
  type CompiledPlan,
  type checkPlan,
  type checkPlanFile,
  type JournalFindings,
  type OpenPlan,
  type OpenPlanOptions,
  openPlan,
  type PlanCheck,
  type RunLiveness,
  type RunOptions,
} from '@waybill/node';

/** Whether two types are the same, and not only assignable to each other. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if the type given is `true`. */
export type Holds<T extends true> = T;

/** A value that cannot be: whoever gets here has handled every member of a union. */
function never(value: never): never {
  throw new Error(String(value));
}

// Opening a plan.

export function openingAPlan(compiled: CompiledPlan, store: CheckpointStore, check: PlanCheck): readonly OpenPlan[] {
  // @ts-expect-error a plan with mistakes cannot be opened
  openPlan(check.compiled);
  // @ts-expect-error there is no such option
  openPlan(compiled, { location: 'shop.db' });
  // @ts-expect-error a state is a place or a store
  openPlan(compiled, { state: 3 });
  // @ts-expect-error a store gives a lease, reads and takes messages
  openPlan(compiled, { state: { location: 'here' } });
  // @ts-expect-error texts alone are environment variables
  openPlan(compiled, { env: { HTTPS_PROXY: 3128 } });
  // @ts-expect-error a reader of secrets answers texts
  openPlan(compiled, { readSecret: () => 3 });
  return [
    openPlan(compiled),
    openPlan(compiled, { state: 'shop.db', cwd: '/srv' }),
    openPlan(compiled, { state: store }),
  ];
}

export type OfOpening = [
  Holds<Same<OpenPlanOptions['state'], string | CheckpointStore | undefined>>,
  Holds<Same<Awaited<ReturnType<typeof checkPlanFile>>, PlanCheck>>,
  Holds<Same<ReturnType<typeof checkPlan>, PlanCheck>>,
  Holds<Same<PlanCheck['compiled'], CompiledPlan | undefined>>,
];

export async function previewing(plan: OpenPlan): Promise<number> {
  const preview = await plan.preview({ asksApis: true, estimates: true, target: ['orders'], detail: 'outline' });
  // @ts-expect-error there is no such detail
  await plan.preview({ detail: 'long' });
  // @ts-expect-error addresses are a list
  await plan.preview({ target: 'orders' });
  // @ts-expect-error a preview is not changed
  preview.totals.units = 3;
  return preview.totals.units;
}

export async function applying(plan: OpenPlan, store: CheckpointStore): Promise<RunResult> {
  // @ts-expect-error the state was chosen when the plan was opened
  await plan.apply({ store });
  // @ts-expect-error a number
  await plan.apply({ maxFailures: '10%' });
  // @ts-expect-error a number
  await plan.apply({ parallelism: '20' });
  // @ts-expect-error units are in the names of durations
  await plan.apply({ maxRuntime: 3_600_000 });
  // @ts-expect-error a preview is the document, not the file that holds it
  await plan.apply({ preview: 'shop.preview.json' });
  const options: RunOptions = { onEvent: ({ at, kind }) => console.log(at, kind), parallelism: 20, retryFailed: true };
  return await plan.apply(options);
}

export async function deciding(plan: OpenPlan): Promise<void> {
  await plan.decide([
    { kind: 'retry', unit: 'orders', reason: 'the disk is larger now' },
    { kind: 'resolve', step: 'orders.create', resolution: 'did-not-happen', reason: 'seen in the console' },
    { kind: 'adopt', step: 'orders.create', outputs: { task_id: 'm-1' }, reason: 'seen in the console' },
  ]);
  // @ts-expect-error every decision has its reason
  await plan.decide([{ kind: 'retry', unit: 'orders' }]);
  // @ts-expect-error a step is resolved, and a unit retried
  await plan.decide([{ kind: 'retry', step: 'orders.create', reason: 'once more' }]);
  // @ts-expect-error that something happened is told by adopting what it made
  await plan.decide([{ kind: 'resolve', step: 'orders.create', resolution: 'happened', reason: 'seen' }]);
  // @ts-expect-error gates are a list of addresses
  await plan.approve('orders.switch');
}

// Results, told apart by a discriminant: each function handles every member.

export function whatNext({ outcome, stopReason }: RunResult): string {
  switch (outcome) {
    case 'succeeded':
      return 'done';
    case 'gated':
      return 'approve';
    case 'failed':
      return 'repair';
    case 'stopped':
      return stopReason?.kind ?? 'resume';
    default:
      return never(outcome);
  }
}

export function isOver(status: UnitStatus): boolean {
  switch (status) {
    case 'succeeded':
    case 'failed':
    case 'skipped':
      return true;
    case 'unknown':
    case 'gated':
    case 'active':
    case 'started':
    case 'pending':
      return false;
    default:
      return never(status);
  }
}

export function textOf(event: RunEvent): string {
  if (event.kind === 'step.failed') return `${event.step} ${event.code} ${event.message}`;
  if (event.kind === 'step.retrying') return `${event.step} in ${event.delayMs} ms`;
  if (event.kind === 'run.ended') return event.outcome satisfies RunOutcome;
  // @ts-expect-error not every event has a message
  return event.message;
}

export function unitOf(decision: Decision): string {
  switch (decision.kind) {
    case 'adopt':
    case 'resolve':
      return decision.step;
    case 'retry':
    case 'redo':
    case 'skip':
    case 'accept':
      return decision.unit;
    default:
      return never(decision);
  }
}

export function findingsText(journal: JournalFindings): string {
  // @ts-expect-error one that cannot be read has no number of records
  if (journal.kind === 'unusable') return String(journal.records);
  return `${journal.records} ${journal.running satisfies RunLiveness}`;
}

export function stepText(step: Step): string {
  if (step.kind === 'call') return step.operation;
  if (step.kind === 'gate') return step.instruction;
  // @ts-expect-error other steps ask nobody
  return step.instruction;
}

export function recordText(record: JournalRecord): string {
  if (record.kind === 'step.succeeded') return `${record.seq} ${Object.keys(record.outputs).join(' ')}`;
  if (record.kind === 'gate.approved') return `${record.seq} ${record.by}`;
  // @ts-expect-error the outputs of a run are those of its steps
  return record.kind === 'run.ended' ? record.outputs : record.kind;
}

// A provider of one's own.

const essentials: Pick<ProviderDefinition, 'version' | 'configSchema' | 'buildRequest' | 'connect'> = {
  version: '1.0.0',
  configSchema: { type: 'object' },
  buildRequest: (_config, operation) => ({ method: 'GET', endpoint: 'https://a.example', path: operation, query: {} }),
  connect: async ({ config, transport, env }) => {
    // @ts-expect-error values of an entry are JSON, checked by its schema and not by a type
    config['endpoint']?.toLowerCase();
    // @ts-expect-error only a variable that is set is a text
    env['TOKEN'] satisfies string;
    await transport.send({ method: 'GET', url: 'https://a.example', headers: {} }, { signal: AbortSignal.timeout(1) });
    return session;
  },
};

const session: ProviderSession = {
  limitScope: 'a',
  secrets: [],
  call: async (operation, args) => ({ response: { operation, args } }),
  [Symbol.asyncDispose]: async () => {},
};

const read: Omit<Operation, 'recovery'> = {
  name: 'GetCopy',
  title: 'show a copy',
  document: 'Copies',
  requestSchema: { type: 'object' },
  responseSchema: { type: 'object' },
  outputs: { status: '/response/status' },
};

/** With the essentials alone, and as the whole that every default makes of it. */
export const least: ProviderDefinition = { type: 'least', operations: { GetCopy: read }, ...essentials };
createRegistry([least]);
// @ts-expect-error a definition lacks what has a default
export const whole: Provider = least;
// @ts-expect-error how to connect has no default
export const unconnected: ProviderDefinition = { ...least, connect: undefined };
// @ts-expect-error a provider without operations does nothing
createRegistry([{ type: 'none', ...essentials }]);

export const operations: readonly Operation[] = [
  { ...read, recovery: { policy: 'repeatable' } },
  { ...read, recovery: { policy: 'token', argument: 'client_token' }, taskId: '/response/id' },
  // @ts-expect-error a token is in an argument
  { ...read, recovery: { policy: 'token' } },
  // @ts-expect-error no such policy
  { ...read, recovery: { policy: 'retry' } },
  // @ts-expect-error an output is a pointer into the answer
  { ...read, outputs: { status: 3 } },
  // @ts-expect-error a completion names its goal
  { ...read, completion: () => ({ poll: 'copies', arguments: {} }) },
];

export const kind: Kind = {
  name: 'copy',
  title: 'copy a bucket',
  withSchema: { type: 'object' },
  optionsSchema: { type: 'object', properties: { cutover: { type: 'string' } } },
  outputs: ['copy_id'],
  expand: ({ with: values, options, connection }) => {
    // @ts-expect-error options are what the schema of the kind says, and no type knows it
    options['cutover']?.toLowerCase();
    connection satisfies string | undefined;
    const steps: StepBlueprint[] = [
      { kind: 'call', name: 'create', title: 'start', operation: 'CreateCopy', arguments: values },
      { kind: 'gate', name: 'switch', title: 'switch', needs: ['create'], instruction: 'Switch the writers.' },
      // @ts-expect-error a gate sends nothing
      { kind: 'gate', name: 'ask', title: 'ask', instruction: 'Look.', operation: 'GetCopy' },
      // @ts-expect-error who is asked is told what to do
      { kind: 'gate', name: 'silent', title: 'ask' },
      // @ts-expect-error a wait has a goal
      { kind: 'await', name: 'done', title: 'wait', poll: 'copies', arguments: {} },
      // @ts-expect-error no such kind of step
      { kind: 'sleep', name: 'pause', title: 'wait' },
    ];
    return { steps, outputs: { copy_id: null } };
  },
};

export const poll: PollDefinition = {
  scope: () => 'all',
  read: async (items, { read: ask }) =>
    await Promise.all(items.map(async () => ({ answer: await ask('GetCopy', {}) }))),
  // @ts-expect-error what was reached has outputs
  judge: (): Verdict => ({ kind: 'reached', status: 'done' }),
};

export const check: Check = {
  judge: (response): CheckFinding =>
    // @ts-expect-error an answer is any JSON until it was looked at
    response.status === 'open'
      ? { kind: 'passed', detail: 'open' }
      : // @ts-expect-error what failed says how to put it right
        { kind: 'failed', detail: 'closed' },
};

export const job: JobDefinition = {
  name: 'compare',
  title: 'compare two buckets',
  inputSchema: { type: 'object' },
  outputs: ['differences'],
  planSlices: ({ connections: [from] }) => [{ name: from?.alias ?? 'all', arguments: {} }],
  runSlice: async ({ arguments: args }, { signal }) => ({ ...args, isStopped: signal.aborted }),
  // @ts-expect-error a sum of slices is a success with outputs, or a failure with its reason
  summarize: () => ({ kind: 'succeeded' }),
  assumedDuration: { p50Ms: 1, p90Ms: 2, source: 'a guess' },
};

export const settled: readonly Reconciliation[] = [
  { kind: 'happened', response: { id: 'c-1' }, evidence: 'a copy of that name' },
  { kind: 'undecided', reason: 'two copies of that name' },
  // @ts-expect-error what happened is proven by its answer
  { kind: 'happened', evidence: 'a copy of that name' },
];

// A store of one's own: what it has to give, and what it may leave out.

type Demanded<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];

export type OfStores = [
  Holds<
    Same<
      Demanded<CheckpointStore>,
      'location' | 'header' | 'read' | 'acquire' | 'breakLock' | 'post' | typeof Symbol.asyncDispose
    >
  >,
  Holds<
    Same<
      Demanded<Lease>,
      | 'epoch'
      | 'isHeld'
      | 'commitsAtOnce'
      | 'gather'
      | 'append'
      | 'readRequests'
      | 'dropRequests'
      | typeof Symbol.asyncDispose
    >
  >,
  Holds<Same<Parameters<Lease['append']>[0], readonly NewRecord[]>>,
  Holds<Same<Awaited<ReturnType<Lease['readRequests']>>, readonly StoredRequest[]>>,
];

export class ListStore implements CheckpointStore {
  readonly location: string = 'a list';
  readonly header: StateHeader = { stateId: '0', plan: 'shop', digestKey: new Uint8Array(32) };
  readonly #records: JournalRecord[] = [];
  readonly #posted: InboxRequest[] = [];

  async *read(afterSeq: number = 0): AsyncGenerator<readonly JournalRecord[]> {
    yield this.#records.filter(({ seq }) => seq > afterSeq);
  }

  async acquire(): Promise<Lease> {
    return {
      epoch: 1,
      isHeld: true,
      commitsAtOnce: 1,
      gather: async () => {},
      append: async (records) => {
        // @ts-expect-error the store numbers the records that it is given
        records[0]?.seq satisfies number | undefined;
        for (const record of records) this.#records.push({ ...record, seq: this.#records.length + 1, epoch: 1 });
      },
      readRequests: async () => this.#posted.map((request, id) => ({ id, request })),
      dropRequests: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async post(request: InboxRequest): Promise<void> {
    this.#posted.push(request);
  }

  async breakLock(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}
}

declare const unlocked: Omit<ListStore, 'acquire'>;
// @ts-expect-error a store that cannot be locked is none
export const store: CheckpointStore = unlocked;
