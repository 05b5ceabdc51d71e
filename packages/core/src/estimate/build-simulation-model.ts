import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedAccount } from '../plan/planned-account.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import { orphanPlacesSliced } from '../progress/running-orphans.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import type { DataAmount } from '../provider/data-amount.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { StepRead } from '../provider/steps/step-module.ts';
import {
  hasEffect,
  isOwnWork,
  isRepeatedOnResume,
  plannedReads,
  type StepWith,
  waitsOutside,
} from '../provider/steps/step-traits.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { collectReferences, displayValue, type JsonObject } from '../value/value.ts';
import { hashText } from './distribution.ts';
import { type ExpectedDuration, expectedCall, expectedSlice, expectedWait } from './expected-duration.ts';
import { type LearnedDurations, slicePlaces } from './learn-durations.ts';
import { PolledWaits, type PollerOfWaits } from './polled-waits.ts';
import type {
  ModelLane,
  ModelRead,
  ModelStep,
  ModelWait,
  ModelWaitKind,
  ModelWork,
  ModelWorkKind,
  SimulationModel,
} from './simulation-model.ts';
import { startedBy } from './started-by.ts';
import { lastEndOf, type UnderWay, waitBeganAt } from './under-way.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 100;

export interface ModelOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** @default the plan was never applied */
  readonly checkpoint?: Checkpoint;
  /** @default nothing was learned */
  readonly learned?: LearnedDurations;
  /**
   * The units that are meant.
   *
   * @default all
   */
  readonly selection?: Selection;
  /**
   * How much data units are about, by their address.
   *
   * @default not known
   */
  readonly amounts?: ReadonlyMap<string, DataAmount>;
  /** Durations that are better known than from `learned` and the providers' guesses. */
  readonly expectations?: Expectations;
  /**
   * The rules that a run follows.
   *
   * @default all there are
   */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * Calls at once over all providers together.
   *
   * @default no such cap
   */
  readonly parallelism?: number;
  /**
   * When the run starts, by the wall clock; policies may decide by it.
   *
   * @default that of `underWay`, or 0
   */
  readonly startsAtMs?: number;
  /**
   * The run is in progress: what is left of it is simulated.
   *
   * @default a new run begins
   */
  readonly underWay?: UnderWay;
}

export interface Expectations {
  readonly wait?: (step: StepWith<'waitsOutside'>) => ExpectedDuration | undefined;
  readonly call?: (provider: string) => ExpectedDuration | undefined;
}

export function buildSimulationModel(options: ModelOptions): SimulationModel {
  return atOnce(buildSimulationModelSliced(options));
}

/**
 * What `buildSimulationModel` gives. The checkpoint of a run that is in progress grows between the slices: what became done
 * meanwhile is modelled as left, and is done where the simulation begins.
 */
