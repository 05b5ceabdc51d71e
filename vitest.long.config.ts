import { defineConfig } from 'vitest/config';

/** Kill rounds, soaks and wide matrices: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 180_000,
  },
});
