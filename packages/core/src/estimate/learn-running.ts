import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import type { Polling } from '../provider/limits.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { hasEffect, type StepWith, waitsOutside } from '../provider/steps/step-traits.ts';
import { displayValue, type JsonObject } from '../value/value.ts';
import { censoredSpread } from './censored-spread.ts';
import { consistentDurations, type DurationBounds, type Side } from './consistent-durations.ts';
import { percentile, type Spread } from './distribution.ts';
import { type LearnedDurations, type LearnedSpread, waitKey } from './learn-durations.ts';
import { lookBefore, type PolledWait, type PollReplay, replayPolls } from './replay-polls.ts';
import { type RoundTime, roundTime } from './round-time.ts';
import { startedBy } from './started-by.ts';
import { lastEndOf, type UnderWay, waitBeganAt } from './under-way.ts';
import { LEAST_PROGRESS } from './wait-draws.ts';

export interface LearnRunningOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  readonly underWay: UnderWay;
  /** What was known before the run. */
  readonly before: LearnedDurations | undefined;
}

/** So many calls or waits outweigh what an earlier run showed. One outweighs a guess. */
const LEAST_OBSERVATIONS = 3;

/**
 * What a run in progress teaches about durations: from waits of it that have ended and from those that still last.
 * One ended wait says more about the data of this plan than any guess. While none has ended, the vendor's progress does.
 * What an earlier run showed stays until this one has shown as much. Polls leave open how long a wait took: at least the
 * one, at most the other.
 */
export function learnRunning(options: LearnRunningOptions): Readonly<Record<Side, LearnedDurations>> {
  const { before } = options;
  const calls = observeCalls(options);
  const call = (type: string): LearnedSpread | undefined => {
    const earlier = before?.call(type);
    return observedSpread(calls.get(type), earlier) ?? earlier;
  };
  const waits = observeWaits(options, (type) => call(type)?.p50Ms ?? 0);
  const learned = (side: Side): LearnedDurations => ({
    wait: (kind) => {
      const earlier = before?.wait(kind);
      return spreadOf(waits.get(waitKey(kind)), earlier, side) ?? earlier;
    },
    call,
    slice: (kind) => {
      const earlier = before?.slice(kind);
      return observedSpread(options.underWay.slices?.tookMs(kind), earlier) ?? earlier;
    },
  });
  return { shortest: learned('shortest'), middle: learned('middle'), longest: learned('longest') };
}

interface ObservedWait extends PolledWait {
  /** When its task was started, which is before it is polled for its end. */
  readonly startedAt: number;
  /** 0 to 1, of one that lasts. */
  readonly progress: number | undefined;
}

interface ObservedKind {
  /** Of the tasks that are over: between the last poll that did not show it and the first that did. */
  readonly ended: DurationBounds[];
  /** How long the others had lasted at their last poll. */
  readonly runningMs: number[];
  /** How long running ones will have taken, by their vendor's progress. */
  readonly projectedMs: number[];
  /** Nothing is known of it to less than this. */
  readonly blurMs: number;
}

/** The call that began a task and the one that showed it: of neither is known when the vendor handled it. */
const BLUR_OF_CALLS = 2;
/** Of the first interval between polls: when exactly in it a task was looked at, its journal does not say. */
const BLUR_OF_INTERVAL = 0.2;

function observeWaits(
  options: LearnRunningOptions,
  callMs: (providerType: string) => number,
): ReadonlyMap<string, ObservedKind> {
  const { plan, graph, registry, underWay } = options;
  const kinds = new Map<string, ObservedKind>();
  const awaits = graph.steps.filter((step) => waitsOutside(step));
  for (const [alias, ofProvider] of Map.groupBy(awaits, ({ provider }) => provider)) {
    const entry = plan.providers.get(alias);
    const provider = registry.get(entry?.type ?? '');
    if (entry === undefined || provider === undefined) continue;
    const polling = { ...provider.defaultPolling, ...entry.polling };
    const lane = { callMs: callMs(provider.type), limits: plannedLimits(entry, provider) };
    const scopeOf = ({ poll, arguments: args }: StepWith<'waitsOutside'>): string =>
      `${poll}\n${provider.polls[poll]?.scope(displayValue(args) as JsonObject) ?? ''}`;
    for (const together of Map.groupBy(ofProvider, scopeOf).values()) {
      const definition = provider.polls[together[0]?.poll ?? ''];
      if (definition === undefined) continue;
      const observed = together.flatMap((step) => {
        const wait = observeWait(step, options);
        return wait === undefined ? [] : [{ step, wait }];
      });
      const waits = observed.map(({ wait }) => wait);
      const open = observed.filter(({ wait }) => wait.endedAt === undefined).map(({ step: { goal } }) => goal);
      const round = roundTime(definition, open, lane);
      const replay = replayPolls(waits, { polling, roundMs: round.roundMs, nowMs: underWay.nowMs });
      for (const { step, wait } of observed) {
        const key = waitKey({ ...step, providerType: provider.type });
        const blurMs = lane.callMs * BLUR_OF_CALLS + polling.initialIntervalMs * BLUR_OF_INTERVAL;
        addWait(wait, { polling, replay, round, nowMs: underWay.nowMs }, kindOf(key, blurMs, kinds));
      }
    }
  }
  return kinds;
}

