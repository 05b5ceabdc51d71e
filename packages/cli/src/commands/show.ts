import { setImmediate as nextTurn } from 'node:timers/promises';
import { defined, type Report } from '@waybill/core';
import { isSavedPreview, type OpenPlan, parseSavedPreview } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';
import { type NamedPlan, readPlan, refuseOtherEnvironment } from '../read-plan.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { previewNextSteps } from '../views/preview/preview-next-steps.ts';
import { type PreviewFormat, printPreview } from '../views/preview/print-preview.ts';
import { LEAST_MAX_BYTES } from '../views/preview/render-markdown.ts';
import { writeReport } from '../views/report/write-report.ts';
import { formatTime } from '../views/text/format-time.ts';
import { paragraph } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { type ComparedFiles, showChanges } from './show-changes.ts';
import { showEffective } from './show-effective.ts';

export interface ShowFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly units?: boolean;
  readonly requests?: boolean;
  readonly concise?: boolean;
  /** Of a saved preview: what became of it, instead of the preview. */
  readonly report?: boolean;
  /** Of a plan: every value as it is used, and where it comes from. */
  readonly effective?: boolean;
  readonly all?: boolean;
  readonly target?: readonly string[];
  /** An earlier saved preview of the plan: what differs from it, instead of the preview. */
  readonly against?: string;
  readonly format?: PreviewFormat;
  readonly maxBytes: string;
}

/** Shows a saved preview as it was made, or what became of a plan. Asks nobody. */
export async function show(file: string, flags: ShowFlags, io: CliIo): Promise<ExitCode> {
  refuseFlags(flags);
  if (flags.effective === true) return await showEffective(file, flags, io);
  if (flags.against !== undefined) return showAgainst({ file, against: flags.against }, flags, io);
  const text = readInputFile(file, io.cwd);
  return isSavedPreview(text) && flags.report !== true
    ? await showPreview(file, text, flags, io)
    : await showReport(file, flags, io);
}

function refuseFlags({ effective, all, target, report, requests, concise }: ShowFlags): void {
  const isNamed = (named: Readonly<Record<string, unknown>>): string | undefined =>
    Object.entries(named).find(([, value]) => value !== undefined)?.[0];
  const lonely = effective === true ? undefined : isNamed({ '--all': all, '--target': target });
  if (lonely !== undefined)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `${lonely} needs --effective: it chooses whose values are shown.`,
      'Add --effective, or leave the option out.',
    );
  const other =
    effective === true ? isNamed({ '--report': report, '--requests': requests, '--concise': concise }) : undefined;
  if (other !== undefined)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--effective shows the values of a plan, and ${other} does not apply to it.`,
      'Leave one of the two out.',
    );
}

function showAgainst(files: ComparedFiles, flags: ShowFlags, io: CliIo): ExitCode {
  if (flags.report === true)
    throw new CliError(
      'CLI_OPTION_INVALID',
      '--report and --against exclude each other.',
      'Leave one of the two out: a report cannot be compared.',
    );
  return showChanges(files, { ...flags, format: formatOf(flags) }, io);
}

async function showPreview(file: string, text: string, flags: ShowFlags, io: CliIo): Promise<ExitCode> {
  const { preview, saved } = parseSavedPreview(file, text);
  refuseOtherEnvironment(file, { preview, saved }, flags);
  const context = {
    file: preview.plan.file,
    flags: { ...flags, var: saved.variables, ...defined({ env: saved.environment }) },
  };
  await printPreview(
    preview,
    {
      format: formatOf(flags),
      maxBytes: parseCount(flags.maxBytes, '--max-bytes', LEAST_MAX_BYTES),
      listsUnits: flags.units === true,
      showsRequests: flags.requests === true,
      isConcise: flags.concise === true,
      nextSteps: previewNextSteps(preview, { context, savedAs: file }),
      expiresAt: saved.expires_at,
    },
    flags,
    io,
  );
  const until = saved.expires_at === null ? '' : `, to be applied until ${formatTime(Date.parse(saved.expires_at))}`;
  const made = `Made at ${formatTime(Date.parse(saved.at))}${until}.`;
  io.stderr.write(`${paragraph(made, '', createStyle(io.stderr, io.env, flags)).join('\n')}\n`);
  return EXIT.done;
}

async function showReport(file: string, flags: ShowFlags, io: CliIo): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const context = { file, flags };
  const report = await reportOf(opened, named, context);
  const style = createStyle(io.stdout, io.env, flags);
  const options = { format: formatOf(flags), nextSteps: reportNextSteps(report, context), style };
  for (const piece of await writeReport(report, options)) {
    io.stdout.write(piece);
    // All pieces of a large plan in one turn would also be in memory together.
    await nextTurn();
  }
  return EXIT.done;
}

/** What became of a plan, beside the saved preview that was named, or the whole plan as it is now. */
export async function reportOf(opened: OpenPlan, { saved }: NamedPlan, context: CommandContext): Promise<Report> {
  return await opened.report(saved?.preview, { how: `${commandLine('state export', context)} | sha256sum` });
}

function formatOf(flags: ShowFlags): PreviewFormat {
  return flags.json === true ? 'json' : (flags.format ?? 'text');
}

/** A finished plan needs nothing more; `status` has the commands for the rest. */
export function reportNextSteps({ outcome }: Report, context: CommandContext): readonly NextStep[] {
  if (outcome === 'succeeded') return [];
  return [{ command: commandLine('status', context), why: 'the status of every unit, and what can be done about it' }];
}
