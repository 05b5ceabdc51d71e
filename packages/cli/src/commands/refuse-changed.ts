import { type Checkpoint, compareEdit, type PlanChangedError } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { OpenedPlan } from '../open-plan.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import { changedUnits } from '../views/changed-units.ts';
import type { CommandContext } from '../views/command-line.ts';
import { editJson } from '../views/edit-json.ts';
import type { JsonEdit } from '../views/json-objects.ts';
import { waysAfterEdit } from '../views/next-steps.ts';
import { renderEdit } from '../views/render-edit.ts';
import { renderNextSteps } from '../views/render-outcome.ts';
import { createStyle } from '../views/style.ts';

export interface RefusedChange {
  readonly error: PlanChangedError;
  readonly opened: OpenedPlan;
  readonly checkpoint: Checkpoint;
  readonly context: CommandContext;
}

/** Tells what the edit means for what was done, and the ways on. */
export function refuseChanged(refused: RefusedChange, flags: CommonFlags & JsonFlag, io: CliIo): ExitCode {
  const { error, opened, checkpoint, context } = refused;
  const { plan, graph } = opened;
  const found = compareEdit(graph, plan.digest, checkpoint);
  const edit: JsonEdit | undefined = found === undefined ? undefined : editJson(found);
  const changed = changedUnits(found, graph);
  const isSamePlan = changed.isSamePlan && error.moved.length === 0;
  const next = waysAfterEdit({ ...changed, isSamePlan }, context);
  if (flags.json === true) {
    const told = { format_version: JSON_FORMAT, kind: 'error', code: error.code, message: error.message };
    io.stdout.write(`${JSON.stringify({ ...told, hint: error.hint, edit, moved: error.moved, next_steps: next })}\n`);
  }
  const style = createStyle(io.stderr, io.env, flags);
  const lines = [
    `error ${error.code}: ${error.message}`,
    `hint: ${error.hint ?? ''}`,
    '',
    ...(edit === undefined ? [] : renderEdit(edit, style)),
    ...renderNextSteps(next, style),
  ];
  io.stderr.write(`${lines.join('\n')}\n`);
  return EXIT.changed;
}
