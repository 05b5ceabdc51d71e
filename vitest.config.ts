import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SHARED } from './test/toolchain/shared-workers.ts';
import { SlowFoldersFirst } from './test/toolchain/slow-folders-first.ts';

/** A sequencer of ours would take the place of the one that shuffles. */
const isShuffled = process.argv.some((word) => word.startsWith('--sequence.shuffle'));

const TOOLCHAIN = join(import.meta.dirname, 'test', 'toolchain');

/** The second: `npm run test:long`. */
const NEVER = ['**/node_modules/**', '**/*.long.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'own worker',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...NEVER, ...SHARED],
        },
      },
      {
        extends: true,
        test: {
          name: 'shared worker',
          include: [...SHARED],
          exclude: NEVER,
          isolate: false,
          setupFiles: [join(TOOLCHAIN, 'leave-nothing-behind.ts')],
        },
      },
    ],
    // Two more than there are cores: two thirds of the time of an end-to-end test are waiting for servers, processes and timers.
    maxWorkers: availableParallelism() + 2,
    sequence: isShuffled ? {} : { sequencer: SlowFoldersFirst },
    // Compiled modules, which hundreds of short processes would otherwise strip of types and compile anew.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
    // Real servers that test files share, each started for the first one that asks for it.
    globalSetup: join(import.meta.dirname, 'test', 'servers', 'share-servers.ts'),
    setupFiles: [join(TOOLCHAIN, 'property-seed.ts')],
    // They end a test that hangs, and nothing else: tests wait for conditions, and a machine under heavy load is ten times
    // slower than a quiet one. No test has a shorter one of its own.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Of conditions that a test waits for. By itself it would be one second.
    expect: { poll: { timeout: 120_000 } },
  },
});
