import type { PolicyDefinition } from './policy.ts';

/** `--max-failures`: the run stops after so many failures. */
export const maxFailures: PolicyDefinition = {
  name: 'max_failures',
  create: ({ maxFailures: most }) => {
    if (most === undefined) return undefined;
    let failed = 0;
    return {
      stepEnded: ({ status }) => {
        if (status !== 'failed') return undefined;
        failed += 1;
        if (failed < most) return undefined;
        return failed === 1 ? '1 unit failed' : `${failed} units failed`;
      },
    };
  },
};
