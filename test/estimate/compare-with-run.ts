import {
  compilePlan,
  type Estimate,
  estimateSchedule,
  type JsonObject,
  type RunEvent,
  type RunResult,
} from '@waybill/core';
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

/** Carries a plan out with the real engine, adapters and sandbox on a virtual clock, and estimates it, at the same times. */
export async function compareWithRun(
  plan: JsonObject,
  times: Times,
  limits: { readonly parallelism?: number } = {},
): Promise<Compared> {
  const { compiled, diagnostics } = compilePlan(JSON.stringify(plan), { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  const estimate = estimateSchedule({
    ...compiled,
    ...limits,
    registry,
    expectations: { call: () => fixedDuration(times.callMs), wait: ({ goal }) => fixedDuration(waitMs(goal, times)) },
  });
  if (estimate === undefined) throw new Error('there was nothing to estimate');
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
