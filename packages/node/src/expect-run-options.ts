import { RunOptionError } from './run-option-error.ts';
import type { RunOptions } from './run-plan.ts';

interface NumericRule {
  readonly least: number;
  readonly isWhole: boolean;
  readonly unit: string;
}

type NumericOption = 'parallelism' | 'maxFailures' | 'maxRuntimeMs' | 'previewExpiresAtMs';

/** The least value of each option that is a number; where nothing is given, nothing is limited. */
const NUMERIC_OPTIONS: Readonly<Record<NumericOption, NumericRule>> = {
  parallelism: { least: 1, isWhole: true, unit: 'calls at once' },
  maxFailures: { least: 1, isWhole: true, unit: 'failed units' },
  maxRuntimeMs: { least: 1, isWhole: false, unit: 'milliseconds' },
  previewExpiresAtMs: { least: 0, isWhole: false, unit: 'milliseconds since 1970' },
};

/** Of any type: not every caller is checked by a compiler. */
export type NumericOptions = { readonly [Name in NumericOption & keyof RunOptions]?: unknown };

/**
 * Refuses numbers that no run can follow, before anything is opened: a program without types can give any value, and a run
 * with no place for a call would wait for ever.
 *
 * @throws RunOptionError
 */
export function expectRunOptions(options: NumericOptions): void {
  const findings = Object.entries(NUMERIC_OPTIONS).flatMap(([name, rule]) => {
    const value = options[name as keyof NumericOptions];
    return value === undefined || suits(value, rule) ? [] : [describeFinding(name, value, rule)];
  });
  if (findings.length > 0) throw new RunOptionError(findings);
}

function suits(value: unknown, { least, isWhole }: NumericRule): boolean {
  return (
    typeof value === 'number' && value >= least && (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value))
  );
}

function describeFinding(name: string, value: unknown, { least, isWhole, unit }: NumericRule): string {
  const given = typeof value === 'string' ? `the text '${value}'` : describeOther(value);
  return `${name} is ${given}; it is a ${isWhole ? 'whole ' : ''}number of ${unit}, at least ${least}.`;
}

function describeOther(value: unknown): string {
  return typeof value === 'number' || value === null ? String(value) : `of type ${typeof value}`;
}
