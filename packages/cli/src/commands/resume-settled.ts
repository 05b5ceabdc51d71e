import {
  applySettled,
  type CheckpointStore,
  decodeText,
  type ProviderRegistry,
  readSettled,
  type SettledPlan,
  standingOfSettled,
} from '@waybill/core';
import {
  createSecretReader,
  DecisionNotes,
  describeOwner,
  guessPlanName,
  systemClock,
  systemRandom,
} from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { AccountNotes } from '../account-notes.ts';
import type { CliIo } from '../cli-io.ts';
import { describeOtherKeys } from '../describe-other-keys.ts';
import { type ExitCode, exitCodeOfOutcome } from '../exit-codes.ts';
import { NO_UNITS } from '../find-settled.ts';
import { hasState, noteOldPlace, openUnnoted } from '../open-state.ts';
import { readPlanSource } from '../read-plan.ts';
import { loadRegistry } from '../registry.ts';
import { createRunLog } from '../run-log.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { buildSummary } from '../views/folds/build-summary.ts';
import { CallMeter } from '../views/folds/call-meter.ts';
import { RunProgress } from '../views/folds/run-progress.ts';
import { createRunView } from '../views/terminal/create-run-view.ts';
import { visibleText } from '../views/text/visible-text.ts';
import type { ApplyFlags, RunLimits } from './apply-flags.ts';
import { describeObserverFault } from './describe-observer-fault.ts';

/**
 * `resume` of a plan in which nothing is left to do, without compiling it or folding its journal, which for a million records
 * takes half a minute. Undefined where it has to be done the long way, which then also says what is wrong.
 */
export async function resumeSettled(
  file: string,
  flags: ApplyFlags,
  io: CliIo,
  limits: RunLimits,
): Promise<ExitCode | undefined> {
  if (needsWholePlan(flags)) return undefined;
  const found = await findSettledPlan(file, flags, io).catch(() => undefined);
  if (found === undefined) return undefined;
  await using _store = found.store;
  return await run({ ...found, file, flags, io, limits });
}

/**
 * A report shows every unit, and a selection is checked against them. A provider from a file may plan other steps than
 * before without saying so by its version.
 */
function needsWholePlan({ report, target = [], exclude = [], provider = [] }: ApplyFlags): boolean {
  return report !== undefined || target.length + exclude.length + provider.length > 0;
}

interface Found {
  readonly settled: SettledPlan;
  readonly plan: { readonly file: string; readonly name: string };
  readonly store: CheckpointStore;
  readonly registry: ProviderRegistry;
}

async function findSettledPlan(file: string, flags: ApplyFlags, io: CliIo): Promise<Found | undefined> {
  const { planFile, text, variables, saved } = readPlanSource(file, flags, io);
  const name = saved === undefined ? guessPlanName(decodeText(text).text) : undefined;
  if (name === undefined) return undefined;
  const plan = { file: planFile, name };
  if (!(await hasState(plan, flags, io.cwd))) return undefined;
  const registry = await loadRegistry(flags, io.cwd);
  const store = await openUnnoted(plan, flags, io);
  const settled = await readSettled(store, text, { file: planFile, registry, variables }).catch(() => undefined);
  if (settled !== undefined) return { settled, plan, store, registry };
  await store[Symbol.asyncDispose]();
  return undefined;
}

interface Settling extends Found {
  readonly file: string;
  readonly flags: ApplyFlags;
  readonly io: CliIo;
  readonly limits: RunLimits;
}

async function run({
  settled,
  plan,
  store,
  registry,
  file,
  flags,
  io,
  limits,
}: Settling): Promise<ExitCode | undefined> {
  await noteOldPlace(plan, flags, io);
  const clock = systemClock;
  const startedMs = clock.monotonicMs();
  const context = { file, flags };
  await using transport = createUndiciTransport({ env: io.env, cwd: io.cwd });
  await using log = await createRunLog(flags, io);
  const meter = new CallMeter(transport, clock, (exchange) => log.exchange(exchange));
  const progress = new RunProgress(standingOfSettled(settled).counts);
  await using view = createRunView({ io, flags, clock, progress, meter, context });
  using notes = new AccountNotes(plan.name, io);
  using stop = stopOnInterrupt(
    io,
    () => view.onStopRequested(),
    () => 'Ended at once. No remote task runs; nothing was left to do.',
  );
  const result = await applySettled({
    ...limits,
    settled,
    registry,
    store,
    transport: meter,
    clock,
    random: systemRandom,
    env: io.env,
    readSecret: createSecretReader(io),
    owner: describeOwner(io),
    signal: stop.signal,
    onAccounts: (accounts) => {
      for (const warning of [...describeOtherKeys(accounts), ...notes.announce(accounts)])
        io.stderr.write(`${visibleText(warning)}\n`);
    },
    onEvent: (event) => {
      log.event(event);
      progress.add(event);
      view.onEvent(event);
    },
  });
  if (result === undefined) return undefined;
  if (result.observerFault !== undefined) io.stderr.write(describeObserverFault(result.observerFault));
  const decisions = new DecisionNotes();
  for (const record of settled.decisions) decisions.add(record);
  view.end(
    buildSummary({
      plan: plan.name,
      graph: NO_UNITS,
      result,
      decisions: decisions.latest,
      givenUp: new Set(),
      acceptedUnits: [],
      leftBehind: settled.checkpoint.leftBehind,
      durationMs: clock.monotonicMs() - startedMs,
      context,
    }),
  );
  return exitCodeOfOutcome(result.outcome);
}
