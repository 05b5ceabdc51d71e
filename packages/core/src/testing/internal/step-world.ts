import { createSecretKey } from 'node:crypto';
import type { RunEventBody } from '../../events/event.ts';
import { firstAddressOf } from '../../graph/first-names.ts';
import type { CallStep, JobStep, PlannedUnit } from '../../graph/graph.ts';
import { InProcessJobQueue } from '../../jobs/in-process-job-queue.ts';
import { CheckpointFold } from '../../journal/checkpoint.ts';
import { LeftOutInMemory } from '../../journal/left-out-store.ts';
import { operatorStopsIn } from '../../journal/operator-stops.ts';
import type { RecordBody } from '../../journal/record.ts';
import { CallDriver } from '../../limits/call-driver.ts';
import { Budget, Channel, PRIORITY } from '../../limits/channel.ts';
import { ConnectionGate } from '../../limits/connection-gate.ts';
import { NOTHING_CHANGED } from '../../limits/shared-reads.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import { createRegistry } from '../../provider/registry.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { Redactor } from '../../redact/redactor.ts';
import { createSeededRandom } from '../../seeded-random.ts';
import { jobConnection } from '../../steps/job/job-connection.ts';
import { describeSliceFailure, runSlice } from '../../steps/job/run-slice.ts';
import { resolveArguments } from '../../steps/resolve-arguments.ts';
import { ClaimedIds, Renewals, type StepContext, Tries } from '../../steps/step-context.ts';
import { unitMark } from '../../steps/tokens.ts';
import { defined } from '../../value/defined.ts';
import { createFakeProvider } from '../fake-provider.ts';
import { FakeVendor } from '../fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../plan-fixture.ts';
import { VirtualClock } from '../virtual-clock.ts';

export interface StepWorldOptions {
  readonly migration?: Partial<MigrationFixture>;
  /** Changes the fake provider before it is connected. */
  readonly provider?: (provider: Provider) => Provider;
  /** Members of the session that take the place of the fake one's. */
  readonly session?: (session: ProviderSession) => Partial<ProviderSession>;
}

export const STEP_SECRET = 'hunter2-and-more';

