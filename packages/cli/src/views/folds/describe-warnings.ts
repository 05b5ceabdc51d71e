import { type Checkpoint, defined, type Graph, type Report } from '@waybill/core';
import { unitOfStep } from '@waybill/core/internal';
import type { WarningGroup } from '../documents/warning-json.ts';
import { groupFailures, type UnitFailure } from './group-failures.ts';

/** A member of a document; absent where no step has warned, or none since `sinceMs`. */
export function warningsJson(
  { warnings }: Pick<Checkpoint, 'warnings'>,
  sinceMs = 0,
): { readonly warnings?: readonly WarningGroup[] } {
  const found = [...warnings].flatMap(([step, { atMs, ...warning }]) =>
    atMs >= sinceMs ? [warnedBy(step, warning)] : [],
  );
  return found.length === 0 ? {} : { warnings: groupWarnings(found) };
}

/** Without those of steps that are no longer in the plan. A plan that was not compiled has no such step. */
export function plannedWarnings(
  { warnings }: Pick<Checkpoint, 'warnings'>,
  { units, stepsByAddress }: Pick<Graph, 'units' | 'stepsByAddress'>,
): Checkpoint['warnings'] {
  if (units.length === 0) return warnings;
  return new Map([...warnings].filter(([step]) => stepsByAddress.has(step)));
}

/** The same of a report. */
export function warningsIn({ units }: Report): readonly WarningGroup[] {
  const found = units.flatMap(({ warnings = [] }) => warnings.map(({ step, ...warning }) => warnedBy(step, warning)));
  return groupWarnings(found);
}

/** A warning stands where a failure has its code: that of the step which says it. */
function warnedBy(step: string, { message, hint }: { readonly message: string; readonly hint?: string }): UnitFailure {
  const unit = unitOfStep(step);
  return { unit, code: step.slice(unit.length + 1), message, ...defined({ hint }) };
}

function groupWarnings(found: readonly UnitFailure[]): readonly WarningGroup[] {
  return groupFailures(found).map(({ code, message, is_example: isExample, hint, units }) => ({
    step: code,
    message,
    ...defined({ is_example: isExample, hint }),
    units,
  }));
}
