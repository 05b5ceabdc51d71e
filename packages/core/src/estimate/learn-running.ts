import type { AwaitStep, CallStep, Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { pollIntervalAfter } from '../limits/poll-pace.ts';
import type { Plan } from '../plan/plan.ts';
import type { Polling } from '../provider/limits.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { displayValue, type JsonObject } from '../value/value.ts';
import { censoredSpread } from './censored-spread.ts';
import { percentile, type Spread } from './distribution.ts';
import { type LearnedDurations, type LearnedSpread, waitKey } from './learn-durations.ts';
import { LEAST_PROGRESS } from './simulate-run.ts';
import { type UnderWay, waitBeganAt } from './under-way.ts';

export interface LearnRunningOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  readonly underWay: UnderWay;
  /** What was known before the run. */
  readonly before: LearnedDurations | undefined;
}

/** So many calls tell how long calls take, and so many waits outweigh what an earlier run showed. */
const LEAST_OBSERVATIONS = 3;
/** A poll shows an end between at once and one interval later: nine of ten are shown so much of it later than the middle. */
const LATE_FRACTION = 0.4;

/**
 * What a run that is going on teaches about durations: from waits of it that have ended and from those that still last.
 * One ended wait says more about the data of this plan than any guess. While none has ended, the vendor's progress does.
 * What an earlier run showed stays until this one has shown as much.
 */
export function learnRunning(options: LearnRunningOptions): LearnedDurations {
  const { before } = options;
  const waits = observeWaits(options);
  const calls = observeCalls(options);
  return {
    wait: (kind) => spreadOf(waits.get(waitKey(kind)), before?.wait(kind)) ?? before?.wait(kind),
    call: (type) => callSpread(calls.get(type)) ?? before?.call(type),
  };
}

interface ObservedWait {
  readonly beganAt: number;
  /** Undefined while it lasts. */
  readonly endedAt: number | undefined;
  /** 0 to 1, of one that lasts. */
  readonly progress: number | undefined;
}

interface ObservedKind {
  /** Of the tasks, without the time until a poll showed their end. */
  readonly endedMs: number[];
  readonly pollIntervalsMs: number[];
  readonly runningMs: number[];
  /** How long running ones will have taken, by their vendor's progress. */
  readonly projectedMs: number[];
}

function observeWaits(options: LearnRunningOptions): ReadonlyMap<string, ObservedKind> {
  const { plan, graph, registry, underWay } = options;
  const kinds = new Map<string, ObservedKind>();
  const awaits = graph.steps.filter((step) => step.kind === 'await');
  for (const [alias, ofProvider] of Map.groupBy(awaits, ({ provider }) => provider)) {
    const entry = plan.providers.get(alias);
    const provider = registry.get(entry?.type ?? '');
    if (entry === undefined || provider === undefined) continue;
    const polling = { ...provider.defaultPolling, ...entry.polling };
    const scopeOf = ({ poll, arguments: args }: AwaitStep): string =>
      `${poll}\n${provider.polls[poll]?.scope(displayValue(args) as JsonObject) ?? ''}`;
    for (const together of Map.groupBy(ofProvider, scopeOf).values()) {
      const observed = together.flatMap((step) => {
        const wait = observeWait(step, options);
        return wait === undefined ? [] : [{ key: waitKey({ ...step, providerType: provider.type }), wait }];
      });
      const changes = changesOf(observed.map(({ wait }) => wait));
      for (const { key, wait } of observed)
        addWait(wait, { polling, changes, nowMs: underWay.nowMs }, kindOf(key, kinds));
    }
  }
  return kinds;
}

/** Undefined for a wait that did not begin in this run, or of which it is not known when it ended. */
function observeWait(step: AwaitStep, { checkpoint, underWay }: LearnRunningOptions): ObservedWait | undefined {
  const beganAt = waitBeganAt(step, checkpoint);
  if (beganAt === undefined || beganAt < (checkpoint.lastRun?.startedAtMs ?? 0)) return undefined;
  const state = checkpoint.steps.get(step.address);
  if (state?.status === 'succeeded') return { beganAt, endedAt: state.at, progress: undefined };
  const isOpen = state === undefined || state.status === 'retryable';
  return isOpen ? { beganAt, endedAt: undefined, progress: underWay.progressOf?.(step.address) } : undefined;
}

