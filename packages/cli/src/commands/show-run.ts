import type { Graph, RunResult } from '@waybill/core';
import { createHostTransport, type RunOptions, type RunReady, systemClock } from '@waybill/node';
import { AccountNotes } from '../account-notes.ts';
import type { CliIo } from '../cli-io.ts';
import { describeOtherKeys } from '../describe-other-keys.ts';
import { createRunLog } from '../run-log.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { buildSummary, type SummaryOptions } from '../views/folds/build-summary.ts';
import { CallMeter } from '../views/folds/call-meter.ts';
import { acceptedUnits, changedUnits } from '../views/folds/changed-units.ts';
import { type CommandContext, resumeCommand } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { rolledBackIn } from '../views/folds/rollback-next-steps.ts';
import { withCutovers } from '../views/folds/with-cutovers.ts';
import { createRunView } from '../views/terminal/create-run-view.ts';
import type { RunView } from '../views/terminal/run-view.ts';
import { visibleText } from '../views/text/visible-text.ts';
import { worksOnData } from '../works-on-data.ts';
import type { ApplyFlags } from './apply-flags.ts';
import { describeObserverFault } from './describe-observer-fault.ts';

export interface ShownRunOptions {
  readonly plan: { readonly name: string; readonly digest?: string };
  /** Units and steps, as far as the plan is compiled. */
  readonly graph: Graph;
  readonly context: CommandContext;
  readonly flags: ApplyFlags;
  readonly io: CliIo;
}

/** What a run takes from the views, and the transport that they count calls on. */
export type RunWiring = Required<Pick<RunOptions, 'signal' | 'onEvent' | 'onAccounts' | 'onReady' | 'onMetrics'>> & {
  readonly transport: CallMeter;
};

/**
 * Shows a run from its beginning to its summary. `start` begins it; undefined where it turned out not to be one, and nothing
 * is shown of its end then.
 */
export async function showRun<Result extends RunResult | undefined>(
  options: ShownRunOptions,
  start: (wiring: RunWiring) => Promise<Result>,
): Promise<Result> {
  const { plan, flags, io } = options;
  const context = withCutovers(options.context, options.graph);
  const clock = systemClock;
  const startedMs = clock.monotonicMs();
  if (worksOnData(options.graph)) io.saveMemory('data');
  await using transport = createHostTransport({ env: io.env, cwd: io.cwd });
  await using log = await createRunLog(flags, io);
  const meter = new CallMeter(transport, clock, (exchange) => log.exchange(exchange));
  await using views = new AsyncDisposableStack();
  let shown: Shown | undefined;
  using notes = new AccountNotes(plan.name, io);
  using stop = stopOnInterrupt(
    io,
    () => shown?.view.onStopRequested(),
    () => describeRest(shown?.ready.progress.counts.remoteTasks ?? 0, context),
  );
  const result = await start({
    transport: meter,
    signal: stop.signal,
    onReady: async (ready) => {
      const before = { ...factsBefore(ready, options), startedAtMs: clock.now() };
      const view = views.use(createRunView({ io, flags, clock, progress: ready.progress, meter, context }));
      shown = { view, ready, before };
    },
    onAccounts: (accounts) => {
      const warnings = [...describeOtherKeys(accounts), ...notes.announce(accounts)];
      const write = (): void => {
        for (const warning of warnings) io.stderr.write(`${visibleText(warning)}\n`);
      };
      if (warnings.length === 0) return;
      if (shown === undefined) write();
      else shown.view.aside(write);
    },
    onMetrics: (url) => io.stderr.write(`Metrics are served at ${url}.\n`),
    onEvent: (event) => {
      log.event(event);
      shown?.view.onEvent(event);
    },
  });
  if (result === undefined) return result;
  if (result.observerFault !== undefined) io.stderr.write(describeObserverFault(result.observerFault));
  if (shown !== undefined) {
    const durationMs = clock.monotonicMs() - startedMs;
    // It shares its maps with the run.
    const { checkpoint } = shown.ready;
    const facts = {
      plan: plan.name,
      graph: options.graph,
      result,
      checkpoint,
      durationMs,
      nowMs: clock.now(),
      context,
    };
    shown.view.end(buildSummary({ ...facts, ...shown.before }));
  }
  return result;
}

interface Shown {
  readonly view: RunView;
  readonly ready: RunReady;
  readonly before: FactsBefore;
}

type FactsBefore = Pick<
  SummaryOptions,
  'decisions' | 'givenUp' | 'rolledBack' | 'acceptedUnits' | 'leftBehind' | 'runningOrphans' | 'startedAtMs'
>;

/** Taken before the run changes the checkpoint. It keeps what was accepted before, and by its own option. */
function factsBefore({ checkpoint, decisions, edit }: RunReady, { plan, graph }: ShownRunOptions): FactsBefore {
  const givenUp = [...checkpoint.decisions].filter(([, { decision }]) => decision === 'skipped').map(([unit]) => unit);
  return {
    decisions,
    givenUp: new Set(plan.digest === undefined ? [] : givenUp),
    rolledBack: rolledBackIn(checkpoint.decisions),
    acceptedUnits: [...new Set([...acceptedUnits(edit, graph), ...changedUnits(edit, graph).units])],
    leftBehind: new Map(checkpoint.leftBehind),
    runningOrphans: edit?.running ?? [],
  };
}

/** What a second interrupt leaves behind. */
function describeRest(remoteTasks: number, context: CommandContext): string {
  const tasks =
    remoteTasks === 0
      ? 'No remote task runs'
      : `${counted(remoteTasks, 'remote task')} ${remoteTasks === 1 ? 'keeps' : 'keep'} running`;
  return `Ended at once. ${tasks}; calls that had no answer yet are settled by the next run. Resume with: ${resumeCommand(context)}`;
}
