import type { Graph, Step } from '../graph/graph.ts';
import type { JobPlanned, JournalRecord, SliceDone } from '../journal/record.ts';
import type { Plan, ProviderEntry } from '../plan/plan.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import { DEFAULT_SLICES } from '../provider/limits.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { hasEffect, isOwnWork, waitsOutside } from '../provider/steps/step-traits.ts';
import { percentile, type Spread } from './distribution.ts';
import { SliceReplay } from './slice-replay.ts';
import { startedBy } from './started-by.ts';

/** What earlier runs of a state tell about durations. */
export interface LearnedDurations {
  /** From the call that started the task, through other waits between. Undefined when too few waits were seen. */
  wait(of: WaitKind): LearnedSpread | undefined;
  /** One API call of a provider type, from its intent to the record of its outcome. */
  call(providerType: string): LearnedSpread | undefined;
  /** One slice of a job, from when a place was free for it until it was recorded as done. */
  slice(of: SliceKind): LearnedSpread | undefined;
}

export interface SliceKind {
  readonly providerType: string;
  readonly job: string;
}

/** What a journal is of. */
export interface LearnedFrom {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
}

export interface WaitKind {
  readonly providerType: string;
  readonly poll: string;
  readonly goal: string;
}

export interface LearnedSpread extends Spread {
  readonly observations: number;
  /**
   * Of the tasks themselves: the time until a poll showed their end is taken off.
   *
   * @default it is in
   */
  readonly isWithoutPolls?: boolean;
}

/** Fewer say more about chance than about the vendor. */
const LEAST_OBSERVATIONS = 3;

/** Learns from a whole journal, oldest record first. */
export function learnDurations(records: Iterable<JournalRecord>, from: LearnedFrom): LearnedDurations {
  const learner = new DurationLearner(from);
  for (const record of records) learner.add(record);
  return learner.learned();
}

/**
 * Folds records, oldest first, into durations. A wait took from the end of the call that started its task until it was
 * recorded as reached, a call from its intent to its success; both moments have to lie in the same run, for between two
 * runs nobody looks. Waits are grouped by what is waited for at which type of provider, slices by their job.
 */
export class DurationLearner {
  readonly #plan: Plan;
  readonly #graph: Graph;
  readonly #ends = new Map<string, Moment>();
  readonly #intents = new Map<string, Moment>();
  readonly #observed = new Map<string, number[]>();
  readonly #slices: SliceReplay;
  #run = 0;

  constructor({ plan, graph, registry }: LearnedFrom) {
    this.#plan = plan;
    this.#graph = graph;
    this.#slices = new SliceReplay(slicePlaces({ plan, registry }));
  }

  add(record: JournalRecord): void {
    switch (record.kind) {
      case 'run.started':
        this.#run += 1;
        this.#slices.runStarted();
        return;
      case 'step.intent':
        this.#intents.set(record.step, { run: this.#run, atMs: record.t });
        return;
      case 'step.succeeded':
        this.#observe(record.step, record.t);
        this.#slices.ended(record.step, record.t);
        this.#ends.set(record.step, { run: this.#run, atMs: record.t });
        return;
      case 'job.planned':
        this.#planned(record);
        return;
      case 'slice.done':
        this.#observeSlice(record);
        return;
      case 'step.failed':
        this.#slices.ended(record.step, record.t);
        return;
      case 'step.resolved':
      case 'gate.approved':
      case 'gate.opened':
        this.#ends.set(record.step, { run: this.#run, atMs: record.t });
        return;
      default:
        return;
    }
  }

  learned(): LearnedDurations {
    const spreads = new Map([...this.#observed].map(([key, durationsMs]) => [key, spreadOf(durationsMs)] as const));
    return {
      wait: (kind) => spreads.get(waitKey(kind)),
      call: (type) => spreads.get(type),
      slice: (kind) => spreads.get(sliceKey(kind)),
    };
  }

  #observe(address: string, endedAtMs: number): void {
    const step = this.#graph.stepsByAddress.get(address);
    const providerType = this.#plan.providers.get(step?.provider ?? '')?.type;
    if (step === undefined || providerType === undefined) return;
    const began = this.#beginningOf(step);
    if (began === undefined || began.run !== this.#run || endedAtMs < began.atMs) return;
    const key = waitsOutside(step) ? waitKey({ providerType, poll: step.poll, goal: step.goal }) : providerType;
    this.#note(key, endedAtMs - began.atMs);
  }

  #planned({ step: address, slices, t }: JournalRecord & JobPlanned): void {
    const step = this.#graph.stepsByAddress.get(address);
    if (step === undefined || !isOwnWork(step)) return;
    const names = slices.map(({ name }) => name);
    this.#slices.planned(address, names, step.connections, t);
  }

  #observeSlice({ step: address, slice, t }: JournalRecord & SliceDone): void {
    const tookMs = this.#slices.done(address, slice, t);
    const step = this.#graph.stepsByAddress.get(address);
    const providerType = this.#plan.providers.get(step?.provider ?? '')?.type;
    if (tookMs === undefined || step === undefined || !isOwnWork(step) || providerType === undefined) return;
    this.#note(sliceKey({ providerType, job: step.job }), tookMs);
  }

  #note(key: string, tookMs: number): void {
    const known = this.#observed.get(key);
    if (known === undefined) this.#observed.set(key, [tookMs]);
    else known.push(tookMs);
  }

  /** Checks leave no record of when they were asked, and gates take the time of people. */
  #beginningOf(step: Step): Moment | undefined {
    if (hasEffect(step)) return this.#intents.get(step.address);
    if (!waitsOutside(step)) return undefined;
    let latest: Moment | undefined;
    for (const address of startedBy(step, this.#graph.unitsByAddress.get(step.unit)?.steps ?? [])) {
      const ended = this.#ends.get(address);
      if (ended === undefined) return undefined;
      if (latest === undefined || ended.run > latest.run || ended.atMs > latest.atMs) latest = ended;
    }
    return latest;
  }
}

/** By alias: how many slices use a connection at once. */
export function slicePlaces({ plan, registry }: Pick<LearnedFrom, 'plan' | 'registry'>): (alias: string) => number {
  return (alias) => placesOf(plan.providers.get(alias), registry);
}

function placesOf(entry: ProviderEntry | undefined, registry: ProviderRegistry): number {
  const provider = registry.get(entry?.type ?? '');
  const limits = entry === undefined || provider === undefined ? undefined : plannedLimits(entry, provider);
  return limits?.slices ?? DEFAULT_SLICES;
}

export function sliceKey({ providerType, job }: SliceKind): string {
  return `${providerType}\nslice\n${job}\n`;
}

interface Moment {
  readonly run: number;
  readonly atMs: number;
}

export function waitKey({ providerType, poll, goal }: WaitKind): string {
  return `${providerType}\n${poll}\n${goal}`;
}

function spreadOf(durationsMs: readonly number[]): LearnedSpread | undefined {
  if (durationsMs.length < LEAST_OBSERVATIONS) return undefined;
  return {
    p50Ms: percentile(durationsMs, 0.5),
    p90Ms: percentile(durationsMs, 0.9),
    observations: durationsMs.length,
  };
}
