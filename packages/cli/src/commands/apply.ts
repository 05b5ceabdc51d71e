import { extname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ApplyOptions,
  applyPlan,
  type Checkpoint,
  type CheckpointStore,
  compareEdit,
  defined,
  forecastRunSliced,
  PlanChangedError,
  PreviewStaleError,
  type RunResult,
  type Selection,
  selectUnits,
  UnitStates,
} from '@waybill/core';
import {
  createSecretReader,
  DecisionNotes,
  describeOwner,
  LiveNote,
  readKnownState,
  systemClock,
  systemRandom,
} from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { AccountNotes } from '../account-notes.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { describeOtherKeys } from '../describe-other-keys.ts';
import { EXIT, type ExitCode, exitCodeOfOutcome } from '../exit-codes.ts';
import { Forecast } from '../forecast.ts';
import { makeReport } from '../make-report.ts';
import { openExistingState, openState, refuseUnbegun } from '../open-state.ts';
import { parseCount, parseRuntimeMs } from '../parse-options.ts';
import { type NamedPlan, printDiagnostics, readPlan } from '../read-plan.ts';
import { createRunLog, type RunLog } from '../run-log.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import type { DecisionNote } from '../views/documents/json-objects.ts';
import { buildLive } from '../views/folds/build-live.ts';
import { buildSummary } from '../views/folds/build-summary.ts';
import { CallMeter } from '../views/folds/call-meter.ts';
import { acceptedUnits, changedUnits } from '../views/folds/changed-units.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { RunProgress } from '../views/folds/run-progress.ts';
import type { PreviewFormat } from '../views/preview/print-preview.ts';
import { writeReport } from '../views/report/write-report.ts';
import { createRunView } from '../views/terminal/create-run-view.ts';
import { createStyle } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';
import { expectWritable, writeWholeInPieces } from '../write-whole.ts';
import type { ApplyFlags, RunLimits } from './apply-flags.ts';
import { compareSaved } from './check-saved.ts';
import { type Confirmation, confirmStart } from './confirm-start.ts';
import { describeObserverFault } from './describe-observer-fault.ts';
import { refuseChanged } from './refuse-changed.ts';
import { resumeSettled } from './resume-settled.ts';
import { reportNextSteps } from './show.ts';

const REPORT_FORMATS: Readonly<Record<string, PreviewFormat>> = {
  '.html': 'html',
  '.md': 'markdown',
  '.json': 'json',
  '.txt': 'text',
};

function reportFormat(path: string): PreviewFormat {
  const format = REPORT_FORMATS[extname(path)];
  if (format !== undefined) return format;
  throw new CliError('CLI_OPTION_INVALID', `--report ${path} does not end in .html, .md, .json or .txt.`);
}

function expectReport(path: string, io: CliIo): void {
  reportFormat(path);
  try {
    expectWritable(path, io.cwd);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('CLI_OPTION_INVALID', `--report ${path} cannot be written: ${why}.`, 'Name another file.');
  }
}

/** Carries out a plan, or exactly what a saved preview says. Resumes if state already exists. */
export async function apply(file: string, flags: ApplyFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseRunLimits(flags, io);
  const opened = await readPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  printDiagnostics(opened.diagnostics, new Map([[opened.plan.file, opened.plan.source.text]]), flags, io);
  const selection = selectionOf(opened, flags);
  await refuseStale(opened, flags, io);
  const { isGiven, hasCalled } = opened.saved === undefined ? await confirmStart(opened, flags, io) : SAVED;
  if (!isGiven) return EXIT.stopped;
  await using store = await openState(opened.plan, flags, io, opened.saved?.preview.binding.state?.id);
  return await run({ file, flags, io, opened, store, limits: { ...limits, hasJustCalled: hasCalled }, selection });
}

/** The same on a state that must hold a run already. */
export async function resume(file: string, flags: ApplyFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseRunLimits(flags, io);
  const code = await resumeSettled(file, flags, io, limits);
  if (code !== undefined) return code;
  const opened = await readPlan(file, flags, io, { continuesRun: true });
  if (opened === undefined) return EXIT.error;
  const selection = selectionOf(opened, flags);
  await using store = await openExistingState(opened.plan, flags, io);
  await refuseUnbegun(store, opened.plan, flags, io.cwd);
  await refuseStale(opened, flags, io);
  return await run({ file, flags, io, opened, store, limits, selection });
}

