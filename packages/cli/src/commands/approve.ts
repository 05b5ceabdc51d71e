import { type CheckpointStore, computeStanding, defined, readJournal, type Step } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { openPlan } from '../open-plan.ts';
import { openExistingState } from '../open-state.ts';
import { parseReason } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { runLiveness } from '../run-liveness.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { confirmApproval } from './confirm-approval.ts';
import { findGates } from './find-gates.ts';

export interface ApproveFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly reason?: string;
  readonly autoApprove?: boolean;
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
  const opened = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  await using store = await openExistingState(opened.plan, flags, io);
  const checkpoint = (await readJournal(store)).checkpoint();
  const { waiting, elsewhere } = findGates(targets, opened.graph, computeStanding(opened.graph, checkpoint));
  const reason = flags.reason === undefined ? undefined : parseReason(flags.reason);
  const posted = await postedApprovals(store);
  const fresh = waiting.filter(({ address }) => !posted.has(address));
  if (!(await confirmApproval(fresh, opened.graph, flags, io))) return EXIT.stopped;
  await postApprovals(store, fresh, { by: `${io.host.user}@${io.host.name}`, reason });
  const running = runLiveness(checkpoint, io.host);
  const next = running === 'yes' ? [] : [{ command: commandLine('resume', { file, flags }), why: whyResume(running) }];
  const approved = waiting.map(({ address }) => address);
  report({ approved, posted, elsewhere, next, isRunning: running === 'yes' }, flags, io);
  return EXIT.done;
}

interface Approver {
  readonly by: string;
  readonly reason: string | undefined;
}

async function postApprovals(store: CheckpointStore, gates: readonly Step[], approver: Approver): Promise<void> {
  const { by, reason } = approver;
  for (const { address } of gates) await store.post({ kind: 'approve', step: address, by, ...defined({ reason }) });
}

/** Gates of which an approval waits for a run. */
async function postedApprovals(store: CheckpointStore): Promise<ReadonlySet<string>> {
  const posted = (await store.readPosted?.()) ?? [];
  return new Set(posted.flatMap((request) => (request.kind === 'approve' ? [request.step] : [])));
}

function whyResume(running: 'no' | 'unknown'): string {
  return running === 'no'
    ? 'no run is in progress; this one passes the gate'
    : 'unless the run on the other host is still in progress';
}

interface Approved {
  readonly approved: readonly string[];
  /** Of these it was said before. */
  readonly posted: ReadonlySet<string>;
  readonly elsewhere: readonly string[];
  readonly next: readonly NextStep[];
  readonly isRunning: boolean;
}

function report({ approved, posted, elsewhere, next, isRunning }: Approved, flags: ApproveFlags, io: CliIo): void {
  if (flags.json === true) {
    const object = {
      format_version: JSON_FORMAT,
      kind: 'approved',
      approved,
      not_waiting: elsewhere,
      next_steps: next,
    };
    io.stdout.write(`${JSON.stringify(object)}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  const lines = [
    ...approved.map(
      (address) => `${style.symbols.gate} ${address} ${posted.has(address) ? 'was approved already' : 'approved'}`,
    ),
    ...(elsewhere.length === 0 ? [] : [`  ${counted(elsewhere.length, 'other unit')} not at a gate now`]),
    ...(isRunning ? ['The run that is in progress takes it within a second.'] : []),
    ...renderNextSteps(next, style),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}
