import type { RecordBody, RunEnded } from '../journal/record.ts';
import { defined } from '../value/defined.ts';
import { type FreeText, redactTexts } from './redact-texts.ts';
import type { Redactor } from './redactor.ts';

/**
 * The free text of each kind of record. Everything else is what later runs go by. `outputs`, `before` and slices are cleaned where
 * they are captured (`keep-values`), because there it is known what was sent.
 */
const FREE_TEXT: FreeText<RecordBody> = {
  'run.started': [],
  'run.ended': [],
  'step.intent': [],
  'step.succeeded': ['warning', 'hint'],
  'step.failed': ['message', 'hint'],
  'step.resolved': ['evidence'],
  'step.retried': ['reason'],
  'job.planned': [],
  'slice.done': [],
  'gate.approved': ['reason', 'ticket'],
  'gate.opened': [],
  'unit.decided': ['reason'],
  'unit.redone': ['reason'],
  // What was noted is cleaned where it was captured, as outputs are.
  'unit.verified': [],
  'plan.rebased': [],
  'orphans.swept': [],
};

/** A record as it may be written. */
export function redactRecord(body: RecordBody, redactor: Redactor): RecordBody {
  if (body.kind === 'run.ended') return redactEnd(body, redactor);
  return redactTexts(body, FREE_TEXT[body.kind], redactor);
}

function redactEnd({ suspended, stopReason, ...body }: RunEnded, redactor: Redactor): RunEnded {
  return {
    ...body,
    ...defined({
      suspended: suspended?.map((provider) => redactTexts(provider, ['message', 'hint'], redactor)),
      stopReason: stopReason && redactTexts(stopReason, ['message'], redactor),
    }),
  };
}