/** Naming a saved preview is the approval: nothing is asked, and anything that differs from it is a refusal. */
async function refuseStale(opened: NamedPlan, flags: ApplyFlags, io: CliIo): Promise<void> {
  if (opened.saved === undefined) return;
  const differences = await compareSaved(opened.saved, opened, flags, io);
  if (differences.length > 0) throw new PreviewStaleError(opened.saved.preview.digest, differences);
}

function selectionOf({ graph, saved }: NamedPlan, flags: ApplyFlags): Selection {
  if (saved === undefined) return selectUnits(graph, flags);
  const given = [...(flags.target ?? []), ...(flags.exclude ?? [])];
  if (given.length === 0) return selectUnits(graph, saved.preview.binding.selection);
  throw new CliError(
    'CLI_OPTION_INVALID',
    '--target and --exclude do not go with a saved preview: it says itself what is done.',
    'Give them to `waybill plan --out` instead.',
  );
}

/** Naming a saved preview is the approval. */
const SAVED: Confirmation = { isGiven: true, hasCalled: false };

function parseRunLimits({ maxFailures, maxRuntime, parallelism, report }: ApplyFlags, io: CliIo): RunLimits {
  // Found now, and not when the run has ended.
  if (report !== undefined) expectReport(report, io);
  return {
    ...(parallelism === undefined ? {} : { parallelism: parseCount(parallelism, '--parallelism', 1) }),
    ...(maxFailures === undefined ? {} : { maxFailures: parseCount(maxFailures, '--max-failures', 1) }),
    ...(maxRuntime === undefined ? {} : { maxRuntimeMs: parseRuntimeMs(maxRuntime, '--max-runtime') }),
  };
}

interface RunRequest {
  readonly file: string;
  readonly flags: ApplyFlags;
  readonly io: CliIo;
  readonly opened: NamedPlan;
  readonly store: CheckpointStore;
  readonly limits: RunLimits;
  readonly selection: Selection;
}

async function run(request: RunRequest): Promise<ExitCode> {
  const { file, flags, io, opened, store } = request;
  const clock = systemClock;
  const startedMs = clock.monotonicMs();
  const context = { file, flags };
  await using transport = createUndiciTransport({ env: io.env, cwd: io.cwd });
  await using log = await createRunLog(flags, io);
  const meter = new CallMeter(transport, clock, (exchange) => log.exchange(exchange));
  const { before, progress, forecast, onState, readDecisions } = await createProgress(request);
  using _forecast = forecast;
  await using view = createRunView({
    io,
    flags,
    clock,
    progress,
    meter,
    context,
  });
  await using _note = new LiveNote({
    store,
    clock,
    build: () =>
      progress.run === '' ? undefined : buildLive(progress, { now: clock.now(), host: io.host.name, pid: io.host.pid }),
  });
  using notes = new AccountNotes(opened.plan.name, io);
  using stop = stopOnInterrupt(
    io,
    () => view.onStopRequested(),
    () => describeRest(progress.counts.remoteTasks, context),
  );
  const result = await carryOut(request, {
    log,
    transport: meter,
    signal: stop.signal,
    onGauges: (read) => progress.onGauges(read),
    onAccounts: (accounts) => {
      for (const warning of [...describeOtherKeys(accounts), ...notes.announce(accounts)])
        io.stderr.write(`${visibleText(warning)}\n`);
    },
    onState,
    onEvent: (event) => {
      progress.add(event);
      view.onEvent(event);
    },
  }).catch(ifPlanChanged);
  if (result instanceof PlanChangedError)
    return refuseChanged({ error: result, opened, checkpoint: before, context }, flags, io);
  if (result.observerFault !== undefined) io.stderr.write(describeObserverFault(result.observerFault));
  view.end(
    buildSummary({
      plan: opened.plan.name,
      graph: opened.graph,
      result,
      decisions: await readDecisions(),
      givenUp: givenUpUnits(before),
      acceptedUnits: keptUnits(opened, before),
      leftBehind: before.leftBehind,
      durationMs: clock.monotonicMs() - startedMs,
      context,
    }),
  );
  if (flags.report !== undefined)
    await saveReport(flags.report, request).catch((error: unknown) => reportLost(error, request));
  return exitCodeOfOutcome(result.outcome);
}

/** Written whole or not at all; the run is over, so that nothing of it can fail any more. */
async function saveReport(path: string, { file, flags, io, opened, store }: RunRequest): Promise<void> {
  const context = { file, flags };
  const report = await makeReport({ opened, store, context });
  const style = createStyle(io.stdout, io.env, flags);
  const options = { format: reportFormat(path), nextSteps: reportNextSteps(report, context), style };
  await writeWholeInPieces(path, io.cwd, writeReport(report, { ...options, isFile: true }), { replacesLink: true });
}

