import type { PolicyDefinition } from './policy.ts';

/** `--parallelism`: so many calls at once over all accounts, next to the limits of each. */
export const parallelism: PolicyDefinition = {
  name: 'parallelism',
  create: ({ parallelism: callsAtOnce }) => (callsAtOnce === undefined ? undefined : { callsAtOnce }),
};
