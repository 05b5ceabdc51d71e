import { defined, type Graph } from '@waybill/core';
import { suggest } from '@waybill/core/internal';
import type { AskOptions, OpenPlan } from '@waybill/node';
import { countDifferences } from '@waybill/node/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findSettled } from '../find-settled.ts';
import { openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { renewFirst } from '../renew-first.ts';
import type { VerifiedUnitJson } from '../views/documents/compared-json.ts';
import type { JsonStatus } from '../views/documents/json-objects.ts';
import { buildStatus } from '../views/folds/build-status.ts';
import { buildWhy, type JsonWhy } from '../views/folds/build-why.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { inputsOfSteps } from '../views/folds/inputs-of-steps.ts';
import { isBeforeLastCutover } from '../views/folds/is-before-last-cutover.ts';
import { wholePlanOf } from '../views/folds/whole-plan.ts';
import { renderStatus } from '../views/text/render-status.ts';
import { renderWhy } from '../views/text/render-why.ts';
import { createStyle } from '../views/text/style.ts';
import { watchStatus } from './watch-status.ts';
import { expectDifferences, expectFileForValues, writeDifferences } from './write-differences.ts';

export interface StatusFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  /** Address of a step or unit. */
  readonly why?: string;
  readonly watch?: boolean;
  /** A file. */
  readonly differences?: string;
  /** Reads both sides. */
  readonly showValues?: boolean;
  /** Asks the vendors. */
  readonly freshness?: boolean;
  /** Asks the vendors. */
  readonly usage?: boolean;
  /** Of secrets that asking them, or reading both sides, needs. */
  readonly allowSecretCommands?: boolean;
}

/** Shows how far a plan is. Takes no lock and creates no state. */
export async function status(file: string, flags: StatusFlags, io: CliIo): Promise<ExitCode> {
  expectFileForValues(flags);
  const needsPlan =
    flags.watch === true || flags.differences !== undefined || flags.freshness === true || flags.usage === true;
  const shown = needsPlan ? undefined : await showUncompiled(file, flags, io);
  if (shown !== undefined) return shown;
  const named = await readPlan(file, flags, io, { continuesRun: true });
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  const unwritten = await writeNamed({ named, opened }, flags, io);
  // Nobody waits for the end of a view that continues.
  if (unwritten !== undefined && flags.watch === true) throw unwritten;
  const code = await showOpened(file, { named, opened }, flags, io);
  if (unwritten !== undefined) throw unwritten;
  return code;
}

interface Opened {
  readonly named: NamedPlan;
  readonly opened: OpenPlan;
}

/** Why the file of differences cannot be written: the status is shown all the same. */
async function writeNamed({ named, opened }: Opened, flags: StatusFlags, io: CliIo): Promise<Error | undefined> {
  const { differences: path, showValues, allowSecretCommands } = flags;
  if (path === undefined) return undefined;
  const sources = { registry: named.registry, ...defined({ showValues, allowSecretCommands }) };
  try {
    expectDifferences(flags, io);
    io.stderr.write(`${await writeDifferences(path, opened, sources, io)}\n`);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

async function showOpened(file: string, { named, opened }: Opened, flags: StatusFlags, io: CliIo): Promise<ExitCode> {
  const { saved, registry } = named;
  if (flags.why !== undefined) return await why(opened, { address: flags.why, file, saved }, flags, io);
  const context = {
    file,
    flags,
    ...wholePlanOf(saved, flags),
    inputsOfSteps: inputsOfSteps(named.plan.source.text),
  };
  const asking = { allowsSecretCommands: flags.allowSecretCommands === true };
  if (flags.watch === true)
    return await watchStatus(
      {
        read: () => statusOf(opened, registry, context),
        ...defined({
          ask:
            flags.usage === true
              ? (gates: JsonStatus['gates'], signal: AbortSignal) => askUsage(gates, opened, { ...asking, signal })
              : undefined,
          isAskedLater:
            flags.usage === true
              ? (gate: JsonStatus['gates'][number]) => isBeforeLastCutover(gate, opened.graph)
              : undefined,
        }),
      },
      flags,
      io,
    );
  const found = await statusOf(opened, registry, context);
  const next = await renewFirst(found.next_steps, { file, flags, saved, opened });
  const { verified } = found;
  const fresh =
    flags.freshness !== true || verified === undefined ? {} : { verified: await askAgain(verified, opened, asking) };
  const gates = flags.usage === true ? await askUsage(found.gates, opened, asking) : found.gates;
  return showStatus({ ...found, ...fresh, gates, next_steps: next }, flags, io);
}

/** Each gate of a unit that waits until its clients have moved, with who uses which side now. */
async function askUsage(
  gates: JsonStatus['gates'],
  opened: OpenPlan,
  asking: AskOptions,
): Promise<JsonStatus['gates']> {
  if (gates.length === 0) return gates;
  const found = await opened.usage({ target: gates.map(({ unit }) => unit), ...asking });
  return gates.map((gate) => {
    const usage = found.get(gate.unit)?.map(({ isInUse, detail, hint, isBlocking }) => ({
      is_in_use: isInUse,
      detail,
      ...defined({ hint, is_blocking: isBlocking }),
    }));
    return { ...gate, ...defined({ usage }) };
  });
}

/** Each unit that was compared, with what its sides say now. */
async function askAgain(
  verified: readonly VerifiedUnitJson[],
  opened: OpenPlan,
  asking: AskOptions,
): Promise<readonly VerifiedUnitJson[]> {
  const found = await opened.freshness(asking);
  return verified.map((unit) => ({ ...unit, freshness: found.get(unit.unit)?.freshness ?? 'unknown' }));
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

async function why(
  opened: OpenPlan,
  { address, file, saved }: { readonly address: string; readonly file: string; readonly saved: NamedPlan['saved'] },
  flags: StatusFlags,
  io: CliIo,
): Promise<ExitCode> {
  const found = await opened.explain(address);
  if (found === undefined) throw unknownAddress(address, opened.graph);
  const { explanation, running, live } = found;
  const hasRun = (await opened.checkpoint()).runCount > 0;
  const shown = buildWhy(explanation, { context: { file, flags }, graph: opened.graph, running, live, hasRun });
  const next = await renewFirst(shown.next_steps, { file, flags, saved, opened });
  return showWhy({ ...shown, next_steps: next }, flags, io);
}

function unknownAddress(address: string, graph: Graph): CliError {
  const near = suggest(address, [...graph.unitsByAddress.keys(), ...graph.stepsByAddress.keys()]);
  const hint = near === undefined ? '`waybill state list` shows addresses.' : `Did you mean ${near}?`;
  return new CliError('CLI_STEP_UNKNOWN', `The plan has no unit or step ${address}.`, hint);
}

async function statusOf(
  opened: OpenPlan,
  registry: NamedPlan['registry'],
  context: CommandContext,
): Promise<JsonStatus> {
  const { plan, graph } = opened;
  const status = await opened.status();
  const differences = countDifferences({ plan, graph, registry, checkpoint: status.checkpoint });
  const found = buildStatus({ ...status, plan, graph, differences, state: await opened.stateLocation(), context });
  if (status.checkpoint.runCount > 0) return found;
  return { ...found, next_steps: [{ command: commandLine('apply', context), why: 'start it' }] };
}
