import type { Clock } from '../clock.ts';
import { ProviderError, type ProviderErrorClass } from '../provider/provider-error.ts';
import { defined } from '../value/defined.ts';
import type { Json, JsonObject } from '../value/value.ts';
import { FakeData } from './fake-job.ts';

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

/** A value of a call that has to be text. */
export function textOf(value: Json | undefined): string {
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
