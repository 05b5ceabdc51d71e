import type { RunResult, Transport } from '@waybill/core';
import { applySettled, readSettled, type SettledPlan, standingOfSettled } from '@waybill/core/internal';
import { commandRunner } from './command-runner.ts';
import { createHostTransport } from './create-host-transport.ts';
import { expectRunOptions } from './expect-run-options.ts';
import { RunProgress } from './live/run-progress.ts';
import { type OpenUncompiledOptions, openUncompiled, type PlanText, type UncompiledPlan } from './open-uncompiled.ts';
import type { RunOptions } from './run-plan.ts';
import { DecisionNotes } from './state/decision-notes.ts';

export interface SettledRunOptions
  extends Pick<
    RunOptions,
    | 'allowsSecretCommands'
    | 'onEvent'
    | 'onAccounts'
    | 'onReady'
    | 'signal'
    | 'maxRuntimeMs'
    | 'parallelism'
    | 'hasJustCalled'
  > {
  /**
   * How requests are sent; it stays yours to dispose.
   *
   * @default undici
   */
  readonly transport?: Transport;
}

/** A plan in which nothing is left to do, and which was not compiled for that. */
export interface SettledRun extends AsyncDisposable {
  readonly plan: { readonly name: string; readonly file: string };
  /** As `apply` of an open plan. Undefined, with nothing recorded, where only that can say what this run is. */
  apply(options: SettledRunOptions): Promise<RunResult | undefined>;
}

/**
 * Opens a plan by the snapshot of its state, without compiling it or folding its journal, which for a million records takes
 * half a minute. Undefined where it has to be done the long way, which then also says what is wrong.
 */
export async function openSettled(
  source: PlanText,
  options: OpenUncompiledOptions = {},
): Promise<SettledRun | undefined> {
  const opened = await openUncompiled(source, options);
  if (opened === undefined) return undefined;
  const settled = await findSettled(opened, source).catch(() => undefined);
  if (settled === undefined) {
    await opened[Symbol.asyncDispose]();
    return undefined;
  }
  opened.warn();
  return {
    plan: opened.plan,
    apply: (run) => applyTo(settled, { opened, source }, run),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

async function findSettled(
  { state }: UncompiledPlan,
  { text, ...options }: PlanText,
): Promise<SettledPlan | undefined> {
  return await readSettled(await state.open(), text, options);
}

interface SettledParts {
  readonly opened: UncompiledPlan;
  readonly source: PlanText;
}

async function applyTo(
  settled: SettledPlan,
  { opened: { state, surroundings }, source }: SettledParts,
  { onReady, transport, allowsSecretCommands, ...run }: SettledRunOptions,
): Promise<RunResult | undefined> {
  expectRunOptions(run);
  const { env, cwd } = surroundings;
  await using own = createHostTransport({ env, cwd });
  const progress = new RunProgress(undefined, standingOfSettled(settled).counts);
  const notes = new DecisionNotes();
  for (const record of settled.decisions) notes.add(record);
  await onReady?.({ checkpoint: settled.checkpoint, decisions: notes.latest, progress, edit: undefined });
  return await applySettled({
    ...surroundings,
    ...run,
    settled,
    registry: source.registry,
    store: await state.open(),
    ...commandRunner(surroundings, { allowsSecretCommands, signal: run.signal ?? new AbortController().signal }),
    transport: transport ?? own,
    onEvent: (event) => {
      progress.add(event);
      run.onEvent?.(event);
    },
  });
}
