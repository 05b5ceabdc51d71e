import { type Omission, omissionIn } from '../provider/omission.ts';
import { comparisonIn } from '../provider/verification.ts';
import { defined } from '../value/defined.ts';
import type { JournalRecord, UnitVerified } from './record.ts';

/** What a step has omitted, by the latest record of it. */
export interface StepOmission extends Omission {
  /** It succeeded all the same: the plan allows it. */
  readonly isAllowed: boolean;
  /** It compared both sides, and found missing what another step had omitted. */
  readonly isCompared: boolean;
  /** How thoroughly it compared. Of what clients may have written alone. */
  readonly level?: string;
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
  const comparison = comparisonIn(outputs);
  omissions.set(record.step, {
    ...omission,
    isAllowed: record.kind === 'step.succeeded',
    isCompared: comparison !== undefined,
    ...(omission.written === true ? defined({ level: comparison?.level }) : {}),
  });
}

/**
 * Sides that are equal no longer differ in what clients may have written: it is taken away where they were compared as thoroughly as
 * when it was found. What the plan allows to be missing stays missing.
 */
export function noteVerified(omissions: Map<string, StepOmission>, { unit, result, level }: UnitVerified): void {
  if (result !== 'equal') return;
  for (const [step, omission] of omissions)
    if (omission.written === true && omission.level === level && isOf(unit, step)) omissions.delete(step);
}

/** Names of steps hold no dot. */
function isOf(unit: string, step: string): boolean {
  return step.lastIndexOf('.') === unit.length && step.startsWith(unit);
}
