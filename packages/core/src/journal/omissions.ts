import { type Omission, omissionIn } from '../provider/omission.ts';
import { comparisonIn } from '../provider/verification.ts';
import type { JournalRecord } from './record.ts';

/** What a step has omitted, by the latest record of it. */
export interface StepOmission extends Omission {
  /** It succeeded all the same: the plan allows it. */
  readonly isAllowed: boolean;
  /** It compared both sides, and found missing what another step had omitted. */
  readonly isCompared: boolean;
}

/** Keeps in `omissions`, by step, what the record says of it. Nearly all records omit nothing. */
export function noteOmission(
  omissions: Map<string, StepOmission>,
  record: Extract<JournalRecord, { readonly step: string }>,
): void {
  if (omissions.size > 0) omissions.delete(record.step);
  if (record.kind !== 'step.succeeded' && record.kind !== 'step.failed') return;
  const { outputs = {} } = record;
  const omission = omissionIn(outputs);
  if (omission === undefined) return;
  const isCompared = comparisonIn(outputs) !== undefined;
  omissions.set(record.step, { ...omission, isAllowed: record.kind === 'step.succeeded', isCompared });
}
