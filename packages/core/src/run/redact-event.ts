import type { RunEventBody } from '../events/event.ts';
import { type FreeText, redactTexts } from '../redact/redact-texts.ts';
import type { Redactor } from '../redact/redactor.ts';
import { defined } from '../value/defined.ts';
import type { RunGauges } from './gauges.ts';
import type { RunResult } from './run-result.ts';

/** The free text of each kind of event; a status is the vendor's word. */
const FREE_TEXT: FreeText<RunEventBody> = {
  'run.started': [],
  'run.stopping': [],
  'run.ended': [],
  'step.started': [],
  'step.retrying': ['reason'],
  'step.waiting': ['status', 'warning'],
  'step.progressed': [],
  'step.succeeded': ['detail'],
  'step.failed': ['message', 'hint'],
  'step.unknown': ['message'],
  'step.resolved': ['evidence'],
  'gate.waiting': [],
  'gate.approved': [],
  'unit.succeeded': [],
  'unit.failed': [],
  'unit.skipped': [],
  'provider.throttled': [],
  'provider.unreachable': ['message', 'hint'],
  'provider.reachable': [],
  'provider.suspended': ['message', 'hint'],
  'poll.failed': ['message'],
};

/** An event as views may show it. */
export function redactEvent(body: RunEventBody, redactor: Redactor): RunEventBody {
  return redactTexts(body, FREE_TEXT[body.kind], redactor);
}

export function redactGauges(gauges: RunGauges, redactor: Redactor): RunGauges {
  return {
    ...gauges,
    accounts: gauges.accounts.map((account) => {
      const { unreachable } = account;
      return unreachable === undefined
        ? account
        : { ...account, unreachable: redactTexts(unreachable, ['reason'], redactor) };
    }),
    sleeping: gauges.sleeping.map((sleep) => redactTexts(sleep, ['reason'], redactor)),
    ...defined({ held: gauges.held?.map((hold) => redactTexts(hold, ['detail'], redactor)) }),
  };
}

/** Failures of units are read from the journal, and are clean. */
export function redactResult(result: RunResult, redactor: Redactor): RunResult {
  const { observerFault, stopReason, held } = result;
  return {
    ...result,
    ...defined({
      observerFault: observerFault && redactTexts(observerFault, ['message'], redactor),
      stopReason: stopReason && redactTexts(stopReason, ['message'], redactor),
      held: held?.map((hold) => redactTexts(hold, ['detail'], redactor)),
    }),
    suspended: result.suspended.map((suspension) => redactTexts(suspension, ['message', 'hint'], redactor)),
  };
}
