import { extname } from 'node:path';
import { type Checkpoint, EMPTY_CHECKPOINT, PlanChangedError, type RunResult } from '@waybill/core';
import { messageOf, selectUnits } from '@waybill/core/internal';
import { type OpenPlan, type RunOptions, runOptionsOf } from '@waybill/node';
import { refuseSecretCommands } from '@waybill/node/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { exitCodeOfRun } from '../exit-code-of-run.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectOutput } from '../expect-output.ts';
import { expectState, openNamed } from '../open-named.ts';
import { type NamedPlan, printDiagnostics, readPlan } from '../read-plan.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { wholePlanOf } from '../views/folds/whole-plan.ts';
import type { PreviewFormat } from '../views/preview/print-preview.ts';
import { writeReport } from '../views/report/write-report.ts';
import { createStyle } from '../views/text/style.ts';
import { writeWholeInPieces } from '../write-whole.ts';
import type { ApplyFlags, RunLimits } from './apply-flags.ts';
import { type Confirmation, confirmStart } from './confirm-start.ts';
import { parseRunLimits } from './parse-run-limits.ts';
import { refuseChanged } from './refuse-changed.ts';
import { resumeSettled } from './resume-settled.ts';
import { reportNextSteps, reportOf } from './show.ts';
import { type RunWiring, showRun } from './show-run.ts';

const REPORT_FORMATS: Readonly<Record<string, PreviewFormat>> = {
  '.html': 'html',
  '.md': 'markdown',
  '.json': 'json',
  '.txt': 'text',
};

