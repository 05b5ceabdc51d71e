import type { RunResult, UnitReport } from '@waybill/core';
import { exitCodeOfOutcome } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { type CommandContext, commandLine } from './command-line.ts';
import { groupFailures, type UnitFailure } from './group-failures.ts';
import type { JsonSummary, WaitingGate } from './json-objects.ts';
import { nextSteps } from './next-steps.ts';

export interface SummaryOptions {
  readonly plan: string;
  readonly result: RunResult;
  readonly durationMs: number;
  readonly context: CommandContext;
}

/** How a run ended, as the one object behind its text and its JSON. */
export function buildSummary({ plan, result, durationMs, context }: SummaryOptions): JsonSummary {
  const { run, outcome, units, suspended, stopReason } = result;
  const withStatus = (status: UnitReport['status']) => units.filter((unit) => unit.status === status);
  const gates = withStatus('gated').map((unit) => describeGate(unit, context));
  const [failed, unknown] = [withStatus('failed'), withStatus('unknown')];
  return {
    format_version: JSON_FORMAT,
    kind: 'summary',
    plan,
    run,
    outcome,
    exit_code: exitCodeOfOutcome(outcome),
    duration_ms: Math.round(durationMs),
    units: countStatuses(units),
    failures: groupFailures(failed.map(describeFailure)),
    unknown: groupFailures(unknown.map(describeFailure)),
    gates,
    suspended,
    ...(stopReason === undefined ? {} : { stop_reason: stopReason }),
    next_steps: nextSteps({
      context,
      isRunning: false,
      hasWorkLeft: units.some(({ status }) => status === 'pending' || status === 'active'),
      gates,
      failedUnits: failed.length,
      unknownUnits: unknown.length,
      isSuspended: suspended.length > 0,
    }),
  };
}

function countStatuses(units: readonly UnitReport[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { total: units.length };
  for (const { status } of units) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function describeGate(unit: UnitReport, context: CommandContext): WaitingGate {
  return {
    unit: unit.address,
    step: unit.step ?? unit.address,
    instruction: unit.instruction ?? '',
    command: commandLine('approve', context, unit.address),
  };
}

function describeFailure({ address, failure }: UnitReport): UnitFailure {
  const { code, message, hint } = failure ?? {
    code: 'RUN_FAILED',
    message: 'The unit failed without a recorded reason.',
  };
  return { unit: address, code, message, ...(hint === undefined ? {} : { hint }) };
}
