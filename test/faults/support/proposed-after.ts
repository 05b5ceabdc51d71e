import type { Graph, Plan, RunResult } from '@waybill/core';
import { buildSummary } from '../../../packages/cli/src/views/folds/build-summary.ts';
import type { CommandContext } from '../../../packages/cli/src/views/folds/command-line.ts';

/** The commands that the summary of a run proposes, first one first. */
export function proposedAfter(
  { plan, graph }: { readonly plan: Plan; readonly graph: Graph },
  result: RunResult,
  context: CommandContext,
): readonly string[] {
  const summary = buildSummary({
    plan: plan.name,
    graph,
    result,
    decisions: [],
    givenUp: new Set(),
    acceptedUnits: [],
    leftBehind: new Map(),
    runningOrphans: [],
    durationMs: 0,
    nowMs: 0,
    context,
  });
  return summary.next_steps.map(({ command }) => command);
}
