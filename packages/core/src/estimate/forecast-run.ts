import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { defined } from '../value/defined.ts';
import { atOnce, type Sliced } from '../value/sliced.ts';
import { buildSimulationModelSliced, type ModelOptions } from './build-simulation-model.ts';
import type { LearnedDurations } from './learn-durations.ts';
import { learnRunning } from './learn-running.ts';
import { simulateRunSliced } from './simulate-run.ts';
import type { ModelStep, ModelWait } from './simulation-model.ts';
import type { UnderWay } from './under-way.ts';
import { LEAST_PROGRESS } from './wait-draws.ts';

/** A simulation of more steps would keep a run waiting that has better things to do. */
const MOST_STEPS = 30_000;

export interface ForecastOptions extends ModelOptions {
  /** Absent: a run begins now. */
  readonly underWay?: UnderWay;
  /** What was known before the run. */
  readonly learned?: LearnedDurations;
}

export interface RunForecast {
  /** Until everything that can be done is done. */
  readonly remainingMs: number;
  /** `assumed`: how long some of the waits or slices that are left take is a guess of their provider, because none has ended yet. */
  readonly basis: 'learned' | 'assumed';
}

/**
 * How long a run continues from now: what is left is simulated with the waits that are under way, and with durations learned
 * from this run as far as it has shown any. They leave some room, so the run is simulated at both ends of it, and a time is
 * said that is near to both, or where none is, near to what lies in the middle of that room. Gates open at once. Undefined
 * for a plan that is too large, and when nothing is left that could move.
 */
export function forecastRun(options: ForecastOptions): RunForecast | undefined {
  return atOnce(forecastRunSliced(options));
}

/** What `forecastRun` gives. The run may continue between the slices, and the checkpoint with it. */
export function* forecastRunSliced(options: ForecastOptions): Sliced<RunForecast | undefined> {
  const { plan, graph, registry, checkpoint = EMPTY_CHECKPOINT, underWay, learned } = options;
  if (graph.stepCount > MOST_STEPS) return undefined;
  if (underWay === undefined) return yield* simulateRest(options, learned);
  const known = learnRunning({ plan, graph, registry, checkpoint, underWay, before: learned });
  yield;
  const shortest = yield* simulateRest(options, known.shortest);
  if (shortest === undefined) return undefined;
  const longest = yield* simulateRest(options, known.longest);
  if (longest === undefined) return shortest;
  const ends: Ends = [shortest.remainingMs, longest.remainingMs];
  const betweenMs = between(ends);
  if (ends.every((endMs) => Math.abs(betweenMs - endMs) <= toleranceMs(endMs)))
    return { basis: shortest.basis, remainingMs: betweenMs };
  const likely = (yield* simulateRest(options, known.middle)) ?? shortest;
  return { basis: shortest.basis, remainingMs: nearTo(likely.remainingMs, betweenMs) };
}

/** What is left with the shortest and with the longest durations that polls leave open. */
type Ends = readonly [number, number];

/** What is shown is to be off by no more: a quarter, or ten seconds. */
const TOLERANCE = 0.25;
const LEAST_TOLERANCE_MS = 10_000;

function toleranceMs(remainingMs: number): number {
  return Math.max(remainingMs * TOLERANCE, LEAST_TOLERANCE_MS);
}

/** Off by equal parts of what may be off: of 60 and 90 s, 72 are a fifth too much or a fifth too little. */
function between([shortestMs, longestMs]: Ends): number {
  const [ofShortest, ofLongest] = [toleranceMs(shortestMs), toleranceMs(longestMs)];
  return (shortestMs * ofLongest + longestMs * ofShortest) / (ofShortest + ofLongest);
}

/** Part of what may be off that is used up: what is likely is not certain to a second either. */
const USED_TOLERANCE = 0.9;

/** Both ends of what is possible are too far apart for one time to be near to both: it is near to the likely one. */
function nearTo(likelyMs: number, betweenMs: number): number {
  const offMs = toleranceMs(likelyMs) * USED_TOLERANCE;
  return Math.min(Math.max(betweenMs, likelyMs - offMs), likelyMs + offMs);
}

function* simulateRest(
  options: ForecastOptions,
  learned: LearnedDurations | undefined,
): Sliced<RunForecast | undefined> {
  const model = yield* buildSimulationModelSliced({ ...options, ...defined({ learned }) });
  const run = yield* simulateRunSliced(model, { sample: 0, samples: 1 });
  if (run === undefined || run.traces.every((trace) => trace === undefined)) return undefined;
  const isGuess = model.steps.some((step) => run.traces[step.index] !== undefined && restsOnGuess(step));
  return { remainingMs: run.makespanMs, basis: isGuess ? 'assumed' : 'learned' };
}

function restsOnGuess({ wait, work }: ModelStep): boolean {
  if (work?.restMs !== undefined) return false;
  if (work !== undefined) return work.slices > 0 && work.kind.duration.basis === 'assumed';
  return wait !== undefined && wait.kind.duration.basis === 'assumed' && !isKnown(wait);
}

/** Its vendor says how far it is. */
function isKnown({ elapsedMs, progress }: ModelWait): boolean {
  return elapsedMs !== undefined && progress !== undefined && progress >= LEAST_PROGRESS && progress < 1;
}