/** Undefined for a wait that did not begin in this run, or of which it is not known when it ended. */
function observeWait(
  step: StepWith<'waitsOutside'>,
  { graph, checkpoint, underWay }: LearnRunningOptions,
): ObservedWait | undefined {
  const beganAt = waitBeganAt(step, checkpoint);
  const startedAt = lastEndOf(startedBy(step, graph.unitsByAddress.get(step.unit)?.steps ?? []), checkpoint);
  if (beganAt === undefined || startedAt === undefined) return undefined;
  if (startedAt < (checkpoint.lastRun?.startedAtMs ?? 0)) return undefined;
  const state = checkpoint.steps.get(step.address);
  // An earlier run began it, by a clock that has been set back since.
  if (startedAt > beganAt || beganAt > (state?.status === 'succeeded' ? state.at : underWay.nowMs)) return undefined;
  if (state?.status === 'succeeded') return { beganAt, startedAt, endedAt: state.at, progress: undefined };
  const isOpen = state === undefined || state.status === 'retryable';
  return isOpen ? { beganAt, startedAt, endedAt: undefined, progress: underWay.progressOf?.(step.address) } : undefined;
}

function kindOf(key: string, blurMs: number, kinds: Map<string, ObservedKind>): ObservedKind {
  const kind = kinds.get(key) ?? { ended: [], runningMs: [], projectedMs: [], blurMs };
  kinds.set(key, kind);
  return kind;
}

interface Polls {
  readonly polling: Polling;
  readonly replay: PollReplay;
  readonly round: RoundTime;
  readonly nowMs: number;
}

function addWait({ beganAt, startedAt, endedAt, progress }: ObservedWait, polls: Polls, kind: ObservedKind): void {
  const { polling, replay, round, nowMs } = polls;
  // A round shows what was when it was asked, and is over when it was answered.
  const lastedAt = (look: number): number => Math.max(0, look - round.shownBeforeMs - startedAt);
  // What was asked before a wait began did not show whether its task was over.
  const leastAt = (look: number): number => (look - round.shownBeforeMs > beganAt ? lastedAt(look) : 0);
  if (endedAt !== undefined) {
    const before = lookBefore(endedAt, replay, polling) ?? beganAt;
    kind.ended.push({ leastMs: leastAt(before), mostMs: lastedAt(endedAt) });
    return;
  }
  // A look just before now may be late, and have shown nothing yet, unless it showed an end.
  const lookedAt = Math.max(lookBefore(nowMs, replay, polling) ?? beganAt, replay.lastEndAt ?? beganAt);
  kind.runningMs.push(leastAt(lookedAt));
  const elapsedMs = Math.max(0, nowMs - startedAt);
  if (progress !== undefined && progress >= LEAST_PROGRESS && progress < 1) kind.projectedMs.push(elapsedMs / progress);
}

function spreadOf(
  seen: ObservedKind | undefined,
  before: LearnedSpread | undefined,
  side: Side,
): LearnedSpread | undefined {
  if (seen === undefined) return undefined;
  const { ended, runningMs, projectedMs, blurMs } = seen;
  // What an earlier run showed is worth more than one wait of this one.
  if (before !== undefined && ended.length < LEAST_OBSERVATIONS) return undefined;
  const endedMs = consistentDurations(ended, runningMs, { side, blurMs });
  const spread = censoredSpread(endedMs, runningMs) ?? percentiles(projectedMs);
  return spread === undefined
    ? undefined
    : { ...spread, observations: Math.max(ended.length, 1), isWithoutPolls: true };
}

function observeCalls({ plan, graph, checkpoint }: LearnRunningOptions): ReadonlyMap<string, readonly number[]> {
  const startedAt = checkpoint.lastRun?.startedAtMs ?? 0;
  const durationOf = ({ address }: StepWith<'hasEffect'>): readonly number[] => {
    const state = checkpoint.steps.get(address);
    if (state?.status !== 'succeeded' || state.intendedAtMs < startedAt) return [];
    return [Math.max(0, state.at - state.intendedAtMs)];
  };
  const calls = graph.steps.filter(hasEffect);
  const byType = Map.groupBy(calls, ({ provider }) => plan.providers.get(provider)?.type ?? '');
  return new Map([...byType].map(([type, steps]) => [type, steps.flatMap(durationOf)] as const));
}

function observedSpread(
  durationsMs: readonly number[] = [],
  before: LearnedSpread | undefined,
): LearnedSpread | undefined {
  if (before !== undefined && durationsMs.length < LEAST_OBSERVATIONS) return undefined;
  const spread = percentiles(durationsMs);
  return spread === undefined ? undefined : { ...spread, observations: durationsMs.length };
}

function percentiles(durationsMs: readonly number[]): Spread | undefined {
  if (durationsMs.length === 0) return undefined;
  return { p50Ms: percentile(durationsMs, 0.5), p90Ms: percentile(durationsMs, 0.9) };
}
