import { defined } from '../value/defined.ts';
import type { JournalRecord } from './record.ts';

/** What a step that succeeded warned of. */
export interface StepWarning {
  readonly message: string;
  readonly hint?: string;
  readonly atMs: number;
}

/** Of each text, in UTF-16 code units: what is longer is cut when it is recorded. */
export const MOST_WARNING_LENGTH = 1_000;

/**
 * The members of a `step.succeeded` that warned. `clean` takes secrets out before the texts are cut: of half a secret nobody knows
 * that it is one.
 */
export function warningOf(
  { detail, hint }: { readonly detail: string; readonly hint: string },
  clean: (text: string) => string,
): { readonly warning: string; readonly hint: string } {
  return { warning: cut(clean(detail)), hint: cut(clean(hint)) };
}

function cut(text: string): string {
  return text.length <= MOST_WARNING_LENGTH ? text : `${text.slice(0, MOST_WARNING_LENGTH - 1).toWellFormed()}…`;
}

/** Keeps in `warnings`, by step, what the latest record of it warns of. Most records warn of nothing. */
export function noteWarning(
  warnings: Map<string, StepWarning>,
  record: Extract<JournalRecord, { readonly step: string }>,
): void {
  if (warnings.size > 0) warnings.delete(record.step);
  if (record.kind !== 'step.succeeded' || record.warning === undefined) return;
  warnings.set(record.step, { message: record.warning, ...defined({ hint: record.hint }), atMs: record.t });
}
