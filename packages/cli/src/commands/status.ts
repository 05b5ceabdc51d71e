import {
  compareEdit,
  computeStanding,
  decidingStep,
  EMPTY_CHECKPOINT,
  explainStep,
  findHeldPlaces,
  findMovedConnections,
  type Graph,
  NONE_SETTLED,
  type PlannedUnit,
  plannedIdentities,
  type RunFacts,
  suggest,
} from '@waybill/core';
import { systemClock } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findLive } from '../find-live.ts';
import { findSettled } from '../find-settled.ts';
import { type OpenedPlan, openPlan } from '../open-plan.ts';
import { readOpenState, shownStateLocation } from '../open-state.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { runLiveness } from '../run-liveness.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import type { JsonLive, JsonStatus } from '../views/documents/json-objects.ts';
import { liveFacts } from '../views/folds/build-live.ts';
import { buildStatus } from '../views/folds/build-status.ts';
import { buildWhy, type JsonWhy } from '../views/folds/build-why.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { renderStatus } from '../views/text/render-status.ts';
import { renderWhy } from '../views/text/render-why.ts';
import { createStyle } from '../views/text/style.ts';

export interface StatusFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  /** Address of a step or unit. */
  readonly why?: string;
  readonly watch?: boolean;
}

/** How often `--watch` reads the state. */
const WATCH_INTERVAL_MS = 1_000;

/** Shows how far a plan is. Takes no lock and creates no state. */
export async function status(file: string, flags: StatusFlags, io: CliIo): Promise<ExitCode> {
  const shown = flags.watch === true ? undefined : await showUncompiled(file, flags, io);
  if (shown !== undefined) return shown;
  const opened = await openPlan(file, flags, io, { continuesRun: true });
  if (opened === undefined) return EXIT.error;
  if (flags.why !== undefined) return await why(opened, { address: flags.why, file }, flags, io);
  if (flags.watch === true) return await watch(opened, file, flags, io);
  return showStatus(await statusOf(opened, file, flags, io), flags, io);
}

function showStatus(found: JsonStatus, flags: StatusFlags, io: CliIo): ExitCode {
  if (flags.json === true) io.stdout.write(`${JSON.stringify(found)}\n`);
  else io.stdout.write(`${renderStatus(found, createStyle(io.stdout, io.env, flags))}\n`);
  return EXIT.done;
}

function showWhy(found: JsonWhy, flags: StatusFlags, io: CliIo): ExitCode {
  if (flags.json === true) io.stdout.write(`${JSON.stringify(found)}\n`);
  else io.stdout.write(`${renderWhy(found, createStyle(io.stdout, io.env, flags))}\n`);
  return EXIT.done;
}

/** Undefined where the plan has to be compiled: nothing is shown then, and what is wrong with it or its state shows later. */
async function showUncompiled(file: string, flags: StatusFlags, io: CliIo): Promise<ExitCode | undefined> {
  const found = await findSettled(file, flags, io);
  if (found?.kind === 'status') return showStatus(found.status, flags, io);
  return found === undefined ? undefined : showWhy(found.why, flags, io);
}

/** Shows the status again whenever it changes, until the run has ended or the user interrupts. Waits for the first run. */
async function watch(opened: OpenedPlan, file: string, flags: StatusFlags, io: CliIo): Promise<ExitCode> {
  using interrupt = stopOnInterrupt(io, () => {});
  let shown = '';
  let isWaiting = false;
  while (!interrupt.signal.aborted) {
    const found = await statusOf(opened, file, flags, io);
    const text =
      flags.json === true ? JSON.stringify(found) : renderStatus(found, createStyle(io.stdout, io.env, flags));
    // What a run reports of itself changes every second, which a terminal can show and a log must not.
    const compared = io.stdout.isTTY ? text : JSON.stringify({ ...found, live: undefined });
    if (compared !== shown) io.stdout.write(`${shown === '' || flags.json === true ? '' : separator(io)}${text}\n`);
    shown = compared;
    if (found.running === 'no' && found.last_run !== undefined) return EXIT.done;
    if (found.last_run === undefined && !isWaiting) {
      isWaiting = true;
      io.stderr.write('No run has begun yet: waiting for one. Ctrl-C ends the waiting.\n');
    }
    await systemClock.sleep(WATCH_INTERVAL_MS, interrupt.signal).catch(() => {});
  }
  return EXIT.done;
}

