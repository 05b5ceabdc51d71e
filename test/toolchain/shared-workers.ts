/** Tests that do something to their process, or whose programs look as if they did: each has a worker of its own. */
const ALONE = 'completion|just-held|provider-option|run-secret-commands';

/** Files that leave nothing behind in their process: all of them share the workers, which load the packages once. */
export const SHARED: readonly string[] = [
  `packages/*/src/**/!(${ALONE}).test.ts`,
  'test/{architecture,cases,conformance,estimate,faults,fleet,golden,journals,preflight,schemas,sim,stands}/**/*.test.ts',
];
