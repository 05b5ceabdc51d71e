import { type Step, WaybillError } from '@waybill/core';
import type { OpenPlan } from '@waybill/node';
import { findPlanChange, refuseConnectionCommands } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { expectState, openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { renewFirst } from '../renew-first.ts';
import { gateApprovalsJson } from '../views/documents/gate-approvals-json.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { isCutover } from '../views/folds/is-cutover.ts';
import { renderNextSteps, renderUsage } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { type ApproverFlags, readApproval } from './approver-flags.ts';
import { confirmApproval } from './confirm-approval.ts';
import { findGates } from './find-gates.ts';
import { describeRule, judgeApproved, opensAny, type Verdicts } from './judge-approved.ts';
import { refuseBlocked } from './refuse-blocked.ts';
import { refuseChanged } from './refuse-changed.ts';

export interface ApproveFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag, ApproverFlags {
  readonly autoApprove?: boolean;
  readonly allowSecretCommands?: boolean;
}

/**
 * Lets units pass the gates they wait at: lists what follows, and asks. The run in progress, or the next one, continues
 * from there. A gate of which that was said already, and which no run has passed yet, is not approved a second time.
 */
export async function approve(
  file: string,
  targets: readonly string[],
  flags: ApproveFlags,
  io: CliIo,
): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const recorded = await opened.recorded();
  const { standing, running, checkpoint } = recorded;
  const changed = await findPlanChange(named, checkpoint);
  if (changed !== undefined)
    return refuseChanged({ error: changed, opened: named, checkpoint, context: { file, flags } }, flags, io);
  const { waiting, elsewhere } = findGates(targets, named.graph, standing);
  const approval = readApproval(flags);
  const posted = await opened.pendingApprovals(approval.by);
  const fresh = waiting.filter(({ address }) => !posted.has(address));
  await refuseBlockedCutovers(fresh, { opened, named, flags, io });
  if (!(await confirmApproval(fresh, named.graph, flags, io))) return EXIT.stopped;
  const gates = fresh.map(({ address }) => address);
  await opened.approve(gates, { ...approval, recorded });
  const context = { file, flags };
  const verdicts = await judgeApproved(opened, named.plan);
  const isOpen = opensAny(waiting, verdicts);
  const resume =
    running === 'yes' || !isOpen ? [] : [{ command: commandLine('resume', context), why: whyResume(running) }];
  const next = await renewFirst(resume, { ...context, saved: named.saved, opened });
  const approved = waiting.map(({ address }) => address);
  report({ approved, posted, elsewhere, next, verdicts, isRunning: running === 'yes' && isOpen }, flags, io);
  return EXIT.done;
}

interface Asking {
  readonly opened: OpenPlan;
  readonly named: NamedPlan;
  readonly flags: ApproveFlags;
  readonly io: CliIo;
}

/**
 * Says who uses which side of units that wait until their clients have moved, as `cutover` does. Where nobody can be asked from
 * here, the unit finds out by itself, once it has passed its gate.
 *
 * @throws CliError when one of them would fail
 */
async function refuseBlockedCutovers(gates: readonly Step[], { opened, named, flags, io }: Asking): Promise<void> {
  const units = gates.filter(isCutover).map(({ unit }) => unit);
  if (units.length === 0) return;
  const usage = await askUsage(units, { opened, named, flags });
  if (usage instanceof WaybillError) {
    const hint = usage.hint === undefined ? '' : `hint: ${usage.hint}\n`;
    io.stderr.write(
      `The clusters could not be checked for what would make the cut-over fail: ${usage.message}\n${hint}`,
    );
    return;
  }
  const style = createStyle(io.stderr, io.env, flags);
  const shown = units.map((unit) => ({ unit, usage: usage.get(unit) ?? [] }));
  for (const { unit, usage: found } of shown)
    if (found.length > 0)
      io.stderr.write(`${[style.paint('bold', unit), ...renderUsage(found, '  ', style)].join('\n')}\n`);
  refuseBlocked(shown);
}

async function askUsage(
  units: readonly string[],
  { opened, named, flags }: Omit<Asking, 'io'>,
): Promise<Awaited<ReturnType<OpenPlan['usage']>> | WaybillError> {
  try {
    const allowsSecretCommands = flags.allowSecretCommands === true;
    if (!allowsSecretCommands) refuseConnectionCommands(named.plan, connectionsOf(units, named));
    return await opened.usage({ target: units, allowsSecretCommands });
  } catch (error) {
    if (error instanceof WaybillError) return error;
    throw error;
  }
}

/** Aliases. */
function connectionsOf(units: readonly string[], { graph }: NamedPlan): ReadonlySet<string> {
  const steps = units.flatMap((unit) => graph.unitsByAddress.get(unit)?.steps ?? []);
  return new Set(steps.map(({ provider }) => provider));
}

function whyResume(running: 'no' | 'unknown'): string {
  return running === 'no'
    ? 'no run is in progress; a resumed run passes the gate'
    : 'unless the run on the other host is still in progress';
}

interface Approved {
  readonly approved: readonly string[];
  /** Of these it was said before. */
  readonly posted: ReadonlySet<string>;
  readonly elsewhere: readonly string[];
  readonly next: readonly NextStep[];
  readonly verdicts: Verdicts;
  /** A run is in progress that continues. */
  readonly isRunning: boolean;
}

function report(
  { approved, posted, elsewhere, next, verdicts, isRunning }: Approved,
  flags: ApproveFlags,
  io: CliIo,
): void {
  if (flags.json === true) {
    const object = {
      format_version: JSON_FORMAT,
      kind: 'approved',
      approved,
      not_waiting: elsewhere,
      ...approvalsJson(verdicts, approved),
      next_steps: next,
    };
    io.stdout.write(`${JSON.stringify(object)}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  const lines = [
    ...approved.flatMap((address) => [
      `${style.symbols.gate} ${address} ${posted.has(address) ? 'was approved already' : 'approved'}`,
      ...describeRule(verdicts.get(address), style),
    ]),
    ...(elsewhere.length === 0 ? [] : [`  ${counted(elsewhere.length, 'other unit')} not at a gate now`]),
    ...(isRunning ? ['The run that is in progress continues within a second.'] : []),
    ...renderNextSteps(next, style),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

/** By the address of the gate. */
function approvalsJson(verdicts: Verdicts, gates: readonly string[]): object {
  const known = gates.flatMap((gate) => {
    const verdict = verdicts.get(gate);
    return verdict === undefined ? [] : [[gate, gateApprovalsJson(verdict)] as const];
  });
  return known.length === 0 ? {} : { approvals: Object.fromEntries(known) };
}
