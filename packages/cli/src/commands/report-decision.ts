import type { CliIo } from '../cli-io.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { counted } from '../views/folds/counted.ts';
import { paragraph, renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';

export interface DecisionReport {
  readonly decision: 'retry' | 'redo' | 'skip' | 'accept' | 'adopt' | 'did-not-happen';
  /** Addresses of units, or of the step. */
  readonly decided: readonly string[];
  /** Units that a pattern named and that were left as they are. */
  readonly elsewhere: readonly string[];
  readonly reason: string;
  /** What it means, one sentence. */
  readonly meaning: string;
  readonly next: readonly NextStep[];
}

/** Tells what was decided and what to do now. */
export function reportDecision(report: DecisionReport, flags: CommonFlags & JsonFlag, io: CliIo): void {
  const { decision, decided, elsewhere, reason, meaning, next } = report;
  if (flags.json === true) {
    const object = {
      format_version: JSON_FORMAT,
      kind: 'decided',
      decision,
      decided,
      not_fitting: elsewhere,
      reason,
      next_steps: next,
    };
    io.stdout.write(`${JSON.stringify(object)}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  const lines = [
    ...decided.map((address) => `${style.symbols.done} ${visibleText(address)}: ${SAID[decision]}`),
    ...(elsewhere.length === 0 ? [] : [`  ${counted(elsewhere.length, 'other unit')} not touched`]),
    ...paragraph(meaning, '', style),
    ...renderNextSteps(next, style),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

const SAID: Readonly<Record<DecisionReport['decision'], string>> = {
  retry: 'to be retried',
  redo: 'to be done again from its first step',
  skip: 'given up',
  accept: 'counted as done',
  adopt: 'it happened',
  'did-not-happen': 'it did not happen',
};
