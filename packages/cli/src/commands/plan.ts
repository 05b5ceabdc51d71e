import { buildPreview, type Preview } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type OpenedPlan, openPlan } from '../open-plan.ts';
import { readCheckpoint } from '../open-state.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { previewJsonChunks } from '../views/preview-json.ts';
import { renderPreview } from '../views/render-preview.ts';
import { createStyle } from '../views/style.ts';

export interface PlanFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly units?: boolean;
  readonly requests?: boolean;
  readonly detailedExitcode?: boolean;
}

/** Shows what applying would do. Changes nothing and creates no state. */
export async function plan(file: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  const opened = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const preview = await previewOf(opened, flags, io);
  if (flags.json === true) {
    for (const chunk of previewJsonChunks(preview)) io.stdout.write(chunk);
    io.stdout.write('\n');
  } else {
    const style = createStyle(io.stdout, io.env, flags);
    const options = {
      style,
      context: { file, flags },
      listsUnits: flags.units === true,
      showsRequests: flags.requests === true,
    };
    io.stdout.write(`${renderPreview(preview, options)}\n`);
  }
  const hasWork = (preview.state?.steps_left ?? preview.totals.steps) > 0;
  return flags.detailedExitcode === true && hasWork ? EXIT.workToDo : EXIT.done;
}

async function previewOf(opened: OpenedPlan, flags: PlanFlags, io: CliIo): Promise<Preview> {
  const detail = flags.json === true || flags.requests === true ? 'full' : 'outline';
  const checkpoint = await readCheckpoint(opened.plan, flags, io);
  return buildPreview({ ...opened, detail, ...(checkpoint === undefined ? {} : { checkpoint }) });
}
