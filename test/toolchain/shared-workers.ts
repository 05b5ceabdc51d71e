/** Files that leave nothing behind in their process: all of them share the workers, which load the packages once. */
export const SHARED: readonly string[] = [
  'packages/{core,provider-*,sandbox,stand-kit,transport}/src/**/*.test.ts',
  'packages/cli/src/{doctor,views}/**/*.test.ts',
  'test/schemas/*.test.ts',
];
