import type { Preview, Report } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { formatTook } from '../text/format-time.ts';

/** What a page is made of: the preview always, and what became of it after a run. */
export interface Page {
  readonly preview: Preview;
  readonly report: Report | undefined;
  readonly nextSteps: readonly NextStep[];
  /** When the page was made; absent: it says nothing of it. */
  readonly now: Date | undefined;
  /** Until when a saved preview can be applied; null for ever. Undefined: it was not saved. */
  readonly expiresAt: string | null | undefined;
}

/** Whether nobody measured how long something in it takes. */
export function isAssumed({ schedule }: Preview): boolean {
  return schedule === undefined || schedule.durations.some(({ basis }) => basis === 'assumed');
}

/** `7f3c a91e`: as much of a digest as people compare. */
export function spacedDigest(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)} ${digest.slice(8, 12)}`;
}

/** Units that have something left to do. */
export function unitsToDo({ units }: Preview): number {
  return units.filter(({ state }) => state !== 'succeeded' && state !== 'skipped').length;
}

export function etaText({ schedule, lower_bound: bound }: Preview): string {
  if (schedule === undefined) {
    return bound.duration_ms === 0 ? 'not estimated' : `at least ${formatTook(bound.duration_ms)}`;
  }
  const [from, to] = [formatTook(schedule.p50_ms), formatTook(schedule.p90_ms)];
  return from === to ? from : `${from} – ${to}`;
}

/** Calls of a median run, or the least that are left when none was simulated. */
export function callCount({ schedule, operations }: Preview): string {
  if (schedule !== undefined)
    return counted(
      schedule.calls.reduce((sum, { calls }) => sum + calls, 0),
      'API call',
    );
  const left = operations.reduce((sum, operation) => sum + operation.left, 0);
  return `${formatCount(left)} API calls and polls on top`;
}

export function openGates({ units }: Preview): number {
  let gates = 0;
  for (const { steps } of units)
    for (const step of steps) if (traitsOf(step).needsApproval && step.state !== 'succeeded') gates += 1;
  return gates;
}

/** `plans/shop.yaml:41`. */
export function placeInPlan({ plan }: Preview, line: number | undefined): string | undefined {
  return line === undefined ? undefined : `${plan.file}:${line}`;
}
