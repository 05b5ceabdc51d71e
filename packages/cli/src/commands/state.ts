import type { Graph, StepState } from '@waybill/core';
import { matchAddress, matchNamed, suggest } from '@waybill/core/internal';
import type { OpenPlan, RecordedState } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
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
  return await withRecorded(file, flags, io, async (seen) => {
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
  return await withRecorded(target.file, flags, io, async (seen) => {
    const records = findAddresses(target.address, seen).map((address) => recordAt(address, seen));
    const style = createStyle(io.stdout, io.env, flags);
    printRecords(records, flags, io, (record) => renderStepRecord(record, style));
  });
}

/** The journal itself, as JSON lines: what it is, and then one record each. */
export async function exportState(file: string, flags: StateFlags, io: CliIo): Promise<ExitCode> {
  return await withState(file, flags, io, async (opened) => {
    for await (const text of opened.exportJournal()) io.stdout.write(text);
  });
}

interface SeenState extends Pick<RecordedState, 'checkpoint' | 'standing'> {
  readonly graph: Graph;
}

async function withState(
  file: string,
  flags: StateFlags,
  io: CliIo,
  look: (opened: OpenPlan) => Promise<void>,
): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  await look(opened);
  return EXIT.done;
}

async function withRecorded(
  file: string,
  flags: StateFlags,
  io: CliIo,
  look: (seen: SeenState) => Promise<void>,
): Promise<ExitCode> {
  return await withState(file, flags, io, async (opened) => {
    await look({ ...(await opened.recorded()), graph: opened.graph });
  });
}

function allAddresses({ graph, checkpoint }: SeenState): readonly string[] {
  const orphaned = [...checkpoint.steps.keys()].filter((address) => !graph.stepsByAddress.has(address));
  return [...graph.stepsByAddress.keys(), ...orphaned];
}

/** Steps by their own address or by that of their unit. */
function findAddresses(target: string, seen: SeenState): readonly string[] {
  const { graph } = seen;
  const named = matchNamed(target);
  const matches = matchAddress(target);
  const all = allAddresses(seen);
  const found = all.filter((address) => {
    const step = graph.stepsByAddress.get(address);
    const unit = graph.unitsByAddress.get(step?.unit ?? '');
    // Of what left the plan, the address is all that there is.
    if (step === undefined || unit === undefined) return matches(address) || matches(unitOfStep(address));
    return named.unit(unit) || named.step(step, unit);
  });
  if (found.length > 0) return found;
  const near = suggest(target, [...seen.graph.unitsByAddress.keys(), ...all]);
  const hint = near === undefined ? '`waybill state list` names them all.' : `Did you mean ${near}?`;
  throw new CliError('CLI_STEP_UNKNOWN', `Neither the plan nor its state has a unit or step ${target}.`, hint);
}

function unitOfStep(address: string): string {
  return address.slice(0, address.lastIndexOf('.'));
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
