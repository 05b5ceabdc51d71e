import type { UsageFinding } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import { counted } from '../views/folds/counted.ts';

export interface FoundUsage {
  readonly unit: string;
  readonly usage: readonly UsageFinding[];
}

/**
 * Whoever leads clients over now would lead them wrong, or to a unit that fails and keeps its source frozen.
 *
 * @throws CliError when one of the units has a finding that blocks
 */
export function refuseBlocked(shown: readonly FoundUsage[]): void {
  const found = shown.flatMap(({ unit, usage }) => {
    const blocking = usage.find(({ isBlocking }) => isBlocking === true);
    return blocking === undefined ? [] : [{ unit, ...blocking }];
  });
  const [first] = found;
  if (first === undefined) return;
  const others = found.length === 1 ? '' : ` So do ${counted(found.length - 1, 'other unit')}.`;
  throw new CliError(
    'CLI_CUTOVER_BLOCKED',
    `Nothing was approved, because ${first.unit} would fail: ${first.detail}${others}`,
    first.hint,
  );
}
