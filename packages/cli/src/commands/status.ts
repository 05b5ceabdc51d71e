import { compareEdit, computeStanding, EMPTY_CHECKPOINT } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type OpenedPlan, openPlan } from '../open-plan.ts';
import { readState, shownStatePath } from '../open-state.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { runLiveness } from '../run-liveness.ts';
import { buildStatus } from '../views/build-status.ts';
import { commandLine } from '../views/command-line.ts';
import type { JsonStatus } from '../views/json-objects.ts';
import { renderStatus } from '../views/render-status.ts';
import { createStyle } from '../views/style.ts';

export interface StatusFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {}

/** Shows where a plan stands. Takes no lock and creates no state. */
export async function status(file: string, flags: StatusFlags, io: CliIo): Promise<ExitCode> {
  const opened = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const found = await statusOf(opened, file, flags, io);
  if (flags.json === true) io.stdout.write(`${JSON.stringify(found)}\n`);
  else io.stdout.write(`${renderStatus(found, createStyle(io.stdout, io.env, flags))}\n`);
  return EXIT.done;
}

const NEVER_APPLIED = { checkpoint: EMPTY_CHECKPOINT, decisions: [] } as const;

async function statusOf({ plan, graph }: OpenedPlan, file: string, flags: StatusFlags, io: CliIo): Promise<JsonStatus> {
  const context = { file, flags };
  const { checkpoint, decisions } = (await readState(plan, flags, io)) ?? NEVER_APPLIED;
  const found = buildStatus({
    plan,
    graph,
    checkpoint,
    standing: computeStanding(graph, checkpoint),
    state: shownStatePath(plan, flags),
    running: runLiveness(checkpoint, io.host),
    decisions,
    edit: compareEdit(graph, plan.digest, checkpoint),
    context,
  });
  if (checkpoint.runCount > 0) return found;
  return { ...found, next_steps: [{ command: commandLine('apply', context), why: 'start it' }] };
}
