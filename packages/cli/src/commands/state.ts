import {
  type Checkpoint,
  type CheckpointStore,
  computeStanding,
  exportJournal,
  type Graph,
  matchAddress,
  readJournal,
  type Standing,
  type StepState,
  suggest,
} from '@waybill/core';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type OpenedPlan, openPlan } from '../open-plan.ts';
import { openExistingState } from '../open-state.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import {
  describeStepRecord,
  renderStepLine,
  renderStepRecord,
  type StepRecordJson,
} from '../views/documents/step-record.ts';
import { createStyle } from '../views/text/style.ts';

export interface StateFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {}

/** One line for every step of the plan, and for those recorded that are no longer in it. */
export async function listState(file: string, flags: StateFlags, io: CliIo): Promise<ExitCode> {
  return await withState(file, flags, io, async (seen) => {
    const records = allAddresses(seen).map((address) => recordAt(address, seen));
    const style = createStyle(io.stdout, io.env, flags);
    printRecords(records, flags, io, (record) => [renderStepLine(record, style)]);
  });
}

/** Everything recorded about the steps that an address names. */
export async function showState(
  target: { file: string; address: string },
  flags: StateFlags,
  io: CliIo,
): Promise<ExitCode> {
  return await withState(target.file, flags, io, async (seen) => {
    const records = findAddresses(target.address, seen).map((address) => recordAt(address, seen));
    const style = createStyle(io.stdout, io.env, flags);
    printRecords(records, flags, io, (record) => renderStepRecord(record, style));
  });
}

/** The journal itself, as JSON lines: what it is, and then one record each. */
export async function exportState(file: string, flags: StateFlags, io: CliIo): Promise<ExitCode> {
  return await withState(file, flags, io, async ({ store }) => {
    for await (const text of exportJournal(store)) io.stdout.write(text);
  });
}

interface SeenState {
  readonly store: CheckpointStore;
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  readonly standing: Standing;
}

async function withState(
  file: string,
  flags: StateFlags,
  io: CliIo,
  look: (seen: SeenState) => Promise<void>,
): Promise<ExitCode> {
  const opened: OpenedPlan | undefined = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  await using store = await openExistingState(opened.plan, flags, io);
  const checkpoint = (await readJournal(store)).checkpoint();
  await look({ store, graph: opened.graph, checkpoint, standing: computeStanding(opened.graph, checkpoint) });
  return EXIT.done;
}

function allAddresses({ graph, checkpoint }: SeenState): readonly string[] {
  const orphaned = [...checkpoint.steps.keys()].filter((address) => !graph.stepsByAddress.has(address));
  return [...graph.stepsByAddress.keys(), ...orphaned];
}

/** Steps by their own address or by that of their unit. */
function findAddresses(target: string, seen: SeenState): readonly string[] {
  const matches = matchAddress(target);
  const all = allAddresses(seen);
  const found = all.filter(
    (address) => matches(address) || matches(seen.graph.stepsByAddress.get(address)?.unit ?? address),
  );
  if (found.length > 0) return found;
  const near = suggest(target, [...seen.graph.unitsByAddress.keys(), ...all]);
  const hint = near === undefined ? '`waybill state list` names them all.' : `Did you mean ${near}?`;
  throw new CliError('CLI_STEP_UNKNOWN', `Neither the plan nor its state has a unit or step ${target}.`, hint);
}

function recordAt(address: string, { graph, checkpoint, standing }: SeenState): StepRecordJson {
  const step = graph.stepsByAddress.get(address);
  const state: StepState | undefined = checkpoint.steps.get(address);
  return describeStepRecord({ address, step, state, status: step === undefined ? 'orphaned' : standing.step(address) });
}

function printRecords(
  records: readonly StepRecordJson[],
  flags: StateFlags,
  io: CliIo,
  render: (record: StepRecordJson) => readonly string[],
): void {
  const lines = flags.json === true ? records.map((record) => JSON.stringify(record)) : records.flatMap(render);
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