export function* buildSimulationModelSliced(options: ModelOptions): Sliced<SimulationModel> {
  const { plan, graph, checkpoint = EMPTY_CHECKPOINT, selection = selectAll() } = options;
  const lanes = new Map([...plan.providers.keys()].map((alias) => [alias, buildLane(alias, options)] as const));
  const known: Known = { reads: new Map(), kinds: new Map(), jobs: new Map() };
  const steps: ModelStep[] = [];
  const { underWay } = options;
  const polled = underWay === undefined ? undefined : new PolledWaits(checkpoint, underWay);
  const byAddress = new Map<string, ModelStep>();
  yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => {
    const unitSteps = unit.steps;
    for (const step of unitSteps) {
      const lane = lanes.get(step.provider);
      assertInvariant(lane !== undefined, `every step has a provider of the plan: ${step.address}`);
      const before = checkpoint.steps.get(step.address);
      const isDone = before?.status === 'succeeded' && !isRepeatedOnResume(step);
      const modelled: ModelStep = {
        index: steps.length,
        step,
        unit,
        isRecorded: before !== undefined,
        opensTask: unit.activity?.opens === step.name,
        closesTask: unit.activity?.closes === step.name,
        key: hashText(step.address),
        // A later attempt keeps what the first one saw.
        reads: isDone || (hasEffect(step) && (before?.attempt ?? 0) > 0) ? NO_READS : readsOf(step, lane, known),
        wait: isDone || !waitsOutside(step) ? undefined : waitOf(step, { unit, unitSteps }, lane, options, known),
        work: isDone || !isOwnWork(step) ? undefined : workOf(step, unit, lane, options, known),
      };
      if (polled !== undefined && waitsOutside(step))
        polled.add(step, pollerOf(modelled.wait ?? waitOf(step, { unit, unitSteps }, lane, options, known), lane));
      steps.push(modelled);
      byAddress.set(step.address, modelled);
    }
  });
  const of = ({ address }: Pick<Step, 'address'>): ModelStep => {
    const modelled = byAddress.get(address);
    assertInvariant(modelled !== undefined, `the model knows every step: ${address}`);
    return modelled;
  };
  const checksSinceMs = underWay === undefined ? undefined : checkpoint.lastRun?.startedAtMs;
  const replays = polled?.replays() ?? new Map();
  return {
    plan,
    graph,
    registry: options.registry,
    checkpoint,
    selection,
    orphans: yield* orphanPlacesSliced(graph, checkpoint),
    lanes,
    steps,
    seed: hashText(plan.name),
    policies: options.policies,
    parallelism: options.parallelism,
    startsAtMs: options.startsAtMs ?? underWay?.nowMs ?? 0,
    checksSinceMs,
    replays,
    of,
  };
}

function buildLane(alias: string, { plan, registry, learned, expectations }: ModelOptions): ModelLane {
  const entry = plan.providers.get(alias);
  const provider = entry === undefined ? undefined : registry.get(entry.type);
  assertInvariant(entry !== undefined && provider !== undefined, `the plan names known providers: ${alias}`);
  return {
    alias,
    provider,
    account: plannedAccount(entry, provider),
    limits: plannedLimits(entry, provider),
    polling: { ...provider.defaultPolling, ...entry.polling },
    call: expectations?.call?.(alias) ?? expectedCall(entry.type, learned),
  };
}

/** What was met before while the model is built. */
interface Known {
  readonly reads: Map<string, number>;
  readonly kinds: Map<string, ModelWaitKind>;
  readonly jobs: Map<string, ModelWorkKind>;
}

const NO_READS: readonly ModelRead[] = [];
const NOTHING: readonly string[] = [];

function readsOf(step: Step, { provider }: ModelLane, { reads }: Known): readonly ModelRead[] {
  return plannedReads(step, provider).map((read, index) => {
    const key = readKey(step, read);
    const number = reads.get(key) ?? reads.size;
    reads.set(key, number);
    const { connection, operation } = read;
    return { connection, operation, key: readDraw(step, index), number };
  });
}

/** What a call draws its latency by is another number. */
function readDraw({ address }: Step, index: number): number {
  return ~hashText(index === 0 ? address : `${address}\nread ${index}`);
}

/** The text of a reference stands for its value, except where each unit has its own. */
function readKey(step: Step, { operation, arguments: args }: StepRead): string {
  const isOwn = collectReferences(args).some(({ path }) => path[0] === 'steps' || path[0] === 'unit');
  return `${operation}\n${canonicalJson(displayValue(args))}${isOwn ? `\n${step.unit}` : ''}`;
}

