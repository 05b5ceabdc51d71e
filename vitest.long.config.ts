import { defineConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** Kill rounds, soaks and wide matrices: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    ...(shared.test?.env === undefined ? {} : { env: shared.test.env }),
    ...(shared.test?.globalSetup === undefined ? {} : { globalSetup: shared.test.globalSetup }),
    ...(shared.test?.expect === undefined ? {} : { expect: shared.test.expect }),
    testTimeout: 3_600_000,
    hookTimeout: 180_000,
  },
});
