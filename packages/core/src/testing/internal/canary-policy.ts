import type { PolicyDefinition } from '../../scheduler/policies/policy.ts';

/** A policy that no plan knows: of each migration, the first unit has to succeed before the others start. */
export const canary: PolicyDefinition = {
  name: 'canary',
  create: ({ graph }) => {
    const firsts = new Map<string, string>();
    for (const { address, unit } of graph.units)
      if (!firsts.has(unit.migration.name)) firsts.set(unit.migration.name, address);
    return {
      hold: (_, { address, unit }, { unitStatus }) => {
        const first = firsts.get(unit.migration.name);
        if (first === undefined || first === address || unitStatus(first) === 'succeeded') return undefined;
        return { detail: `${first} goes first`, scope: unit.migration.name };
      },
    };
  },
};
