import type { PolicyDefinition } from './policy.ts';

/** `--max-failures`: the run stops after so many failed units, however many steps of each have failed. */
export const maxFailures: PolicyDefinition = {
  name: 'max_failures',
  create: ({ maxFailures: most }) => {
    if (most === undefined) return undefined;
    const failed = new Set<string>();
    return {
      stepEnded: ({ unit, status }) => {
        if (status !== 'failed') return undefined;
        failed.add(unit.address);
        if (failed.size < most) return undefined;
        return failed.size === 1 ? '1 unit failed' : `${failed.size} units failed`;
      },
    };
  },
};
