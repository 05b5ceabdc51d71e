import type { CliIo } from '../cli-io.ts';
import { makePreview } from '../make-preview.ts';
import type { OpenedPlan } from '../open-plan.ts';
import type { SelectionFlags, StateFlag } from '../plan-options.ts';
import { renderAnswers } from '../views/preview/render-preview.ts';
import { createStyle } from '../views/style.ts';

export interface ConfirmFlags extends StateFlag, SelectionFlags {
  readonly autoApprove?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** Shows in short what will be done and asks, when somebody is there to answer. True: go on. Creates no state. */
export async function confirmStart(opened: OpenedPlan, flags: ConfirmFlags, io: CliIo): Promise<boolean> {
  if (flags.autoApprove === true || flags.json === true || !io.isInteractive) return true;
  const { preview } = await makePreview({ opened, flags, io, detail: 'outline' });
  if (preview.state?.steps_left === 0) return true;
  const style = createStyle(io.stderr, io.env, flags);
  io.stderr.write(`${renderAnswers(preview, style).join('\n')}\n\n`);
  const answer = (await io.ask('Start? [y/N] ')).trim().toLowerCase();
  if (answer === 'y' || answer === 'yes') return true;
  io.stderr.write('Not started; nothing was changed.\n');
  return false;
}