/** A terminal is wiped before each picture; a log gets a line between them. */
function separator({ stdout }: CliIo): string {
  return stdout.isTTY ? '\u001b[2J\u001b[H' : `${'-'.repeat(40)}\n`;
}

async function why(
  opened: OpenedPlan,
  { address, file }: { readonly address: string; readonly file: string },
  flags: StatusFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { plan, graph, registry } = opened;
  const named = graph.unitsByAddress.get(address) ?? unitOfStep(address, graph);
  const { checkpoint, settled } = (await readOpenState(opened, flags, io, named)) ?? NEVER_APPLIED;
  const live = await findLive({ plan, checkpoint }, flags, io);
  const standing = computeStanding(graph, checkpoint, runLiveness(checkpoint, io.host) !== 'no', settled);
  const unit = graph.unitsByAddress.get(address);
  const step = unit === undefined ? graph.stepsByAddress.get(address) : decidingStep(unit, standing);
  if (step === undefined) throw unknownAddress(address, graph);
  const running = runLiveness(checkpoint, io.host);
  const run = runFacts(running, live, graph);
  const nowMs = systemClock.now();
  const explanation = explainStep(step.address, { plan, graph, registry, checkpoint, settled, standing, run, nowMs });
  const found = buildWhy(explanation, {
    context: { file, flags },
    graph,
    running,
    live,
  });
  return showWhy(found, flags, io);
}

function unitOfStep(address: string, graph: Graph): PlannedUnit | undefined {
  return graph.unitsByAddress.get(graph.stepsByAddress.get(address)?.unit ?? '');
}

function runFacts(running: JsonStatus['running'], live: JsonLive | undefined, graph: Graph): RunFacts {
  if (running === 'no') return { kind: 'none' };
  return live === undefined ? { kind: 'silent' } : { kind: 'live', live: liveFacts(live, graph) };
}

function unknownAddress(address: string, graph: Graph): CliError {
  const near = suggest(address, [...graph.unitsByAddress.keys(), ...graph.stepsByAddress.keys()]);
  const hint = near === undefined ? '`waybill state list` shows addresses.' : `Did you mean ${near}?`;
  return new CliError('CLI_STEP_UNKNOWN', `The plan has no unit or step ${address}.`, hint);
}

const NEVER_APPLIED = { checkpoint: EMPTY_CHECKPOINT, decisions: [], settled: NONE_SETTLED } as const;

async function statusOf(opened: OpenedPlan, file: string, flags: StatusFlags, io: CliIo): Promise<JsonStatus> {
  const { plan, graph, registry } = opened;
  const context = { file, flags };
  const { checkpoint, decisions, settled } = (await readOpenState(opened, flags, io)) ?? NEVER_APPLIED;
  const standing = computeStanding(graph, checkpoint, runLiveness(checkpoint, io.host) !== 'no', settled);
  const found = buildStatus({
    plan,
    graph,
    checkpoint,
    standing,
    state: await shownStateLocation(plan, flags, io.cwd),
    running: runLiveness(checkpoint, io.host),
    live: await findLive({ plan, checkpoint }, flags, io),
    decisions,
    edit: compareEdit(graph, plan.digest, checkpoint, settled),
    moved: findMovedConnections(graph, checkpoint, plannedIdentities(plan, registry), settled),
    held: findHeldPlaces({ plan, graph, registry, checkpoint, settled, standing }),
    context,
  });
  if (checkpoint.runCount > 0) return found;
  return { ...found, next_steps: [{ command: commandLine('apply', context), why: 'start it' }] };
}
