import { matchAddress } from '../value/match-address.ts';
import type { PlannedUnit } from './graph.ts';

/** Tests whether a unit has a label; `*` in its value matches any text. */
export function matchLabel(name: string, value: string): (unit: Pick<PlannedUnit, 'unit'>) => boolean {
  const matches = matchAddress(value);
  return ({ unit }) => {
    const label = unit.migration.labels[name];
    return label !== undefined && matches(label);
  };
}
