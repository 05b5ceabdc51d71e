import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    // `npm run test:long`
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    // They end a test that hangs, and nothing else: tests wait for conditions, and a machine under heavy load is ten times
    // slower than a quiet one. No test has a shorter one of its own.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
