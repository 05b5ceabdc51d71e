import {
  type Decision,
  type Graph,
  type Json,
  type JsonObject,
  type Step,
  type StepWith,
  WaybillError,
} from '@waybill/core';
import { hasEffect, suggest } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { parseReason } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { renewFirst } from '../renew-first.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { neededOutputs, outputNames } from '../views/documents/output-names.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { visibleText } from '../views/text/visible-text.ts';
import { reportDecision } from './report-decision.ts';

export interface SettleFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly reason?: string;
}

export interface AdoptStepFlags extends SettleFlags {
  readonly output?: readonly string[];
  readonly allowSecretCommands?: boolean;
}

export interface ResolveFlags extends SettleFlags {
  readonly didNotHappen: true;
}

export interface StepToSettle {
  readonly file: string;
  readonly address: string;
}

/** A call whose outcome is unknown did happen, and these are the outputs that later steps need. */
export async function adoptStep(target: StepToSettle, flags: AdoptStepFlags, io: CliIo): Promise<ExitCode> {
  const reason = parseReason(flags.reason);
  const named = await readPlan(target.file, flags, io);
  if (named === undefined) return EXIT.error;
  const step = findCall(target.address, named.graph);
  const outputs = parseOutputs(flags.output ?? [], step, named);
  await expectShown({ step, outputs, named }, flags, io);
  const decision: Decision = { kind: 'adopt', step: step.address, outputs, reason };
  const meaning = 'The step counts as done with these outputs, and the steps that wait for it continue.';
  return await settle({ target, named, decision, meaning, reason }, flags, io);
}

interface GivenTask {
  readonly step: StepWith<'hasEffect'>;
  readonly outputs: JsonObject;
  readonly named: NamedPlan;
}

/** A wrong id would be waited for, and end the unit. Where the vendor cannot be asked now, the operator's word counts. */
async function expectShown({ step, outputs, named }: GivenTask, flags: AdoptStepFlags, io: CliIo): Promise<void> {
  await using plan = openNamed(named, flags, io);
  await expectState(plan);
  using interrupt = stopOnInterrupt(io, () => {});
  let isShown: boolean | undefined;
  try {
    isShown = await plan.showsTask(step, outputs, {
      signal: interrupt.signal,
      allowsSecretCommands: flags.allowSecretCommands === true,
    });
  } catch (error) {
    if (interrupt.signal.aborted || !(error instanceof WaybillError)) throw error;
    io.stderr.write(`note: it was not checked whether the vendor has this task: ${visibleText(error.message)}\n`);
    return;
  }
  if (isShown !== false) return;
  const given = Object.entries(outputs).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
  throw new CliError(
    'CLI_OPTION_INVALID',
    `The vendor shows no task for ${step.address} with ${given.join(' and ')}. Nothing was recorded.`,
    "Give the id as the vendor's console shows it, or leave --output out: the task is then looked up.",
  );
}

/** A call whose outcome is unknown certainly did not happen. */
export async function resolveStep(target: StepToSettle, flags: ResolveFlags, io: CliIo): Promise<ExitCode> {
  const reason = parseReason(flags.reason);
  const named = await readPlan(target.file, flags, io);
  if (named === undefined) return EXIT.error;
  const step = findCall(target.address, named.graph);
  const decision: Decision = { kind: 'resolve', step: step.address, resolution: 'did-not-happen', reason };
  return await settle({ target, named, decision, meaning: 'The next run sends it again.', reason }, flags, io);
}

interface Settlement {
  readonly target: StepToSettle;
  readonly named: NamedPlan;
  readonly decision: Extract<Decision, { kind: 'adopt' | 'resolve' }>;
  readonly meaning: string;
  readonly reason: string;
}

async function settle(settlement: Settlement, flags: SettleFlags, io: CliIo): Promise<ExitCode> {
  const { target, named, decision, meaning, reason } = settlement;
  await using plan = openNamed(named, flags, io);
  await expectState(plan);
  await plan.decide([decision]);
  const { file } = target;
  const resume = { command: commandLine('resume', { file, flags }), why: 'continue from this decision' };
  reportDecision(
    {
      decision: decision.kind === 'adopt' ? 'adopt' : 'did-not-happen',
      decided: [decision.step],
      elsewhere: [],
      reason,
      meaning,
      next: await renewFirst([resume], { file, flags, saved: named.saved, opened: plan }),
    },
    flags,
    io,
  );
  return EXIT.done;
}

function findCall(address: string, graph: Graph): StepWith<'hasEffect'> {
  const step = graph.stepsByAddress.get(address);
  if (step !== undefined && hasEffect(step)) return step;
  if (step !== undefined) {
    const message = `${address} is a ${step.kind}, which sends no call with an effect.`;
    throw new CliError('CLI_STEP_UNKNOWN', message, hintOf(callsOf(step.unit, graph), address));
  }
  const unit = address.slice(0, Math.max(0, address.lastIndexOf('.')));
  const nearby = graph.unitsByAddress.has(unit) ? callsOf(unit, graph) : graph.stepsByAddress.keys();
  throw new CliError('CLI_STEP_UNKNOWN', `The plan has no step ${address}.`, hintOf([...nearby], address));
}

function callsOf(unit: string, graph: Graph): readonly string[] {
  const steps: readonly Step[] = graph.unitsByAddress.get(unit)?.steps ?? [];
  return steps.filter(hasEffect).map(({ address }) => address);
}

function hintOf(candidates: readonly string[], address: string): string {
  const near = suggest(address, candidates);
  if (near !== undefined) return `Did you mean ${near}?`;
  return '`waybill status` lists the steps whose outcome is unknown.';
}

/** Texts, or JSON where a list or an object is written. An output that is not given is recorded as null. */
function parseOutputs(
  given: readonly string[],
  step: StepWith<'hasEffect'>,
  { plan, graph, registry }: NamedPlan,
): JsonObject {
  const names = outputNames(step, plan, registry);
  const outputs = new Map<string, Json>(names.map((name) => [name, null]));
  for (const text of given) {
    const [name, value] = parseOutput(text);
    if (!outputs.has(name)) throw unknownOutput(name, names, step);
    outputs.set(name, value);
  }
  const needed = neededOutputs(step, graph);
  if (needed.length > 0 && needed.every((name) => outputs.get(name) === null)) {
    throw new CliError(
      'CLI_OPTION_INVALID',
      `Later steps of ${step.unit} need ${needed.join(' and ')} of ${step.address}.`,
      `Give what the vendor's console shows, as ${needed.map((name) => `--output ${name}=…`).join(' ')}.`,
    );
  }
  return Object.fromEntries(outputs);
}

function parseOutput(text: string): readonly [name: string, value: Json] {
  const split = text.indexOf('=');
  const value = text.slice(split + 1);
  if (split < 1 || value === '' || value === '...') {
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--output ${text} is not of the form name=value.`,
      "Give the value that the vendor's console shows: --output task_id=1234.",
    );
  }
  return [text.slice(0, split), /^[[{]/.test(value) ? parseJson(value, text) : value];
}

function parseJson(value: string, text: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--output ${text} looks like JSON but is not.`,
      'Put the value in single quotes, so that the shell keeps its double quotes.',
    );
  }
}

function unknownOutput(name: string, names: readonly string[], { operation }: StepWith<'hasEffect'>): CliError {
  const near = suggest(name, names);
  const known = names.length === 0 ? `${operation} has no outputs.` : `Its outputs are ${names.join(', ')}.`;
  const message = `${operation} has no output ${name}.`;
  return new CliError('CLI_OPTION_INVALID', message, near === undefined ? known : `Did you mean ${near}?`);
}