function reportFormat(path: string): PreviewFormat {
  const format = REPORT_FORMATS[extname(path)];
  if (format !== undefined) return format;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--report ${path} does not end in .html, .md, .json or .txt.`,
    'The extension decides the format of the report: use one of these.',
  );
}

/** Carries out a plan, or exactly what a saved preview says. Resumes if state already exists. */
export async function apply(file: string, flags: ApplyFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseApplyLimits(flags, io);
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  printDiagnostics(named.diagnostics, new Map([[named.plan.file, named.plan.source.text]]), flags, io);
  const options = runOptions(named, flags, limits);
  // What is refused anyway is refused before anybody is asked.
  if (flags.allowSecretCommands !== true) refuseSecretCommands(named.plan);
  selectUnits(named.graph, options.preview?.binding.selection ?? flags);
  const { isGiven, hasCalled } = named.saved === undefined ? await confirmStart(named, flags, io) : SAVED;
  if (!isGiven) return EXIT.stopped;
  return await run({ file, flags, io, named, options: { ...options, hasJustCalled: hasCalled } });
}

/** The same on a state that must hold a run already. */
export async function resume(file: string, flags: ApplyFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseApplyLimits(flags, io);
  const code = await resumeSettled(file, flags, io, limits);
  if (code !== undefined) return code;
  const named = await readPlan(file, flags, io, { continuesRun: true });
  if (named === undefined) return EXIT.error;
  const options = runOptions(named, flags, limits);
  selectUnits(named.graph, options.preview?.binding.selection ?? flags);
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const unbegun = noRun(opened, await opened.stateLocation());
  const onReady: RunOptions['onReady'] = ({ checkpoint }) => {
    if (checkpoint.lastSeq === 0) throw unbegun;
  };
  return await run({ file, flags, io, named, options: { ...options, onReady } });
}

/** A state without a run, such as one whose first run ended before it began. */
function noRun({ plan }: OpenPlan, location: string): CliError {
  return new CliError(
    'CLI_STATE_MISSING',
    `The state of plan ${plan.name} at ${location} holds no run: there is nothing to resume.`,
    'Start it with `waybill apply`. If it was applied before, this is not its state: name the right one with --state.',
  );
}

/** Naming a saved preview is the approval: nothing is asked, and anything that differs from it is a refusal. */
function runOptions({ saved }: NamedPlan, flags: ApplyFlags, limits: RunLimits): RunOptions {
  const { target = [], exclude = [], retryFailed = false, keepChanged = false, allowSecretCommands = false } = flags;
  const options = { ...limits, retryFailed, keepChanged, allowsSecretCommands: allowSecretCommands };
  if (saved === undefined) return { ...options, target, exclude };
  if (target.length + exclude.length === 0) return { ...options, ...runOptionsOf(saved) };
  throw new CliError(
    'CLI_OPTION_INVALID',
    '--target and --exclude cannot be combined with a saved preview: it already fixes what is done.',
    'Pass them to `waybill plan --out` instead.',
  );
}

/** Naming a saved preview is the approval. */
const SAVED: Confirmation = { isGiven: true, hasCalled: false };

function parseApplyLimits(flags: ApplyFlags, io: CliIo): RunLimits {
  // Found now, and not when the run has ended.
  if (flags.report !== undefined) {
    reportFormat(flags.report);
    expectOutput('--report', flags.report, io.cwd);
  }
  return parseRunLimits(flags);
}

interface RunRequest {
  readonly file: string;
  readonly flags: ApplyFlags;
  readonly io: CliIo;
  readonly named: NamedPlan;
  readonly options: RunOptions;
}

async function run({ file, flags, io, named, options }: RunRequest): Promise<ExitCode> {
  const context = { file, flags, ...wholePlanOf(named.saved, flags) };
  let before: Checkpoint = EMPTY_CHECKPOINT;
  const start = async ({ transport, onReady, ...wiring }: RunWiring): Promise<RunResult> => {
    await using opened = openNamed(named, flags, io, { transport });
    const ready: RunOptions['onReady'] = async (found) => {
      before = found.checkpoint;
      await options.onReady?.(found);
      await onReady(found);
    };
    return await opened.apply({ ...options, ...wiring, onReady: ready });
  };
  const { plan, graph } = named;
  // Of a large plan the result takes memory that its report needs.
  const ended = await showRun({ plan, graph, context, flags, io }, start).then(exitCodeOfRun).catch(ifPlanChanged);
  if (ended instanceof PlanChangedError)
    return refuseChanged({ error: ended, opened: named, checkpoint: before, context }, flags, io);
  // What the journal said is not kept while it is read once more.
  before = EMPTY_CHECKPOINT;
  if (flags.report === undefined) return ended;
  // Left alone, what the run has used is in memory beside its report until the heap has grown by a third.
  await io.collectGarbage();
  await saveReport(flags.report, { file, flags, io, named }).catch((error: unknown) =>
    reportLost(error, { file, flags, io }),
  );
  return ended;
}

/** Written whole or not at all; the run is over, so that nothing of it can fail any more. */
async function saveReport(path: string, { file, flags, io, named }: Omit<RunRequest, 'options'>): Promise<void> {
  const context = { file, flags };
  await using opened = openNamed(named, flags, io);
  const report = await reportOf(opened, named, context);
  const style = createStyle(io.stdout, io.env, flags);
  const options = { format: reportFormat(path), nextSteps: reportNextSteps(report, context), style };
  const pieces = await writeReport(report, { ...options, isFile: true });
  await writeWholeInPieces(path, io.cwd, pieces, { replacesLink: true });
}

/** How the run ended stays what it is; the report can be made again. */
function reportLost(error: unknown, { file, flags, io }: Pick<RunRequest, 'file' | 'flags' | 'io'>): void {
  const why = messageOf(error);
  const again = commandLine('show', { file, flags }, '--report', '--format', reportFormat(flags.report ?? ''));
  io.stderr.write(
    `warning: the report ${flags.report ?? ''} cannot be written: ${why}. Make it again with: ${again}\n`,
  );
}

function ifPlanChanged(error: unknown): PlanChangedError {
  if (error instanceof PlanChangedError) return error;
  throw error;
}
