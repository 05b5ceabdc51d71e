import { defined, type Plan } from '@waybill/core';
import type { CrashPoint, Exploration, Rehearsal } from '@waybill/rehearsal';
import { JSON_FORMAT } from '../../json-format.ts';
import type { JsonRehearsal, NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from './command-line.ts';
import { groupFailures } from './group-failures.ts';

export interface RehearsalReportOptions {
  readonly plan: Plan;
  readonly seed: number;
  /** The run that nothing disturbed. */
  readonly calm: Rehearsal;
  /** Absent without `--crash`. */
  readonly explored: Exploration | undefined;
  readonly context: CommandContext;
  /** Files of `--stand`. */
  readonly stands: readonly string[];
}

/** What a rehearsal showed, as the one object behind its text and its JSON. */
export function buildRehearsalReport({
  plan,
  seed,
  calm,
  explored,
  context,
  stands,
}: RehearsalReportOptions): JsonRehearsal {
  const { world, results, breakdown } = calm;
  const units = results.at(-1)?.units ?? [];
  const broken = units.filter(({ status }) => status === 'failed' || status === 'unknown');
  const failures = broken.map(({ address, failure }) => ({
    unit: address,
    code: failure?.code ?? 'RUN_FAILED',
    message: failure?.message ?? 'The unit failed without a recorded reason.',
    ...defined({ hint: failure?.hint }),
  }));
  // A connection that is suspended ends the run, and leaves its units as they were.
  const suspensions = (results.at(-1)?.suspended ?? []).map(({ provider, code, message }) => ({
    unit: provider,
    code,
    message,
  }));
  const gates = [...new Set(world.events.flatMap((event) => (event.kind === 'gate.approved' ? [event.step] : [])))];
  const isGood =
    breakdown === undefined && results.at(-1)?.outcome === 'succeeded' && (explored?.differences.length ?? 0) === 0;
  return {
    format_version: JSON_FORMAT,
    kind: 'rehearsal',
    plan: plan.name,
    seed,
    is_good: isGood,
    virtual_duration_ms: Math.round(world.clock.monotonicMs()),
    runs: results.length,
    units: countStatuses(units.map(({ status }) => status)),
    calls: countCalls(calm),
    gates,
    failures: groupFailures([...failures, ...suspensions]),
    ...defined({ breakdown, crash: explored && describeExploration(explored) }),
    next_steps: isGood ? afterGood(explored !== undefined, context, stands) : [],
  };
}

function afterGood(isCrashTried: boolean, context: CommandContext, stands: readonly string[]): readonly NextStep[] {
  const options = stands.flatMap((file) => ['--stand', file]);
  const crash = {
    command: commandLine('rehearse', context, '--crash', ...options),
    why: 'also crash and lose answers at many points',
  };
  const plan = { command: commandLine('plan', context), why: 'see what it will do' };
  return isCrashTried ? [plan] : [crash, plan];
}

function countStatuses(statuses: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { total: statuses.length };
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The most frequent operation first. */
function countCalls({ world }: Rehearsal): JsonRehearsal['calls'] {
  const counts = Object.entries(world.sandbox.control.metrics().operations);
  return counts
    .map(([operation, { calls, effects }]) => ({ operation, calls, effects }))
    .toSorted((left, right) => right.calls - left.calls || (left.operation < right.operation ? -1 : 1));
}

function describeExploration({
  pointCount,
  triedCount,
  differences,
}: Exploration): NonNullable<JsonRehearsal['crash']> {
  return {
    points: pointCount,
    tried: triedCount,
    differences: differences.map(({ point, differences: told }) => ({ point: describePoint(point), told })),
  };
}

/** `the process died after commit 7`. */
function describePoint({ at, when, index, interruption }: CrashPoint): string {
  if (interruption === 'die') return `the process died ${when} ${at} ${index}`;
  return when === 'before' ? `call ${index} was lost in transit` : `the answer to call ${index} was lost`;
}