/** What a second interrupt leaves behind. */
function describeRest(remoteTasks: number, context: CommandContext): string {
  const tasks =
    remoteTasks === 0
      ? 'No remote task runs'
      : `${counted(remoteTasks, 'remote task')} ${remoteTasks === 1 ? 'keeps' : 'keep'} running`;
  return `Ended at once. ${tasks}; calls that had no answer yet are settled by the next run. Resume with: ${commandLine('resume', context)}`;
}

/** How the run ended stays what it is; the report can be made again. */
function reportLost(error: unknown, { file, flags, io }: RunRequest): void {
  const why = error instanceof Error ? error.message : String(error);
  const again = commandLine('show', { file, flags }, '--report', '--format', reportFormat(flags.report ?? ''));
  io.stderr.write(
    `warning: the report ${flags.report ?? ''} cannot be written: ${why}. Make it again with: ${again}\n`,
  );
}

function ifPlanChanged(error: unknown): PlanChangedError {
  if (error instanceof PlanChangedError) return error;
  throw error;
}

interface Shown {
  readonly before: Checkpoint;
  readonly progress: RunProgress;
  readonly forecast: Forecast;
  readonly onState: (read: () => Checkpoint) => void;
  /** The decisions up to now: reads only what was written since `before`. */
  readonly readDecisions: () => Promise<readonly DecisionNote[]>;
}

/** What every view shows: the run to come, over what the journal and a simulation of what is left say. */
async function createProgress({ opened, store, selection, limits: { parallelism } }: RunRequest): Promise<Shown> {
  const notes = new DecisionNotes();
  const { checkpoint: before, learned } = await readKnownState(store, opened, (record) => notes.add(record));
  let readState: (() => Checkpoint) | undefined;
  const forecast = new Forecast({
    clock: systemClock,
    pause: nextTurn,
    simulate: (nowMs) => {
      const checkpoint = readState?.() ?? before;
      const underWay = { nowMs, progressOf: (step: string) => progress.progressOf(step) };
      return forecastRunSliced({
        ...opened,
        checkpoint,
        learned,
        selection,
        ...defined({ parallelism }),
        ...(readState === undefined ? {} : { underWay }),
      });
    },
  });
  const progress = new RunProgress(new UnitStates(opened.graph, before).counts, forecast);
  return {
    before,
    progress,
    forecast,
    onState: (read) => {
      readState = read;
    },
    readDecisions: async () => {
      if (before.runCount === 0) return [];
      for await (const batch of store.read(before.lastSeq)) for (const record of batch) notes.add(record);
      return notes.latest;
    },
  };
}

/** The run that has ended kept what was accepted before, and by its own option. */
function keptUnits({ plan, graph }: NamedPlan, before: Checkpoint): readonly string[] {
  const edit = compareEdit(graph, plan.digest, before);
  return [...new Set([...acceptedUnits(edit, graph), ...changedUnits(edit, graph).units])];
}

function givenUpUnits({ decisions }: Checkpoint): ReadonlySet<string> {
  return new Set([...decisions].filter(([, { decision }]) => decision === 'skipped').map(([unit]) => unit));
}

type Wiring = Required<
  Pick<ApplyOptions, 'transport' | 'signal' | 'onEvent' | 'onGauges' | 'onAccounts' | 'onState'>
> & {
  readonly log: RunLog;
};

async function carryOut(
  { flags, io, opened, store, limits, selection }: RunRequest,
  wiring: Wiring,
): Promise<RunResult> {
  const { plan, graph, registry, saved } = opened;
  return await applyPlan({
    plan,
    graph,
    registry,
    store,
    transport: wiring.transport,
    clock: systemClock,
    random: systemRandom,
    env: io.env,
    readSecret: createSecretReader(io),
    owner: describeOwner(io),
    signal: wiring.signal,
    onGauges: wiring.onGauges,
    onAccounts: wiring.onAccounts,
    onState: wiring.onState,
    onEvent: (event) => {
      wiring.log.event(event);
      wiring.onEvent(event);
    },
    retryFailed: flags.retryFailed ?? false,
    keepChanged: flags.keepChanged ?? false,
    selection,
    ...(saved === undefined ? {} : { preview: saved.preview }),
    ...limits,
  });
}