/** The surroundings of one step without a run: the first unit of a small plan, its channel, and a journal in memory. */
export class StepWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly vendor: FakeVendor = new FakeVendor(this.clock);
  readonly fold: CheckpointFold = new CheckpointFold();
  /** What was journaled, in order. */
  readonly records: RecordBody[] = [];
  readonly events: RunEventBody[] = [];
  readonly stopping: AbortController = new AbortController();
  /** A rule of the run keeps the step from being sent by now. */
  isHeld = false;
  lapsedGates: ReturnType<StepContext['lapsedGates']> = [];
  /** Slices at once. */
  places = 2;
  isStoppedByOperator = false;
  /** What slices left out, a line each. */
  readonly leftOut: string[] = [];
  /** Of slices at work, by step. */
  readonly reports: StepContext['jobs']['reports'] = new Map();
  readonly claims: ClaimedIds = new ClaimedIds();
  readonly renewals: Renewals = new Renewals();
  readonly redactor: Redactor = new Redactor([STEP_SECRET]);
  #unit: PlannedUnit | undefined;
  #context: StepContext | undefined;

  static async open(options: StepWorldOptions = {}): Promise<StepWorld> {
    const world = new StepWorld();
    const change = options.provider ?? ((provider: Provider): Provider => provider);
    const provider = change(createFakeProvider(world.vendor));
    const migration = { name: 'orders', target: 'move', ...options.migration };
    const { plan, graph } = buildPlanFixture([migration], createRegistry([provider]));
    const random = createSeededRandom(1);
    const session = await provider.connect({
      alias: 'it',
      config: {},
      env: {},
      transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
      clock: world.clock,
      random,
    });
    const channel = new Channel({
      alias: 'it',
      session: Object.assign(session, options.session?.(session)),
      budget: new Budget([provider.defaultLimits], new CallDriver(world.clock)),
      gate: new ConnectionGate({ clock: world.clock, random }),
      retry: { maxAttempts: 2, initialIntervalMs: 500, backoffCoefficient: 2, maxIntervalMs: 30_000 },
      clock: world.clock,
      random,
      stopping: world.stopping.signal,
      onThrottled: () => {},
    });
    const [unit] = graph.units;
    if (unit === undefined) throw new Error('the plan has a unit');
    const stateId = 'state-1';
    const secrets = new Map([['pw', STEP_SECRET]]);
    const stepState = (address: string) => world.fold.step(address);
    const scope = { plan: plan.name, graph, stateId, secrets, stepState, generation: () => 0 };
    world.#unit = unit;
    world.#context = {
      unit,
      provider,
      channel,
      channelOf: () => channel,
      polling: provider.defaultPolling,
      priority: PRIORITY.fresh,
      freshness: NOTHING_CHANGED,
      giveUpAtMs: world.clock.monotonicMs() + unit.unit.migration.timeoutMs,
      clock: world.clock,
      random,
      redactor: world.redactor,
      digestKey: createSecretKey(Buffer.alloc(32, 7)),
      tokenScope: { stateId, unit: firstAddressOf(unit), generation: 0 },
      unitMark: unitMark(plan.name, firstAddressOf(unit)),
      foreignBeforeMs: 0,
      stopping: world.stopping.signal,
      isHeld: () => world.isHeld,
      lapsedGates: () => world.lapsedGates,
      emit: (event) => world.events.push(event),
      state: stepState,
      record: async (body) => world.journal(body),
      resolve: (value) => resolveArguments(value, unit, scope),
      tries: new Tries(world.clock.monotonicMs()),
      jobs: {
        queue: new InProcessJobQueue({
          worker: 'here',
          maxAttempts: 1,
          placesOf: () => world.places,
          describe: describeSliceFailure,
          work: (job, signal) => runSlice(world.job(), job, world.context(), signal),
        }),
        placesOf: () => world.places,
        connect: (_alias, until) => jobConnection(until ? channel.until(until) : channel, PRIORITY.started),
        reports: world.reports,
        leftOut: new LeftOutInMemory(world.leftOut),
        isStoppedByOperator: () => world.isStoppedByOperator,
        operatorStops: () => operatorStopsIn(world.fold.runs),
      },
      ofRun: { run: 'run-1', by: 'tester@host' },
      wasBegunLately: () => true,
      begunLatelyForMs: (_step, forMs) => forMs,
      begunAgoMs: () => undefined,
      renewalsOf: () => world.renewals,
      forgetBegun: () => {},
      hasOtherTask: () => false,
      claims: world.claims,
    };
    return world;
  }

  get unit(): PlannedUnit {
    if (this.#unit === undefined) throw new Error('the world is open');
    return this.#unit;
  }

  context(changes: Partial<StepContext> = {}): StepContext {
    if (this.#context === undefined) throw new Error('the world is open');
    return { ...this.#context, ...changes };
  }

  /** The unit's call of that name. */
  call(name = 'create'): CallStep {
    const step = this.unit.steps.find((candidate) => candidate.name === name);
    if (step?.kind !== 'call') throw new Error(`the unit has no call ${name}`);
    return step;
  }

  /** The unit's own work. */
  job(): JobStep {
    const step = this.unit.steps.find(({ kind }) => kind === 'job');
    if (step?.kind !== 'job') throw new Error('the unit has no own work');
    return step;
  }

  journal(body: RecordBody): void {
    this.records.push(body);
    const seq = this.fold.lastSeq + 1;
    this.fold.add({ seq, rid: `${seq}`, epoch: 1, t: this.clock.now(), ...body });
  }
}

/** The fake provider with another recovery of its creates. */
export function withRecovery(recovery: Recovery | undefined): (provider: Provider) => Provider {
  return (provider) =>
    withOperation(provider, 'CreateTask', ({ recovery: _before, taskId, ...operation }) => ({
      ...operation,
      ...defined({ recovery, taskId: recovery && taskId }),
    }));
}

/** The provider with one of its operations changed. */
export function withOperation(provider: Provider, name: string, change: (operation: Operation) => Operation): Provider {
  const operation = provider.operations[name];
  if (operation === undefined) throw new Error(`the provider has no operation ${name}`);
  return { ...provider, operations: { ...provider.operations, [name]: change(operation) } };
}
