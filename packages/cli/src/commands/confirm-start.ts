import { defined } from '@waybill/core';
import { askPreview } from '../ask-preview.ts';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { openNamed } from '../open-named.ts';
import type { SelectionFlags, StateFlag } from '../plan-options.ts';
import type { NamedPlan } from '../read-plan.ts';
import { renderAnswers } from '../views/preview/render-preview.ts';
import { createStyle } from '../views/text/style.ts';
import { parseRunLimits } from './parse-run-limits.ts';

export interface ConfirmFlags extends StateFlag, SelectionFlags {
  readonly autoApprove?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
  /** That of the run whose time is estimated. */
  readonly parallelism?: string;
}

export interface Confirmation {
  readonly isGiven: boolean;
  /** The APIs were called a moment ago. */
  readonly hasCalled: boolean;
}

/**
 * Shows in short what will be done and asks. Without a terminal nobody can be asked: throws `CliError` unless
 * `--auto-approve` is given. With `--json` it is the same: the question goes to stderr. Creates no state.
 */
export async function confirmStart(named: NamedPlan, flags: ConfirmFlags, io: CliIo): Promise<Confirmation> {
  if (flags.autoApprove === true) return { isGiven: true, hasCalled: false };
  if (!io.isInteractive) throw nobodyToAsk(named.plan.name);
  await using plan = openNamed(named, flags, io);
  const { target = [], exclude = [] } = flags;
  const { parallelism } = parseRunLimits(flags);
  const preview = await askPreview(
    plan,
    { target, exclude, detail: 'outline', estimates: true, fixesState: false, ...defined({ parallelism }) },
    io,
  );
  if (preview.state?.steps_left === 0) return { isGiven: true, hasCalled: true };
  const style = createStyle(io.stderr, io.env, flags);
  io.stderr.write(`${renderAnswers(preview, style, { listsUnits: false }).join('\n')}\n\n`);
  const isGiven = await askYesNo('Start? [y/N] ', io);
  if (!isGiven) io.stderr.write('Not started; nothing was changed.\n');
  return { isGiven, hasCalled: true };
}

function nobodyToAsk(plan: string): CliError {
  return new CliError(
    'CLI_CONFIRMATION_MISSING',
    `${plan} was not started: there is no terminal to prompt on, and nothing shows that it was approved.`,
    'Pass --auto-approve, or review a preview that `waybill plan --out FILE` saves and apply that file.',
  );
}
