import { needsApproval, usesTurn } from '../provider/steps/step-traits.ts';
import { atOnce, type Sliced } from '../value/sliced.ts';
import { buildSimulationModelSliced, type ModelOptions } from './build-simulation-model.ts';
import { countSamples, SAMPLED_STEPS } from './count-samples.ts';
import { describeLanes } from './describe-lanes.ts';
import { percentile } from './distribution.ts';
import type { Estimate, OverdueWait, UnitSpan } from './estimate.ts';
import type { ExpectedDuration } from './expected-duration.ts';
import { findCriticalPath } from './find-critical-path.ts';
import { raiseLimits, type TryLimits } from './raise-limits.ts';
import type { PreviewApprovals, PreviewCalls, PreviewDuration, PreviewSchedule } from './schedule.ts';
import { type SimulatedRun, simulateRunSliced } from './simulate-run.ts';
import type { ModelStep, SimulationModel } from './simulation-model.ts';

export type EstimateOptions = ModelOptions;

/**
 * How a run from now would go: the scheduler of a run on a clock of its own, many times, each with other durations. What
 * is done is done, open remote tasks hold their places, and waits under way count from now. Pure and deterministic: the
 * durations are drawn by the plan's name, so that an edit does not draw them again. Undefined when nothing is left that could run, or when the plan is too large
 * to be simulated.
 *
 * The percentiles interpolate between neighbouring runs; everything else is of the median run. Providers that
 * the plan puts on one account share its limits, as in a run; those of which only connecting shows it do not.
 */
export function estimateSchedule(options: EstimateOptions): Estimate | undefined {
  return atOnce(estimateScheduleSliced(options));
}

/** What `estimateSchedule` gives. */
export function* estimateScheduleSliced(options: EstimateOptions): Sliced<Estimate | undefined> {
  const model = yield* buildSimulationModelSliced(options);
  const runs = yield* sampleRuns(model);
  const median = medianOf(runs);
  if (median === undefined || median.run.traces.every((trace) => trace === undefined)) return undefined;
  const { run, sample } = median;
  const again = { sample, samples: runs.length };
  const tryLimits: TryLimits = function* (limits) {
    return (yield* simulateRunSliced(model, { ...again, limits }))?.makespanMs;
  };
  const makespans = runs.map((sampled) => sampled.makespanMs);
  const gates = countSteps(model, run, ({ step }) => needsApproval(step));
  const schedule: PreviewSchedule = {
    samples: runs.length,
    p50_ms: Math.round(percentile(makespans, 0.5)),
    p90_ms: Math.round(percentile(makespans, 0.9)),
    durations: describeDurations(model, run),
    critical_path: findCriticalPath(model, run),
    limits: countStepsLeft(model) > SAMPLED_STEPS ? [] : yield* raiseLimits(model, run, tryLimits),
    calls: describeCalls(run),
    gates,
    lanes: yield* describeLanes(options.plan, model, runs),
    ...(gates === 0 ? {} : describeApprovals(yield* simulateRunSliced(model, { ...again, approvals: 'when-idle' }))),
  };
  return { schedule, units: spanUnits(model, run), overdueWaits: findOverdueWaits(model, run) };
}

/** Approving at once is one way to run a plan, and the quickest; this is the other one. */
function describeApprovals(run: SimulatedRun | undefined): { readonly approvals?: PreviewApprovals } {
  if (run === undefined) return {};
  return { approvals: { rounds: run.approvalRounds, p50_ms: Math.round(run.makespanMs) } };
}

/** By migration and kind of wait, in the order of the plan. */
function findOverdueWaits(model: SimulationModel, run: SimulatedRun): readonly OverdueWait[] {
  const found = new Map<string, OverdueWait>();
  for (const { index, unit, wait } of model.steps) {
    if (wait === undefined || run.traces[index] === undefined) continue;
    const { title, key, duration } = wait.kind;
    const expectedMs = duration.p50Ms * wait.size;
    if (expectedMs <= wait.timeoutMs) continue;
    const migration = unit.unit.migration.name;
    const known = found.get(`${migration}\n${key}`);
    found.set(`${migration}\n${key}`, {
      migration,
      title,
      units: (known?.units ?? 0) + 1,
      expectedMs: Math.max(known?.expectedMs ?? 0, expectedMs),
      timeoutMs: wait.timeoutMs,
      source: duration.source,
    });
  }
  return [...found.values()];
}

