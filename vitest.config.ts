import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    // `npm run test:long`
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    // They end a test that hangs. A machine under heavy load is ten times slower than a quiet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
