import type { PlannedUnit, Step } from '../graph/graph.ts';
import { formerUnitAddresses } from '../plan/expand/unit-address.ts';
import { matchAddress } from '../value/match-address.ts';

/** Tests units and steps against an address that the user gave: the one that they have, and those that they had before. */
export interface NamedMatch {
  readonly unit: (unit: PlannedUnit) => boolean;
  /** Without the units, whose address does not name their steps. */
  readonly step: (step: Step, unit: PlannedUnit) => boolean;
}

/** `*` matches any text and nothing else is special. */
export function matchNamed(pattern: string): NamedMatch {
  const matches = matchAddress(pattern);
  return {
    unit: ({ address, unit }) => matches(address) || formerUnitAddresses(unit).some(matches),
    step: ({ address, name, formerNames }, { address: present, unit }) => {
      if (matches(address)) return true;
      const units = [present, ...formerUnitAddresses(unit)];
      const names = [name, ...(formerNames?.get(name) ?? [])];
      return units.length * names.length > 1 && units.some((at) => names.some((step) => matches(`${at}.${step}`)));
    },
  };
}