function* sampleRuns(model: SimulationModel): Sliced<readonly SimulatedRun[]> {
  const count = countSamples(countStepsLeft(model));
  const runs: SimulatedRun[] = [];
  for (let sample = 0; sample < count; sample += 1) {
    const run = yield* simulateRunSliced(model, { sample, samples: count });
    if (run === undefined) return [];
    runs.push(run);
  }
  return runs;
}

function countStepsLeft({ steps, checkpoint }: SimulationModel): number {
  return steps.filter(({ step }) => checkpoint.steps.get(step.address)?.status !== 'succeeded').length;
}

function medianOf(runs: readonly SimulatedRun[]): { readonly run: SimulatedRun; readonly sample: number } | undefined {
  const numbered = runs.map((run, sample) => ({ run, sample }));
  const sorted = numbered.toSorted((left, right) => left.run.makespanMs - right.run.makespanMs);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function countSteps(model: SimulationModel, run: SimulatedRun, isMeant: (step: ModelStep) => boolean): number {
  let count = 0;
  for (const step of model.steps) if (run.traces[step.index] !== undefined && isMeant(step)) count += 1;
  return count;
}

function describeDurations(model: SimulationModel, run: SimulatedRun): readonly PreviewDuration[] {
  const left = model.steps.filter(({ index }) => run.traces[index] !== undefined);
  const ofCalls = [...model.lanes.values()].flatMap(({ alias, call }): PreviewDuration[] => {
    const isOwn = ({ step }: ModelStep): boolean => step.provider === alias && usesTurn(step);
    const steps = countSteps(model, run, isOwn);
    return steps === 0 ? [] : [describeDuration({ provider: alias, title: 'an API call' }, steps, call)];
  });
  return [
    ...describeKinds(left.flatMap(({ wait = [] }) => wait)),
    ...describeKinds(left.flatMap(({ work = [] }) => work)),
    ...ofCalls,
  ];
}

/** In the order of first use. */
function describeKinds(all: readonly Sized[]): readonly PreviewDuration[] {
  return [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, steps]) => {
    const { duration } = kind;
    if (steps.every(({ size }) => size === 1)) return describeDuration(kind, steps.length, duration);
    const mean = steps.reduce((sum, { size }) => sum + size, 0) / steps.length;
    const source = `${duration.source}, scaled to what checks found`;
    const scaled = { p50Ms: duration.p50Ms * mean, p90Ms: duration.p90Ms * mean };
    return describeDuration(kind, steps.length, { ...duration, ...scaled, source });
  });
}

interface Sized {
  readonly kind: { readonly provider: string; readonly title: string; readonly duration: ExpectedDuration };
  readonly size: number;
}

function describeDuration(
  { provider, title }: Pick<Sized['kind'], 'provider' | 'title'>,
  steps: number,
  { p50Ms, p90Ms, basis, source }: Pick<ExpectedDuration, 'p50Ms' | 'p90Ms' | 'basis' | 'source'>,
): PreviewDuration {
  return { provider, title, steps, p50_ms: Math.round(p50Ms), p90_ms: Math.round(p90Ms), basis, source };
}

function describeCalls(run: SimulatedRun): readonly PreviewCalls[] {
  const calls = [...run.calls].flatMap(([provider, counters]) =>
    [...counters].map(([operation, { count, peak }]) => ({ provider, operation, calls: count, peak })),
  );
  return calls.toSorted((left, right) => right.calls - left.calls);
}

function spanUnits(model: SimulationModel, run: SimulatedRun): ReadonlyMap<string, UnitSpan> {
  const spans = new Map<string, UnitSpan>();
  for (const { index, unit } of model.steps) {
    const trace = run.traces[index];
    if (trace === undefined) continue;
    const known = spans.get(unit.address);
    const startsMs = Math.round(trace.startsMs);
    const endsMs = Math.round(trace.endsMs);
    spans.set(unit.address, {
      startsMs: Math.min(known?.startsMs ?? startsMs, startsMs),
      endsMs: Math.max(known?.endsMs ?? endsMs, endsMs),
    });
  }
  return spans;
}
