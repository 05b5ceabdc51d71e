import type { Checkpoint, PlanChangedError } from '@waybill/core';
import { compareEdit } from '@waybill/core/internal';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import type { NamedPlan } from '../read-plan.ts';
import { editJson } from '../views/documents/edit-json.ts';
import type { JsonEdit } from '../views/documents/json-objects.ts';
import { changedUnits } from '../views/folds/changed-units.ts';
import type { CommandContext } from '../views/folds/command-line.ts';
import { inputsOfSteps } from '../views/folds/inputs-of-steps.ts';
import { waysAfterEdit } from '../views/folds/next-steps.ts';
import { renderEdit } from '../views/text/render-edit.ts';
import { renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';

export interface RefusedChange {
  readonly error: PlanChangedError;
  readonly opened: NamedPlan;
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
  const next = waysAfterEdit(changed, { ...context, inputsOfSteps: inputsOfSteps(plan.source.text) }, error.moved);
  if (flags.json === true) {
    const answer = { format_version: JSON_FORMAT, kind: 'error', code: error.code, message: error.message };
    io.stdout.write(`${JSON.stringify({ ...answer, hint: error.hint, edit, moved: error.moved, next_steps: next })}\n`);
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
