import { compilePlan, type JsonObject, type RunEvent, type RunResult } from '@waybill/core';
import { type Estimate, estimateSchedule } from '@waybill/core/internal';
import { fixedDuration } from '@waybill/core/testing';
import { createTimedWorld, registry, type Times } from './timed-world.ts';

export interface Compared {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly estimate: Estimate;
  readonly runMs: number;
  readonly runCalls: ReadonlyMap<string, number>;
  readonly estimatedCalls: ReadonlyMap<string, number>;
}

export interface ComparedRounds {
  readonly result: RunResult;
  readonly estimate: Estimate;
  /** All runs together, without the time between them. */
  readonly runMs: number;
  /** Runs that ended at gates. */
  readonly rounds: number;
}

/** Carries a plan out with the real engine, adapters and sandbox on a virtual clock, and estimates it, at the same times. */
export async function compareWithRun(
  plan: JsonObject,
  times: Times,
  limits: { readonly parallelism?: number } = {},
): Promise<Compared> {
  const compiled = compile(plan);
  const estimate = estimateOf(compiled, times, limits);
  const world = createTimedWorld(compiled, times, limits);
  const result = await world.run();
  const runCalls = new Map<string, number>();
  for (const { operation } of world.sandbox.control.requests())
    runCalls.set(operation, (runCalls.get(operation) ?? 0) + 1);
  return {
    result,
    events: world.events,
    estimate,
    runMs: (world.events.at(-1)?.at ?? 0) - (world.events[0]?.at ?? 0),
    runCalls,
    estimatedCalls: sumByOperation(estimate),
  };
}

/** The same for a plan with gates, which an operator approves each time that a run has ended at them. */
export async function compareRounds(plan: JsonObject, times: Times): Promise<ComparedRounds> {
  const compiled = compile(plan);
  const world = createTimedWorld(compiled, times);
  let rounds = 0;
  let runMs = 0;
  for (;;) {
    const eventsBefore = world.events.length;
    const result = await world.run();
    runMs += (world.events.at(-1)?.at ?? 0) - (world.events[eventsBefore]?.at ?? 0);
    if (result.outcome !== 'gated') return { result, estimate: estimateOf(compiled, times), runMs, rounds };
    rounds += 1;
    await world.approveAll(result);
  }
}

type CompiledPlan = NonNullable<ReturnType<typeof compilePlan>['compiled']>;

function compile(plan: JsonObject): CompiledPlan {
  const { compiled, diagnostics } = compilePlan(JSON.stringify(plan), { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  return compiled;
}

function estimateOf(compiled: CompiledPlan, times: Times, limits: { readonly parallelism?: number } = {}): Estimate {
  const estimate = estimateSchedule({
    ...compiled,
    ...limits,
    registry,
    expectations: { call: () => fixedDuration(times.callMs), wait: ({ goal }) => fixedDuration(waitMs(goal, times)) },
  });
  if (estimate === undefined) throw new Error('there was nothing to estimate');
  return estimate;
}

/** Several providers of a plan may have the same operations. */
function sumByOperation({ schedule }: Estimate): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { operation, calls } of schedule.calls) sums.set(operation, (sums.get(operation) ?? 0) + calls);
  return sums;
}

/** A wait begins with the answer to its call, half a round trip after the vendor has begun the task. */
function waitMs(goal: string, times: Times): number {
  return Math.max(0, taskMs(goal, times) - times.callMs / 2);
}

function taskMs(goal: string, { copyMs, machineMs }: Times): number {
  switch (goal) {
    case 'succeeded':
    case 'migrated':
    case 'incremental':
      return copyMs;
    case 'configurable':
      return machineMs;
    default:
      return 0;
  }
}