function waitOf(
  step: StepWith<'waitsOutside'>,
  { unit, unitSteps }: { readonly unit: PlannedUnit; readonly unitSteps: readonly Step[] },
  lane: ModelLane,
  options: ModelOptions,
  known: Known,
): ModelWait {
  const kind = waitKindOf(step, lane, options, known.kinds);
  const scope = kind.definition.scope(displayValue(step.arguments) as JsonObject);
  const { underWay, checkpoint = EMPTY_CHECKPOINT } = options;
  const started = startedBy(step, unitSteps);
  const agoMs = (atMs: number | undefined): number | undefined =>
    underWay === undefined || atMs === undefined ? undefined : Math.max(0, underWay.nowMs - atMs);
  return {
    kind,
    pollerKey: `${lane.alias}\n${step.poll}\n${scope}`,
    timeoutMs: unit.unit.migration.timeoutMs,
    elapsedMs: agoMs(waitBeganAt(step, checkpoint)),
    startedAgoMs: agoMs(lastEndOf(started, checkpoint)),
    startedBy: started === step.needs ? NOTHING : started,
    progress: underWay?.progressOf?.(step.address),
    size: sizeOf(kind.duration, sizeOfWait(step.goal, kind, options.amounts?.get(unit.address))),
  };
}

/** By what its poll says of so much data and of data of which nobody knows how much it is. */
function sizeOfWait(
  goal: string,
  { definition, duration }: ModelWaitKind,
  amount: DataAmount | undefined,
): number | undefined {
  return amount === undefined ? undefined : definition.assumedDuration(goal, amount).p50Ms / duration.p50Ms;
}

/** What is left of own work: as many slices as were planned, or as many as the provider expects. */
function workOf(
  step: StepWith<'isOwnWork'>,
  { address }: PlannedUnit,
  { alias, provider }: ModelLane,
  { checkpoint = EMPTY_CHECKPOINT, learned, amounts, plan, registry, underWay }: ModelOptions,
  { jobs }: Known,
): ModelWork {
  const definition = provider.jobs?.[step.job];
  assertInvariant(definition !== undefined, `kinds use declared jobs: ${step.address}`);
  const key = `${alias}\n${step.job}`;
  const { assumedDuration } = definition;
  const duration = expectedSlice({ providerType: provider.type, job: step.job, assumedDuration }, learned);
  const kind = jobs.get(key) ?? {
    provider: alias,
    title: `a slice (${definition.title})`,
    duration,
    key: hashText(key),
  };
  jobs.set(key, kind);
  const job = checkpoint.steps.get(step.address)?.job;
  const isPlanned = job !== undefined && job.fingerprint !== '';
  const expected = definition.expectedWork?.(step.arguments, amounts?.get(address));
  const slices = isPlanned ? job.sliceCount - job.doneCount : (expected?.slices ?? 1);
  const of = { kind, connections: step.connections, size: sizeOf(duration, expected?.size) };
  const restMs = isPlanned ? underWay?.restMsOf?.(step.address) : undefined;
  if (restMs === undefined) return { ...of, slices };
  // Those that are at work share what is left.
  const places = Math.min(...step.connections.map(slicePlaces({ plan, registry })));
  return { ...of, slices: Math.min(slices, places), restMs };
}

/** What was seen of others already is not guessed again. */
function sizeOf({ basis }: ExpectedDuration, size = 1): number {
  return basis === 'assumed' ? size : 1;
}

function pollerOf({ pollerKey, kind: { definition } }: ModelWait, lane: ModelLane): PollerOfWaits {
  const { polling, limits, call } = lane;
  return { key: pollerKey, definition, polling, lane: { callMs: call.p50Ms, limits } };
}

function waitKindOf(
  step: StepWith<'waitsOutside'>,
  lane: ModelLane,
  { learned, expectations }: ModelOptions,
  kinds: Map<string, ModelWaitKind>,
): ModelWaitKind {
  const key = `${lane.alias}\n${step.poll}\n${step.goal}`;
  const known = kinds.get(key);
  if (known !== undefined) return known;
  const definition = lane.provider.polls[step.poll];
  assertInvariant(definition !== undefined, `kinds use declared polls: ${step.poll}`);
  const { poll, goal, title } = step;
  const of = { providerType: lane.provider.type, poll, goal, definition, polling: lane.polling };
  const duration = expectations?.wait?.(step) ?? expectedWait(of, learned);
  const created = { provider: lane.alias, goal, title, definition, duration, key: hashText(key) };
  kinds.set(key, created);
  return created;
}