/** When waits that are polled together began or ended, oldest first: polls come often again from then on. */
function changesOf(waits: readonly ObservedWait[]): readonly number[] {
  const changes = waits.flatMap(({ beganAt, endedAt }) => (endedAt === undefined ? [beganAt] : [beganAt, endedAt]));
  return changes.toSorted((left, right) => left - right);
}

function kindOf(key: string, kinds: Map<string, ObservedKind>): ObservedKind {
  const kind = kinds.get(key) ?? { endedMs: [], pollIntervalsMs: [], runningMs: [], projectedMs: [] };
  kinds.set(key, kind);
  return kind;
}

function addWait(
  { beganAt, endedAt, progress }: ObservedWait,
  {
    polling,
    changes,
    nowMs,
  }: { readonly polling: Polling; readonly changes: readonly number[]; readonly nowMs: number },
  kind: ObservedKind,
): void {
  if (endedAt !== undefined) {
    const intervalMs = pollIntervalAfter(endedAt - lastBefore(endedAt, changes), polling);
    kind.endedMs.push(Math.max((endedAt - beganAt) / 2, endedAt - beganAt - intervalMs / 2));
    kind.pollIntervalsMs.push(intervalMs);
    return;
  }
  const elapsedMs = Math.max(0, nowMs - beganAt);
  kind.runningMs.push(elapsedMs);
  if (progress !== undefined && progress >= LEAST_PROGRESS && progress < 1) kind.projectedMs.push(elapsedMs / progress);
}

/** The last of the sorted times before this one, which is among them or after the first. */
function lastBefore(time: number, sorted: readonly number[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? time;
}

function spreadOf(seen: ObservedKind | undefined, before: LearnedSpread | undefined): LearnedSpread | undefined {
  if (seen === undefined) return undefined;
  const { endedMs, pollIntervalsMs, runningMs, projectedMs } = seen;
  // What an earlier run showed is worth more than one wait of this one.
  if (before !== undefined && endedMs.length < LEAST_OBSERVATIONS) return undefined;
  const ended = censoredSpread(endedMs, runningMs);
  const spread = ended === undefined ? percentiles(projectedMs) : withoutLatePolls(ended, pollIntervalsMs);
  return spread === undefined
    ? undefined
    : { ...spread, observations: Math.max(endedMs.length, 1), isWithoutPolls: true };
}

function withoutLatePolls({ p50Ms, p90Ms }: Spread, pollIntervalsMs: readonly number[]): Spread {
  return { p50Ms, p90Ms: Math.max(p50Ms, p90Ms - percentile(pollIntervalsMs, 0.5) * LATE_FRACTION) };
}

function observeCalls({ plan, graph, checkpoint }: LearnRunningOptions): ReadonlyMap<string, readonly number[]> {
  const startedAt = checkpoint.lastRun?.startedAtMs ?? 0;
  const durationOf = ({ address }: CallStep): readonly number[] => {
    const state = checkpoint.steps.get(address);
    if (state?.status !== 'succeeded' || state.intendedAtMs < startedAt) return [];
    return [Math.max(0, state.at - state.intendedAtMs)];
  };
  const calls = graph.steps.filter((step) => step.kind === 'call');
  const byType = Map.groupBy(calls, ({ provider }) => plan.providers.get(provider)?.type ?? '');
  return new Map([...byType].map(([type, steps]) => [type, steps.flatMap(durationOf)] as const));
}

function callSpread(durationsMs: readonly number[] = []): LearnedSpread | undefined {
  if (durationsMs.length < LEAST_OBSERVATIONS) return undefined;
  const spread = percentiles(durationsMs);
  return spread === undefined ? undefined : { ...spread, observations: durationsMs.length };
}

function percentiles(durationsMs: readonly number[]): Spread | undefined {
  if (durationsMs.length === 0) return undefined;
  return { p50Ms: percentile(durationsMs, 0.5), p90Ms: percentile(durationsMs, 0.9) };
}
